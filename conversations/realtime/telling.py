"""What one page of the console is told: what it missed, then what happens, as far as whoever is signed in may see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from conversations.realtime.connection import NOT_SIGNED_IN, Connection
from conversations.realtime.door import Door
from conversations.realtime.entering import MOST_ROOMS
from conversations.realtime.events import Event
from conversations.realtime.frames import HelloFrame, RoomsFrame
from conversations.realtime.hub import Hub
from conversations.realtime.onlooking import Onlooker, present
from conversations.realtime.redaction import frame_for
from conversations.realtime.subscription import Check, Subscription
from conversations.signalling import Signals

CHECK_BEATS: Final = 4
"""After so many it is looked up whether the visit goes on, should nobody have told that it ended."""
ROLE_REVOKED: Final = 4403


@dataclass(frozen=True, slots=True, kw_only=True)
class SocketPorts:
    """Filled once by the composition root; ``heartbeat`` and ``hello_within`` in seconds."""

    sessions: async_sessionmaker[AsyncSession]
    hub: Hub
    door: Door
    signals: Signals
    heartbeat: float = 25.0
    hello_within: float = 10.0


class Ended(Exception):
    """The socket is to be closed with a code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Teller:
    """Tells what a subscription brings."""

    def __init__(
        self, connection: Connection, ports: SocketPorts, subscription: Subscription, onlooker: Onlooker
    ) -> None:
        self._connection, self._subscription, self._onlooker = connection, subscription, onlooker
        self._hub, self._door, self._heartbeat = ports.hub, ports.door, ports.heartbeat

    async def welcome(self, hello: HelloFrame) -> None:
        """What was missed is read up to where the live part begins, so that nothing lies between them, or in both."""
        subscription, feed = self._subscription, self._hub.feed
        rooms = await feed.enterable(subscription.viewer, hello.rooms)
        begin = self._hub.enter(subscription, rooms)
        subscription.since = max(begin, hello.offset)
        missed = await feed.missed(epoch=hello.epoch, after=hello.offset, up_to=begin, rooms=rooms)
        if missed is None:
            subscription.since = begin
        state = await feed.state()
        await self._send(
            type="welcome",
            epoch=str(state.epoch),
            offset=begin if missed is None else hello.offset,
            recovered=missed is not None,
            refused=[room for room in hello.rooms if room not in rooms],
        )
        for event in missed or ():
            await self._tell_event(event)
        present(self._hub, subscription)

    async def subscribe(self, frame: RoomsFrame) -> None:
        """More rooms, as many as there may be."""
        subscription = self._subscription
        room_left = MOST_ROOMS - len(subscription.rooms)
        rooms = await self._hub.feed.enterable(subscription.viewer, frame.rooms[:room_left])
        offset = self._hub.enter(subscription, rooms)
        refused = [room for room in frame.rooms if room not in rooms]
        subscription.put({"type": "subscribed", "rooms": sorted(rooms), "refused": refused, "offset": offset})
        present(self._hub, subscription)

    async def tell(self) -> None:
        """Everything that comes, with heartbeats between; Ended, TooSlow, Closing, TimeoutError."""
        beats, due = 0, monotonic() + self._heartbeat
        while True:
            told = await self._subscription.take(max(0.0, due - monotonic()))
            if isinstance(told, Event):
                await self._tell_event(told)
            elif isinstance(told, Check):
                await self._check()
            elif isinstance(told, Mapping):
                await self._connection.send(told)
            if monotonic() >= due:
                beats, due = beats + 1, monotonic() + self._heartbeat
                await self._beat(check=beats % CHECK_BEATS == 0)

    async def _beat(self, *, check: bool) -> None:
        if check:
            await self._check()
        await self._onlooker.stay(self._subscription.viewer)
        # In a quiet room of a busy log the offset would grow old; this is as far as they have been told everything.
        told_to = max(self._hub.position, self._subscription.since)
        await self._send(type="ping", **({"offset": told_to} if self._subscription.idle else {}))

    async def _tell_event(self, event: Event) -> None:
        """Authorised here once more: by who they are now, and by the rooms that they are in now."""
        frame = frame_for(event, self._subscription.viewer)
        if frame is not None and not self._subscription.rooms.isdisjoint(event.rooms):
            await self._connection.send(frame)

    async def _check(self) -> None:
        """Whoever may see other things now than at the hello comes in again, or not."""
        before = self._subscription.viewer
        now = await self._door.again(before)
        if now is None:
            raise Ended(NOT_SIGNED_IN)
        if (now.role, now.sight) != (before.role, before.sight):
            raise Ended(ROLE_REVOKED)
        self._subscription.viewer = now

    async def _send(self, **frame: object) -> None:
        await self._connection.send(frame)
