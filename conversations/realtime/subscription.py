"""What waits to be told to one watcher."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from conversations.realtime.events import Event
from conversations.realtime.viewing import Viewer

MOST_WAITING: Final = 1_000
"""Things to tell; whoever is further behind is dropped and comes back to read on from where they were."""


class TooSlow(Exception):
    """The watcher does not keep up."""


class Closing(Exception):
    """The hub closes."""


@dataclass(frozen=True, slots=True)
class Check:
    """Before anything else is told it is to be seen whether the watcher may still be told."""


@dataclass(frozen=True, slots=True)
class Typing:
    """Whether an agent is writing to the traveller."""

    on: bool


Told = Event | Check | Typing | Mapping[str, Any]
"""A mapping is a frame as it stands."""


class Subscription:
    """One watcher's queue. It never waits for them: what they cannot take in time is dropped together with them."""

    __slots__ = ("_closing", "_waiting", "_woken", "rooms", "since", "too_slow", "viewer")

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer
        self.rooms: set[str] = set()
        self.since = 0
        """The position up to which events are no news to the watcher."""
        self.too_slow = self._closing = False
        self._waiting: deque[Told] = deque()
        self._woken = asyncio.Event()

    def put(self, told: Told) -> None:
        """Adds something to tell."""
        if isinstance(told, Event) and told.offset <= self.since:
            return
        if len(self._waiting) >= MOST_WAITING:
            self.too_slow = True
            self._waiting.clear()
        if not self.too_slow:
            self._waiting.append(told)
        self._woken.set()

    def close(self) -> None:
        """Sends the watcher home."""
        self._closing = True
        self._woken.set()

    @property
    def idle(self) -> bool:
        """Whether there is nothing to tell."""
        return not self._waiting

    async def take(self, seconds: float) -> Told | None:
        """The next thing to tell, None when the time is over; TooSlow, Closing."""
        if not self._waiting and not self.too_slow and not self._closing:
            try:
                async with asyncio.timeout(seconds):
                    await self._woken.wait()
            except TimeoutError:
                return None
        if self._closing:
            raise Closing
        if self.too_slow:
            raise TooSlow
        told = self._waiting.popleft()
        if not self._waiting:
            self._woken.clear()
        return told
