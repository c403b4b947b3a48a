"""What a measurement runs on: a database of its own, children on free ports, and a look at what they need."""

from __future__ import annotations

import os
import socket
import sys
import time
from contextlib import AbstractContextManager
from pathlib import Path

from app.processes import Child
from app.scratch import scratch_database
from app.settings import ROOT, Settings


def database() -> AbstractContextManager[str]:
    """The URL of a new, migrated database, dropped afterwards, on a server that no test has made hasty."""
    return scratch_database(ROOT / "var" / "bench")


def app_alone(settings: Settings, **more: str) -> Child:
    """The app with these settings and without a worker."""
    environment = os.environ | {
        "DATABASE_URL": str(settings.database_url),
        "APP_PORT": str(settings.app_port),
        "WORKER_IN_APP": "false",
        **more,
    }
    command = [sys.executable, "-m", "app", "serve"]
    return Child("app", command, environment, settings.data_dir / "logs" / "bench-app.log")


def await_port(child: Child, port: int) -> None:
    """Until somebody listens there."""
    while not child.died():
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit(f"The {child.name} does not start; see {child.log}")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def resident_kib(child: Child) -> int:
    """Memory that a running child has in use, in KiB (Linux)."""
    assert child.process is not None
    status = Path(f"/proc/{child.process.pid}/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1])


def cpu_seconds(child: Child) -> float:
    """Processor time that a running child has used (Linux)."""
    assert child.process is not None
    fields = Path(f"/proc/{child.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
