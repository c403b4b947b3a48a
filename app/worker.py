"""The job worker: inside the app by default, or alone (`make worker`)."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress

import structlog
from sqlalchemy.exc import SQLAlchemyError

from app.composition import Parts, compose
from app.jobs import run_worker
from app.logging import configure_logging
from app.settings import Settings

log = structlog.get_logger()
TEND_SECONDS = 5.0
"""How often the queue of travellers who wait for a person is looked after."""


async def work_off(parts: Parts, stop: asyncio.Event) -> None:
    """Works jobs off and looks after the queue until ``stop``; any number of processes may."""
    await asyncio.gather(run_worker(parts.jobs, stop), _tend_queue(parts, stop))


async def _tend_queue(parts: Parts, stop: asyncio.Event) -> None:
    while not stop.is_set():
        try:
            await parts.tend_queue()
        except (SQLAlchemyError, OSError) as error:
            log.warning("queue.not_tended", error=type(error).__name__)
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), TEND_SECONDS)


async def run_alone(settings: Settings, database_url: str) -> None:
    """Works jobs off until SIGTERM or Ctrl-C."""
    configure_logging(settings.log_level)
    parts, stop = compose(settings, database_url), asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, stop.set)
    try:
        await work_off(parts, stop)
    finally:
        await parts.aclose()
