"""One hub in each process: reads each new event once and hands it to whoever watches one of its rooms.

A wake-up carries nothing: what is new is read from the log, after the position that this hub has read up to. So nothing
is lost when a wake-up is, and whoever comes back is told exactly what came after their own position.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import TYPE_CHECKING, Final, TypeVar
from uuid import UUID

import structlog
from sqlalchemy.exc import SQLAlchemyError

from conversations.realtime.events import Event
from conversations.realtime.placing import PAGE
from conversations.realtime.presence import Presence, Signal
from conversations.realtime.presenting import Presenting
from conversations.realtime.rooms import conversation_room
from conversations.realtime.subscription import Check, Subscription
from conversations.realtime.viewing import Viewer
from conversations.realtime.watching import Watch
from conversations.realtime.wires import Wire, WireLost

if TYPE_CHECKING:
    from conversations.realtime.feed import Feed
    from conversations.realtime.models import StoredEvent

log = structlog.get_logger()
Watcher = TypeVar("Watcher")
RECONNECT_AFTER: Final = 1.0


class Hub:
    """Everybody who watches in this process."""

    def __init__(self, wire: Wire, feed: Feed) -> None:
        self.feed = feed
        self.presence = Presence()
        self.presenting = Presenting(self.presence, self._in_rooms)
        self.closing = False
        self.position = 0
        """Up to here this process has told everything."""
        self._wire = wire
        self._rooms: defaultdict[str, set[Subscription]] = defaultdict(set)
        self._watches: defaultdict[str, set[Watch]] = defaultdict(set)
        self._subscriptions: set[Subscription] = set()
        self._woken = asyncio.Event()
        self._hears = asyncio.Event()
        self._started = asyncio.Event()

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[Hub]:
        """Tells for as long as the block lasts, through every loss of the connection."""
        tasks = [
            asyncio.create_task(self._listen_forever(), name="realtime wire"),
            asyncio.create_task(self._read_forever(), name="realtime log"),
        ]
        try:
            yield self
        finally:
            self.close()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def aclose(self) -> None:
        """Closes connections."""
        await self._wire.aclose()

    def close(self) -> None:
        """Sends everybody home who watches."""
        self.closing = True
        self._ring_all()
        for subscription in self._subscriptions:
            subscription.close()

    async def connected(self) -> None:
        """Returns as soon as changes are heard."""
        await self._started.wait()
        await self._hears.wait()

    @contextmanager
    def watch(self, conversation_id: UUID) -> Iterator[Watch]:
        """A ring at each change of one conversation for as long as the block lasts."""
        watch, room = Watch(), conversation_room(conversation_id)
        self._watches[room].add(watch)
        try:
            yield watch
        finally:
            _leave(self._watches, room, watch)

    @contextmanager
    def subscribe(self, viewer: Viewer) -> Iterator[Subscription]:
        """A queue for whoever watches, at first in no room."""
        subscription = Subscription(viewer)
        self._subscriptions.add(subscription)
        if self.closing:
            subscription.close()
        try:
            yield subscription
        finally:
            self._subscriptions.discard(subscription)
            self.leave(subscription, [*subscription.rooms])

    def enter(self, subscription: Subscription, rooms: Collection[str]) -> int:
        """Tells what happens in these rooms from now on; the position after which that is."""
        for room in rooms:
            self._rooms[room].add(subscription)
        subscription.rooms.update(rooms)
        return self.position

    def leave(self, subscription: Subscription, rooms: Collection[str]) -> None:
        """Tells no more of these rooms."""
        for room in subscription.rooms.intersection(rooms):
            _leave(self._rooms, room, subscription)
        subscription.rooms.difference_update(rooms)

    async def signal(self, signal: Signal) -> None:
        """Tells all processes what is not stored."""
        await self._wire.send(signal.model_dump_json())

    async def _listen_forever(self) -> None:
        while True:
            try:
                await self._wire.listen(ready=self._ready, woken=self._woken.set, heard=self.presenting.hear)
            except WireLost as error:
                self._hears.clear()
                log.warning("realtime.disconnected", error=str(error))
                await asyncio.sleep(RECONNECT_AFTER)

    def _ready(self) -> None:
        """Whatever was told while nobody heard is read, and looked at, now."""
        self._hears.set()
        self._woken.set()
        self._ring_all()

    async def _read_forever(self) -> None:
        while True:
            try:
                if not self._started.is_set():
                    self.position = (await self.feed.state()).newest
                    self._started.set()
                await self._read_on()
                with suppress(TimeoutError):
                    async with asyncio.timeout(self._wire.patience):
                        await self._woken.wait()
            except (SQLAlchemyError, OSError) as error:
                log.warning("realtime.interrupted", error=type(error).__name__)
                await asyncio.sleep(RECONNECT_AFTER)

    async def _read_on(self) -> None:
        """Also once more where somebody calls meanwhile, and never for the sake of nothing."""
        more = True
        while more:
            self._woken.clear()
            rows = await self.feed.read_on(self.position)
            events: dict[int | None, Event] = {}
            while missing := [row for row in rows if row.position not in events and self._watched(row)]:
                events |= {event.offset: event for event in await self.feed.hydrate(missing)}
            self._tell(rows, events)
            await asyncio.sleep(0)
            more = len(rows) == PAGE or self._woken.is_set()

    def _tell(self, rows: Sequence[StoredEvent], events: dict[int | None, Event]) -> None:
        """In one go, so that whoever enters a room does so before or after an event, and the position says which."""
        for row in rows:
            if event := events.get(row.position):
                if event.kind == "agent.changed":
                    self._check(event)
                for subscription in self._in_rooms(event.rooms):
                    subscription.put(event)
            for room in row.rooms:
                for watch in self._watches.get(room, ()):
                    watch.ring()
            self.position = row.position or self.position

    def _check(self, event: Event) -> None:
        for subscription in self._subscriptions:
            if str(subscription.viewer.id) == event.data.get("agent_id"):
                subscription.put(Check())

    def _watched(self, row: StoredEvent) -> bool:
        return row.kind == "agent.changed" or any(room in self._rooms for room in row.rooms)

    def _in_rooms(self, rooms: Collection[str]) -> set[Subscription]:
        return {subscription for room in rooms for subscription in self._rooms.get(room, ())}

    def _ring_all(self) -> None:
        for watches in self._watches.values():
            for watch in watches:
                watch.ring()


def _leave(places: defaultdict[str, set[Watcher]], room: str, watcher: Watcher) -> None:
    places[room].discard(watcher)
    if not places[room]:
        del places[room]
