"""How fast one socket may talk to us: who floods is read slowly, so that only they wait."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import Final

BURST: Final = 60
PER_SECOND: Final = 20.0


class Pace:
    """A bucket of frames, refilled by the second."""

    __slots__ = ("_at", "_left", "_rested")

    def __init__(self) -> None:
        self._left, self._at, self._rested = float(BURST), monotonic(), 0.0

    async def keep(self) -> None:
        """Waits until the next frame may be read."""
        now = monotonic()
        self._left = min(float(BURST), self._left + (now - self._at) * PER_SECOND) - 1
        self._at = now
        if self._left < 0:
            await asyncio.sleep(-self._left / PER_SECOND)

    def rested(self, seconds: float) -> bool:
        """Whether so long has passed since this was last true; for what may be left out."""
        now = monotonic()
        if now - self._rested < seconds:
            return False
        self._rested = now
        return True
