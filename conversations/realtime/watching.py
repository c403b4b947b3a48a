"""A wake-up call for whoever reads a conversation's log by themselves."""

from __future__ import annotations

import asyncio
from contextlib import suppress


class Watch:
    """One watcher's wake-up call. Read the log first, then wait: a change in between is not missed."""

    __slots__ = ("_changed",)

    def __init__(self) -> None:
        self._changed = asyncio.Event()

    def ring(self) -> None:
        """Wakes the watcher now, or at its next wait."""
        self._changed.set()

    async def wait(self, seconds: float) -> bool:
        """Until something changed (true) or the time is over (false)."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._changed.wait(), seconds)
        changed = self._changed.is_set()
        self._changed.clear()
        return changed
