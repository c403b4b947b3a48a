"""`GET /console/socket`: what happens, told to whoever is signed in, as far as they may see it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Final

from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from conversations.error_handlers import DATABASE_DOWN, log_database_down
from conversations.realtime.connection import (
    NOT_SIGNED_IN,
    POLICY,
    SILENT_BEATS,
    TOO_LARGE,
    TRY_AGAIN,
    Connection,
    until_either_ends,
)
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
from conversations.realtime.onlooking import Onlooker
from conversations.realtime.pace import Pace
from conversations.realtime.subscription import Closing, Subscription, TooSlow
from conversations.realtime.telling import Ended, SocketPorts, Teller

TOO_SLOW: Final = 4408
CODES: Final[dict[type[Exception], int]] = {
    FrameTooLarge: TOO_LARGE,
    FrameInvalid: POLICY,
    TooSlow: TOO_SLOW,
    TimeoutError: TOO_SLOW,
    Closing: TRY_AGAIN,
}
ENDS: Final[tuple[type[Exception], ...]] = (Ended, *CODES)


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


class _Window:
    """One open socket: a reader of frames and a teller of events, until either ends."""

    def __init__(self, websocket: WebSocket, ports: SocketPorts) -> None:
        self._websocket, self._ports, self._hub = websocket, ports, ports.hub
        self._connection, self._pace = Connection(websocket), Pace()
        self._onlooker = Onlooker(ports.hub, ports.sessions, ports.signals)

    async def run(self) -> None:
        """From the hello to the end, whoever ends it."""
        try:
            await self._talk()
            code = POLICY
        except ENDS as end:
            code = end.code if isinstance(end, Ended) else CODES[type(end)]
        except DATABASE_DOWN as error:
            log_database_down(self._websocket, error)
            code = TRY_AGAIN
        await self._connection.close(code)

    async def _talk(self) -> None:
        viewer = await self._ports.door.enter(self._websocket)
        if viewer is None:
            raise Ended(NOT_SIGNED_IN)
        async with asyncio.timeout(self._ports.hello_within):
            hello = await self._receive()
        if not isinstance(hello, HelloFrame):
            raise FrameInvalid
        with self._hub.subscribe(viewer) as subscription:
            teller = Teller(self._connection, self._ports, subscription, self._onlooker)
            try:
                await teller.welcome(hello)
                await until_either_ends(self._listen(subscription, teller), teller.tell())
            finally:
                await self._onlooker.leave(subscription.viewer)

    async def _listen(self, subscription: Subscription, teller: Teller) -> None:
        while True:
            await self._pace.keep()
            async with asyncio.timeout(SILENT_BEATS * self._ports.heartbeat):
                frame = await self._receive()
            match frame:
                case RoomsFrame(type="subscribe"):
                    await teller.subscribe(frame)
                case RoomsFrame():
                    self._hub.leave(subscription, frame.rooms)
                case ViewingFrame() if subscription.viewer.house:
                    await self._onlooker.look(subscription.viewer, frame.conversation_id)
                case TypingFrame() if subscription.viewer.house:
                    await self._onlooker.type(subscription.viewer, frame.conversation_id, on=frame.on)
                case HelloFrame():
                    raise FrameInvalid

    async def _receive(self) -> Frame:
        return read_frame(await self._connection.receive())
