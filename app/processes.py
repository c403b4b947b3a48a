"""Child processes that are started, watched, started again when they die, and stopped together."""

from __future__ import annotations

import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from app.settings import ROOT

MAX_STARTS, CALM_SECONDS, STOP_SECONDS = 5, 60.0, 2.5


class ProcessDied(Exception):
    """A child ended again and again; its log says why."""

    def __init__(self, child: Child) -> None:
        tail = child.log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:]
        super().__init__("\n".join([f"The {child.name} stopped. The end of {child.log}:", *tail]))


@dataclass
class Child:
    """One program of ours with its log."""

    name: str
    command: list[str]
    environment: dict[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    starts: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Starts it; output goes to the log."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        mode = "ab" if self.starts else "wb"
        with self.log.open(mode) as output:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )
        self.starts.append(time.monotonic())

    def keep_alive(self) -> bool:
        """Starts it again if it died and says whether it did; raises ProcessDied when it keeps dying."""
        if self.process is None or self.process.poll() is None:
            return False
        recent = [moment for moment in self.starts if time.monotonic() - moment < CALM_SECONDS]
        if len(recent) >= MAX_STARTS:
            raise ProcessDied(self)
        self.start()
        return True

    def died(self) -> bool:
        """Whether it was started and has ended."""
        return self.process is not None and self.process.poll() is not None


def stop_all(children: list[Child]) -> None:
    """Asks all to end at once, waits a little, then insists."""
    running = [
        child.process for child in children if child.process is not None and child.process.poll() is None
    ]
    for process in running:
        process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in running:
        try:
            process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
