"""Who watches in one process: in which rooms, and up to which position of the log they have been told everything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from conversations.realtime.events import Event
from conversations.realtime.rooms import conversation_room
from conversations.realtime.subscription import Check, Subscription
from conversations.realtime.viewing import Viewer
from conversations.realtime.watching import Watch

if TYPE_CHECKING:
    from conversations.realtime.models import StoredEvent

Watcher = TypeVar("Watcher")


class Audience:
    """Everybody who watches in this process."""

    def __init__(self) -> None:
        self.closing = False
        self.position = 0
        """Up to here this process has told everything."""
        self._rooms: defaultdict[str, set[Subscription]] = defaultdict(set)
        self._watches: defaultdict[str, set[Watch]] = defaultdict(set)
        self._subscriptions: set[Subscription] = set()

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

    def close(self) -> None:
        """Sends everybody home who watches."""
        self.closing = True
        self.ring_all()
        for subscription in self._subscriptions:
            subscription.close()

    def in_rooms(self, rooms: Collection[str]) -> set[Subscription]:
        """Whoever is in any of these rooms."""
        return {subscription for room in rooms for subscription in self._rooms.get(room, ())}

    def concerns(self, row: StoredEvent) -> bool:
        """Whether anybody is to be told of it, so that it has to be read."""
        return row.kind == "agent.changed" or any(room in self._rooms for room in row.rooms)

    def tell(self, rows: Sequence[StoredEvent], events: Mapping[int | None, Event]) -> None:
        """In one go, so that whoever enters a room does so before or after an event, and the position says which.

        ``events`` has those of the rows that concern anybody, by position.
        """
        for row in rows:
            if event := events.get(row.position):
                if event.kind == "agent.changed":
                    self._check(event)
                for subscription in self.in_rooms(event.rooms):
                    subscription.put(event)
            for room in row.rooms:
                for watch in self._watches.get(room, ()):
                    watch.ring()
            self.position = row.position or self.position

    def ring_all(self) -> None:
        """Has everybody look who watches a conversation by themselves."""
        for watches in self._watches.values():
            for watch in watches:
                watch.ring()

    def _check(self, event: Event) -> None:
        for subscription in self._subscriptions:
            if str(subscription.viewer.id) == event.data.get("agent_id"):
                subscription.put(Check())


def _leave(places: defaultdict[str, set[Watcher]], room: str, watcher: Watcher) -> None:
    places[room].discard(watcher)
    if not places[room]:
        del places[room]
