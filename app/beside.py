"""What runs beside the app for as long as it does, such as fetching messages: what dies is begun again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Final

import structlog

log = structlog.get_logger()
FIRST_PAUSE: Final = 1.0
LONGEST_PAUSE: Final = 60.0
LASTING: Final = 300.0
"""Seconds after which what died had run well, and the next pause is a short one again."""


async def keep_running(
    run: Callable[[], Awaitable[None]],
    *,
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    clock: Callable[[], float] = monotonic,
) -> None:
    """Runs it until it is done or we are cancelled; after an error again, later each time."""
    pause = FIRST_PAUSE
    while True:
        began_at = clock()
        try:
            return await run()
        except Exception:
            if clock() - began_at >= LASTING:
                pause = FIRST_PAUSE
            log.exception("beside.died", task=getattr(run, "__module__", ""), again_after=pause)
        await sleep(pause)
        pause = min(LONGEST_PAUSE, pause * 2)
