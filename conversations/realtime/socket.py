"""`GET /console/socket`: what happens, told to whoever is signed in, as far as they may see it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from typing import Any, Final

import structlog
from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from conversations.error_handlers import DATABASE_DOWN
from conversations.realtime.door import Door
from conversations.realtime.entering import MOST_ROOMS
from conversations.realtime.events import Event
from conversations.realtime.frames import (
    Frame,
    FrameInvalid,
    FrameTooLarge,
    HelloFrame,
    RoomsFrame,
    TypingFrame,
    ViewingFrame,
    read_frame,
)
from conversations.realtime.hub import Hub
from conversations.realtime.onlooking import Onlooker, present
from conversations.realtime.pace import Pace
from conversations.realtime.redaction import frame_for
from conversations.realtime.subscription import Check, Closing, Subscription, TooSlow
from conversations.signalling import Signals

log = structlog.get_logger()
SLOWEST_SEND: Final = 10.0
"""Seconds; who does not take a frame in that time is dropped."""
SILENT_BEATS: Final = 2.5
"""Heartbeats without a word, not even a pong, after which the other side is gone."""
CHECK_BEATS: Final = 4
"""After so many it is looked up whether the visit goes on, should nobody have told that it ended."""
NOT_SIGNED_IN, ROLE_REVOKED, TOO_SLOW = 4401, 4403, 4408
POLICY, TOO_LARGE, TRY_AGAIN = 1008, 1009, 1013


@dataclass(frozen=True, slots=True, kw_only=True)
class SocketPorts:
    """Filled once by the composition root; ``heartbeat`` and ``hello_within`` in seconds."""

    sessions: async_sessionmaker[AsyncSession]
    hub: Hub
    door: Door
    signals: Signals
    heartbeat: float = 25.0
    hello_within: float = 10.0


class _Ended(Exception):
    """The socket is to be closed with a code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def socket_router(ports: SocketPorts) -> APIRouter:
    """The console's socket."""
    router = APIRouter()

    @router.websocket("/console/socket")
    async def socket(websocket: WebSocket) -> None:
        if ports.door.foreign(websocket):
            await websocket.close(POLICY)
            return
        await websocket.accept()
        with suppress(WebSocketDisconnect):
            await _Window(websocket, ports).run()

    return router


CODES: Final[dict[type[Exception], int]] = {
    FrameTooLarge: TOO_LARGE,
    FrameInvalid: POLICY,
    TooSlow: TOO_SLOW,
    TimeoutError: TOO_SLOW,
    Closing: TRY_AGAIN,
}
ENDS: Final[tuple[type[Exception], ...]] = (_Ended, *CODES)


