"""What the emulators of all providers have in common."""

from __future__ import annotations

import asyncio


class Bell:
    """Wakes everybody who waits whenever it rings."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Something happened."""
        self._rung.set()
        self._rung = asyncio.Event()

    async def wait(self) -> None:
        """Until it rings next."""
        await self._rung.wait()
