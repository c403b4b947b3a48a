"""Starts the app without a worker on a database of its own and a bare FastAPI route beside it, and compares the two."""

from __future__ import annotations

import asyncio
import os
import sys
from uuid import uuid4

from app.bench import load, webhooks
from app.bench.load import Figures
from app.bench.stage import app_alone, await_port, database, free_port
from app.composition import channel_accesses
from app.processes import Child, stop_all
from app.settings import ROOT, Settings

RATE, SECONDS = 200, 5.0
CONNECTIONS = 128
"""Kept open at full speed, for both: three providers with some 40 each, Telegram's default."""
CALLS, BARE_CALLS = 3_000, 10_000
SLOWEST = 50.0
"""Milliseconds within which 95 of 100 are to be acknowledged at `RATE` a second."""
SMALLEST_SHARE = 1 / 3
"""Of what the bare route does."""
CREDENTIALS = ("TELEGRAM_TOKEN", "WHATSAPP_AUTH_TOKEN", "MESSENGER_PAGE_TOKEN")


def main() -> None:
    """Prints the figures; ends with 1 where a target is missed."""
    os.environ |= dict.fromkeys(CREDENTIALS, "")
    with database() as url:
        settings = Settings(
            database_url=url,
            app_port=free_port(),
            simulator=True,
            simulator_secret=uuid4().hex,
            public_url=None,
        )
        more = {"SIMULATOR": "true", "SIMULATOR_SECRET": settings.simulator_secret}
        app, bare = app_alone(settings, **more), _bare()
        try:
            for child, port in ((app, settings.app_port), (bare, int(bare.command[-1]))):
                child.start()
                await_port(child, port)
            sys.exit(asyncio.run(_compare(settings, int(bare.command[-1]))))
        finally:
            stop_all([app, bare])


async def _compare(settings: Settings, bare_port: int) -> int:
    calls = webhooks.webhooks(channel_accesses(settings))
    port = settings.app_port
    print(f"{'':30}{'acks/s':>8}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}")
    await load.at_full_speed(bare_port, webhooks.bare(), connections=CONNECTIONS, count=500)
    bare = await load.at_full_speed(bare_port, webhooks.bare(), connections=CONNECTIONS, count=BARE_CALLS)
    _line("bare route, full speed", bare)
    missed = []
    for name, of_channel in calls.items():
        await load.at_full_speed(port, of_channel, connections=CONNECTIONS, count=webhooks.PEOPLE)
        steady = await load.at_rate(port, of_channel, per_second=RATE, seconds=SECONDS)
        _line(f"{name}, {RATE} a second", steady)
        fast = await load.at_full_speed(port, of_channel, connections=CONNECTIONS, count=CALLS)
        share = fast.per_second / bare.per_second
        _line(f"{name}, full speed", fast, f"  {share:.0%} of the bare route")
        if steady.percentile(0.95) > SLOWEST or steady.refused or fast.refused:
            missed.append(f"{name}: p95 at {RATE} a second")
        if share < SMALLEST_SHARE:
            missed.append(f"{name}: a third of the bare route")
    for target in missed:
        print(f"missed: {target}")
    return bool(missed)


def _line(name: str, figures: Figures, more: str = "") -> None:
    times = "".join(f"{figures.percentile(part):9.1f}" for part in (0.5, 0.95, 0.99))
    refused = f"  {figures.refused} refused" if figures.refused else ""
    print(f"{name:30}{figures.per_second:8.0f}{times}{more}{refused}", flush=True)


def _bare() -> Child:
    options = ["--no-access-log", "--log-level", "warning", "--port", str(free_port())]
    command = [sys.executable, "-m", "uvicorn", "app.bench.bare:app", *options]
    return Child("bare route", command, dict(os.environ), ROOT / "var" / "logs" / "bench-bare.log")


main()