class _Window:
    """One open socket: a reader of frames and a teller of events, until either ends."""

    def __init__(self, websocket: WebSocket, ports: SocketPorts) -> None:
        self._websocket, self._ports, self._hub = websocket, ports, ports.hub
        self._pace = Pace()
        self._onlooker = Onlooker(ports.hub, ports.sessions, ports.signals)

    async def run(self) -> None:
        """From the hello to the end, whoever ends it."""
        try:
            await self._talk()
            code = POLICY
        except ENDS as end:
            code = end.code if isinstance(end, _Ended) else CODES[type(end)]
        except DATABASE_DOWN as error:
            log.error("database.unavailable", path=self._websocket.url.path, error=type(error).__name__)
            code = TRY_AGAIN
        await self._close(code)

    async def _talk(self) -> None:
        viewer = await self._ports.door.enter(self._websocket)
        if viewer is None:
            raise _Ended(NOT_SIGNED_IN)
        async with asyncio.timeout(self._ports.hello_within):
            hello = await self._receive()
        if not isinstance(hello, HelloFrame):
            raise FrameInvalid
        with self._hub.subscribe(viewer) as subscription:
            try:
                await self._welcome(subscription, hello)
                await self._both(self._listen(subscription), self._tell(subscription))
            finally:
                await self._onlooker.leave(subscription.viewer)

    async def _welcome(self, subscription: Subscription, hello: HelloFrame) -> None:
        """What was missed is read up to where the live part begins, so that nothing lies between them, or in both."""
        rooms = await self._hub.feed.enterable(subscription.viewer, hello.rooms)
        begin = self._hub.enter(subscription, rooms)
        subscription.since = max(begin, hello.offset)
        missed = await self._hub.feed.missed(epoch=hello.epoch, after=hello.offset, up_to=begin, rooms=rooms)
        if missed is None:
            subscription.since = begin
        state = await self._hub.feed.state()
        await self._send(
            type="welcome",
            epoch=str(state.epoch),
            offset=begin if missed is None else hello.offset,
            recovered=missed is not None,
            refused=[room for room in hello.rooms if room not in rooms],
        )
        for event in missed or ():
            await self._tell_event(subscription, event)
        present(self._hub, subscription)

    async def _listen(self, subscription: Subscription) -> None:
        while True:
            await self._pace.keep()
            async with asyncio.timeout(SILENT_BEATS * self._ports.heartbeat):
                frame = await self._receive()
            match frame:
                case RoomsFrame(type="subscribe"):
                    await self._subscribe(subscription, frame)
                case RoomsFrame():
                    self._hub.leave(subscription, frame.rooms)
                case ViewingFrame() if subscription.viewer.house:
                    await self._onlooker.look(subscription.viewer, frame.conversation_id)
                case TypingFrame() if subscription.viewer.house:
                    await self._onlooker.type(subscription.viewer, frame.conversation_id, on=frame.on)
                case HelloFrame():
                    raise FrameInvalid

    async def _subscribe(self, subscription: Subscription, frame: RoomsFrame) -> None:
        room_left = MOST_ROOMS - len(subscription.rooms)
        rooms = await self._hub.feed.enterable(subscription.viewer, frame.rooms[:room_left])
        offset = self._hub.enter(subscription, rooms)
        refused = [room for room in frame.rooms if room not in rooms]
        subscription.put({"type": "subscribed", "rooms": sorted(rooms), "refused": refused, "offset": offset})
        present(self._hub, subscription)

    async def _tell(self, subscription: Subscription) -> None:
        beats, due = 0, monotonic() + self._ports.heartbeat
        while True:
            told = await subscription.take(max(0.0, due - monotonic()))
            if isinstance(told, Event):
                await self._tell_event(subscription, told)
            elif isinstance(told, Check):
                await self._check(subscription)
            elif isinstance(told, Mapping):
                await self._send(**told)
            if monotonic() >= due:
                beats, due = beats + 1, monotonic() + self._ports.heartbeat
                await self._beat(subscription, check=beats % CHECK_BEATS == 0)

    async def _beat(self, subscription: Subscription, *, check: bool) -> None:
        if check:
            await self._check(subscription)
        await self._onlooker.stay(subscription.viewer)
        # In a quiet room of a busy log the offset would grow old; this is as far as they have been told everything.
        up_to = {"offset": max(self._hub.position, subscription.since)} if subscription.idle else {}
        await self._send(type="ping", **up_to)

    async def _tell_event(self, subscription: Subscription, event: Event) -> None:
        """Authorised here once more: by who they are now, and by the rooms that they are in now."""
        frame = frame_for(event, subscription.viewer)
        if frame is not None and not subscription.rooms.isdisjoint(event.rooms):
            async with asyncio.timeout(SLOWEST_SEND):
                await self._websocket.send_text(frame)

    async def _check(self, subscription: Subscription) -> None:
        """Whoever may see other things now than at the hello comes in again, or not."""
        now = await self._ports.door.again(subscription.viewer)
        if now is None:
            raise _Ended(NOT_SIGNED_IN)
        if (now.role, now.sight) != (subscription.viewer.role, subscription.viewer.sight):
            raise _Ended(ROLE_REVOKED)
        subscription.viewer = now

    async def _both(self, *parts: Any) -> None:
        tasks = {asyncio.create_task(part) for part in parts}
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                await task
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _receive(self) -> Frame:
        event = await self._websocket.receive()
        if event["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(event["code"])
        return read_frame(event.get("text"))

    async def _send(self, **frame: object) -> None:
        async with asyncio.timeout(SLOWEST_SEND):
            await self._websocket.send_json(frame)

    async def _close(self, code: int) -> None:
        with suppress(RuntimeError, WebSocketDisconnect, TimeoutError):
            async with asyncio.timeout(SLOWEST_SEND):
                await self._websocket.close(code)
