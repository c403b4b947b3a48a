"""A provider that fails again and again is left alone for a while."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

FAILURES: Final = 5
"""So many calls in a row that came to nothing open it."""
PAUSE: Final = 20.0
"""Seconds until one call may try whether it answers again."""


class Breaker:
    """Opens after `FAILURES` in a row; after each pause one call is let through, which closes it or begins another pause."""

    def __init__(
        self,
        *,
        failures: int = FAILURES,
        pause: float = PAUSE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most, self._pause, self._clock = failures, pause, clock
        self._failed = 0
        self._closed_until = 0.0

    def wait(self) -> float:
        """Seconds until a call may be made; 0 where it may be made now, and then it is the one that tries."""
        if self._failed < self._most:
            return 0.0
        left = self._closed_until - self._clock()
        if left <= 0:
            self._closed_until = self._clock() + self._pause
        return max(left, 0.0)

    def worked(self) -> None:
        """It answered."""
        self._failed = 0

    def failed(self) -> None:
        """It did not."""
        self._failed += 1
        if self._failed >= self._most:
            self._closed_until = self._clock() + self._pause
