"""How fast a provider lets us write: in all, to one person, and how many requests at once.

The pace is kept by each process for itself. With several workers, or a tighter limit at the provider, its own "too
many" (`SendDelayed` with its seconds) has the last word.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Final

from conversations.ports import ChannelSender, Outgoing, Part, SendPaced, Signal

LONGEST_WAIT: Final = 0.3
"""Seconds that a job waits for its turn; for longer it makes room for others and comes again."""
BUSY_AGAIN: Final = 0.5
MOST_KEPT: Final = 2_000


@dataclass(frozen=True, slots=True)
class Pace:
    """So many a second, after a ``burst`` at any speed."""

    per_second: float
    burst: int


@dataclass(frozen=True, slots=True)
class Limits:
    """A provider's pace ``overall`` and per person (``chat``), and the most requests that are open ``at_once``."""

    overall: Pace
    chat: Pace
    at_once: int = 4


class Bucket:
    """A token bucket, kept as the moment at which it will be full again ("generic cell rate algorithm")."""

    __slots__ = ("_full_at", "_pace")

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._full_at = 0.0

    def wait(self, now: float) -> float:
        """Seconds until there is a token."""
        return max(0.0, self._full_at - (self._pace.burst - 1) / self._pace.per_second - now)

    def take(self, now: float) -> None:
        """Takes a token, which may be one that is still to come."""
        self._full_at = max(self._full_at, now) + 1 / self._pace.per_second

    def is_full(self, now: float) -> bool:
        """Whether it is as good as a new one."""
        return self._full_at <= now


@dataclass(frozen=True, slots=True)
class _Addressed(Part):
    address: str


class PacedSender:
    """A `ChannelSender` around another that keeps its provider's pace; SendPaced where that would take long.

    A provider that hangs holds no more than ``limits.at_once`` jobs, so that others have room.
    """

    def __init__(
        self,
        sender: ChannelSender,
        limits: Limits,
        *,
        clock: Callable[[], float] = monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._sender = sender
        self._limits = limits
        self._clock, self._sleep = clock, sleep
        self._overall = Bucket(limits.overall)
        self._chats: defaultdict[str, Bucket] = defaultdict(lambda: Bucket(limits.chat))
        self._open = 0

    def parts(self, outgoing: Outgoing) -> Sequence[Part]:
        """See `ChannelSender`."""
        return [
            _Addressed(part.key, part.method, part.fields, outgoing.address)
            for part in self._sender.parts(outgoing)
        ]

    async def send(self, part: Part) -> str:
        """See `ChannelSender`; the part is one of `parts`."""
        if self._open >= self._limits.at_once:
            raise SendPaced(BUSY_AGAIN)
        self._open += 1
        try:
            if wait := self._booked(part.address if isinstance(part, _Addressed) else ""):
                await self._sleep(wait)
            return await self._sender.send(part)
        finally:
            self._open -= 1

    async def signal(self, signal: Signal, *, address: str, inbound_id: str | None) -> None:
        """See `ChannelSender`; left out where the provider is busy with what is said."""
        if self._open >= self._limits.at_once:
            raise SendPaced(BUSY_AGAIN)
        self._open += 1
        try:
            await self._sender.signal(signal, address=address, inbound_id=inbound_id)
        finally:
            self._open -= 1

    async def aclose(self) -> None:
        """See `ChannelSender`."""
        await self._sender.aclose()

    def _booked(self, address: str) -> float:
        """Seconds until the part's turn, which is then its own; SendPaced where that is far away."""
        now = self._clock()
        if len(self._chats) >= MOST_KEPT:
            full = [chat for chat, bucket in self._chats.items() if bucket.is_full(now)]
            for chat in full:
                del self._chats[chat]
        buckets = (self._overall, self._chats[address])
        wait = max(bucket.wait(now) for bucket in buckets)
        if wait > LONGEST_WAIT:
            raise SendPaced(wait)
        for bucket in buckets:
            bucket.take(now)
        return wait
