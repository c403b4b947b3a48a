"""The job worker: inside the app by default, or alone (`make worker`)."""

from __future__ import annotations

import asyncio
import signal

from app.composition import compose
from app.jobs import run_worker
from app.logging import configure_logging
from app.settings import Settings


async def run_alone(settings: Settings, database_url: str) -> None:
    """Works jobs off until SIGTERM or Ctrl-C."""
    configure_logging(settings.log_level)
    parts, stop = compose(settings, database_url), asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, stop.set)
    try:
        await run_worker(parts.jobs, stop)
    finally:
        await parts.aclose()
