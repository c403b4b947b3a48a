"""How much and how fast the widget may send."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from uuid import UUID

from conversations.errors import Refusal

PREFIX = "/channels/web/"
MOST_BYTES = 256 * 1024
"""Room for the longest text with every character escaped, and no more."""
FILES = f"{PREFIX}files"


class TooManyMessages(Refusal):
    """Sent faster than any person writes; ``after`` seconds it goes again."""

    status = 429
    code = "too_many_messages"

    def __init__(self, after: float) -> None:
        super().__init__()
        self.after = after
        self.headers = {"Retry-After": str(math.ceil(after))}


class RateLimit:
    """A bucket of ``burst`` messages for each conversation, refilled by ``per_second``; kept in this process."""

    def __init__(
        self,
        *,
        burst: int = 30,
        per_second: float = 2.0,
        clock: Callable[[], float] = time.monotonic,
        remembered: int = 10_000,
    ) -> None:
        self._burst, self._per_second, self._clock, self._remembered = burst, per_second, clock, remembered
        self._buckets: OrderedDict[UUID, tuple[float, float]] = OrderedDict()

    def take(self, conversation_id: UUID) -> None:
        """Takes one message's worth; TooManyMessages when the bucket is empty."""
        now = self._clock()
        left, at = self._buckets.pop(conversation_id, (float(self._burst), now))
        left = min(self._burst, left + (now - at) * self._per_second)
        enough = left >= 1
        self._buckets[conversation_id] = (left - 1 if enough else left, now)
        if len(self._buckets) > self._remembered:
            self._buckets.popitem(last=False)
        if not enough:
            raise TooManyMessages((1 - left) / self._per_second)
