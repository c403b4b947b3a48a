"""The widget protocol over a WebSocket.

What follows on the socket's own offset is told as the hub tells it; where something is between, the log is read. So
any connection may end anywhere without anything being lost or told twice. A database that is down closes the socket
(1013, try again later), and so does a reader who does not keep up.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from typing import Final
from uuid import UUID

from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from channels.ports import ChannelPorts
from channels.web.limits import RateLimit, TooManyMessages
from channels.web.origins import may_connect
from channels.web.schemas import (
    FRAMES,
    Frame,
    HelloFrame,
    MessageFrame,
    TypingFrame,
    frame,
)
from channels.web.taking import take
from channels.web.telling import Teller
from channels.web.token import TokenInvalid, VisitorTokens
from conversations import service
from conversations.body_limits import MOST_BYTES
from conversations.error_handlers import DATABASE_DOWN, error_text, log_database_down, reader_language
from conversations.errors import ConversationNotFound, Refusal
from conversations.realtime.connection import (
    NOT_SIGNED_IN,
    POLICY,
    SILENT_BEATS,
    TRY_AGAIN,
    TYPING_EVERY,
    Connection,
    until_either_ends,
)
from conversations.realtime.pace import Pace
from conversations.realtime.presence import TravellerTypes
from conversations.realtime.subscription import Closing, TooSlow

HELLO_WITHIN: Final = 10.0


def socket_router(ports: ChannelPorts) -> APIRouter:
    """The widget's socket."""
    router = APIRouter(prefix="/channels/web")
    tokens = VisitorTokens(ports.visitor_secret)
    limit = RateLimit()

    @router.websocket("/socket")
    async def socket(websocket: WebSocket) -> None:
        if may_connect(websocket, ports.origins):
            await websocket.accept()
            with suppress(WebSocketDisconnect):
                await _Visit(websocket, ports, limit).run(tokens)
        else:
            await websocket.close(POLICY)

    return router


class _Visit:
    """One open socket: a reader of frames and a teller of messages, until either ends."""

    def __init__(self, websocket: WebSocket, ports: ChannelPorts, limit: RateLimit) -> None:
        self._websocket = websocket
        self._ports = ports
        self._limit = limit
        self._connection, self._pace = Connection(websocket), Pace()

    async def run(self, tokens: VisitorTokens) -> None:
        """From the hello to the end, whoever ends it."""
        try:
            conversation_id, offset = await self._welcome(tokens)
            teller = Teller(self._connection, self._ports, conversation_id, offset)
            await until_either_ends(self._listen(conversation_id), teller.tell())
        except Refusal as error:
            await self._refuse(error)
            await self._connection.close(NOT_SIGNED_IN if isinstance(error, TokenInvalid) else POLICY)
        except DATABASE_DOWN as error:
            log_database_down(self._websocket, error)
            await self._connection.close(TRY_AGAIN)
        except (Closing, TooSlow):
            await self._connection.close(TRY_AGAIN)
        except TimeoutError:
            await self._connection.close(POLICY)

    async def _welcome(self, tokens: VisitorTokens) -> tuple[UUID, int]:
        """The conversation, and the offset after which messages are news."""
        async with asyncio.timeout(HELLO_WITHIN):
            hello = await self._receive()
        if not isinstance(hello, HelloFrame):
            raise TokenInvalid
        conversation_id = tokens.read(hello.token)
        try:
            async with self._ports.sessions() as session:
                conversation = await service.get_conversation(session, conversation_id=conversation_id)
        except ConversationNotFound as error:
            raise TokenInvalid from error
        self._websocket.state.language = conversation.language
        recovered = hello.offset <= conversation.last_offset
        await self._send("welcome", offset=conversation.last_offset, recovered=recovered)
        return conversation_id, hello.offset if recovered else 0

    async def _listen(self, conversation_id: UUID) -> None:
        while True:
            await self._pace.keep()
            try:
                async with asyncio.timeout(SILENT_BEATS * self._ports.heartbeat):
                    heard = await self._receive()
                if isinstance(heard, MessageFrame):
                    await self._take(conversation_id, heard)
                elif isinstance(heard, TypingFrame) and (self._pace.rested(TYPING_EVERY) or not heard.on):
                    await self._ports.hub.signal(TravellerTypes(conversation_id=conversation_id, on=heard.on))
            except Refusal as error:
                await self._refuse(error)

    async def _take(self, conversation_id: UUID, heard: MessageFrame) -> None:
        await self._unhurried(conversation_id)
        try:
            receipt = await take(self._ports, conversation_id, heard)
        except Refusal as error:
            await self._refuse(error, heard.client_id)
        else:
            await self._send("accepted", client_id=str(heard.client_id), offset=receipt.offset)

    async def _unhurried(self, conversation_id: UUID) -> None:
        """Reads no faster than the limit allows: a socket, other than a request, can simply be left waiting."""
        while True:
            try:
                return self._limit.take(conversation_id)
            except TooManyMessages as error:
                await asyncio.sleep(error.after)

    async def _receive(self) -> Frame:
        text = await self._connection.receive()
        if text is None or len(text) > MOST_BYTES:
            raise Refusal
        try:
            return FRAMES.validate_python(json.loads(text))
        except (ValueError, RecursionError):
            raise Refusal from None

    async def _refuse(self, error: Refusal, client_id: UUID | None = None) -> None:
        text = error_text(reader_language(self._websocket), error.code, **error.values)
        about = {"client_id": str(client_id)} if client_id else {}
        await self._send("error", code=error.code, text=text, **about)

    async def _send(self, kind: str, **values: object) -> None:
        await self._connection.send(frame(kind, **values))
