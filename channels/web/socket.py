"""The widget protocol over a WebSocket.

What follows on the socket's own offset is told as the hub tells it; where something is between, the log is read. So
any connection may end anywhere without anything being lost or told twice. A database that is down closes the socket
(1013, try again later), and so does a reader who does not keep up.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from uuid import UUID

import structlog
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
    WebMessage,
    frame,
)
from channels.web.taking import take
from channels.web.token import TokenInvalid, VisitorTokens
from conversations import service
from conversations.body_limits import MOST_BYTES
from conversations.error_handlers import DATABASE_DOWN, error_text, reader_language
from conversations.errors import ConversationNotFound, Refusal
from conversations.realtime import conversation_room
from conversations.realtime.events import Event
from conversations.realtime.pace import Pace
from conversations.realtime.presence import TravellerTypes
from conversations.realtime.subscription import Closing, Subscription, TooSlow, Typing
from conversations.realtime.viewing import Viewer
from conversations.schemas import MessageView

log = structlog.get_logger()
SILENT_BEATS = 2.5
"""Heartbeats without a word, not even a pong, after which the other side is gone."""
HELLO_WITHIN = 10.0
SLOWEST_SEND = 10.0
"""Seconds; who does not take a frame in that time is dropped, and reads on from its offset when it comes back."""
TYPING_EVERY = 1.0
"""Seconds; more often nobody needs to know that somebody writes."""
POLICY, TRY_AGAIN, UNAUTHORISED = 1008, 1013, 4401


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
        self._sending = asyncio.Lock()
        self._offset = 0
        self._erased_to = 0
        self._bot_types = self._agent_types = self._typing = False
        self._pace = Pace()

    async def run(self, tokens: VisitorTokens) -> None:
        """From the hello to the end, whoever ends it."""
        try:
            conversation_id = await self._welcome(tokens)
            await self._converse(conversation_id)
        except Refusal as error:
            await self._refuse(error)
            await self._close(UNAUTHORISED if isinstance(error, TokenInvalid) else POLICY)
        except DATABASE_DOWN as error:
            log.error("database.unavailable", path=self._websocket.url.path, error=type(error).__name__)
            await self._close(TRY_AGAIN)
        except (Closing, TooSlow):
            await self._close(TRY_AGAIN)
        except TimeoutError:
            await self._close(POLICY)

    async def _welcome(self, tokens: VisitorTokens) -> UUID:
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
        self._offset = hello.offset if recovered else 0
        await self._send("welcome", offset=conversation.last_offset, recovered=recovered)
        return conversation_id

    async def _converse(self, conversation_id: UUID) -> None:
        tasks = {
            asyncio.create_task(self._listen(conversation_id)),
            asyncio.create_task(self._tell(conversation_id)),
        }
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                await task
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

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

    async def _tell(self, conversation_id: UUID) -> None:
        hub = self._ports.hub
        with hub.subscribe(Viewer.traveller(conversation_id)) as subscription:
            hub.enter(subscription, [conversation_room(conversation_id)])
            await self._catch_up(conversation_id)
            while True:
                await self._tell_next(conversation_id, subscription)

    async def _tell_next(self, conversation_id: UUID, subscription: Subscription) -> None:
        told = await subscription.take(self._ports.heartbeat)
        if told is None:
            await self._send("ping")
        elif isinstance(told, Typing):
            self._agent_types = told.on
            await self._show_typing()
        elif isinstance(told, Event):
            await self._tell_event(conversation_id, told)

    async def _tell_event(self, conversation_id: UUID, event: Event) -> None:
        if event.talk is None:
            return
        await self._erase(event.talk.erased_to)
        if event.kind == "message.stored" and event.message is not None:
            if event.message.offset > self._offset + 1:
                await self._catch_up(conversation_id)
            elif event.message.offset == self._offset + 1:
                await self._show(event.message)
        self._bot_types = event.talk.typing
        await self._show_typing()

    async def _catch_up(self, conversation_id: UUID) -> None:
        while True:
            async with self._ports.sessions() as session:
                page = await service.read_log(session, conversation_id=conversation_id, after=self._offset)
            await self._erase(page.erased_to)
            for message in page.messages:
                await self._show(message)
            self._bot_types = page.typing
            await self._show_typing()
            if len(page.messages) < service.PAGE:
                return

    async def _show(self, message: MessageView) -> None:
        await self._send("message", message=WebMessage.of(message).model_dump(mode="json"))
        self._offset = message.offset

    async def _erase(self, up_to: int) -> None:
        if up_to > self._erased_to:
            self._erased_to = up_to
            await self._send("erased", offset=up_to)

    async def _show_typing(self) -> None:
        typing = self._bot_types or self._agent_types
        if typing != self._typing:
            self._typing = typing
            await self._send("typing", on=typing)

    async def _receive(self) -> Frame:
        event = await self._websocket.receive()
        if event["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(event["code"])
        text = event.get("text")
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
        async with self._sending, asyncio.timeout(SLOWEST_SEND):
            await self._websocket.send_json(frame(kind, **values))

    async def _close(self, code: int) -> None:
        with suppress(RuntimeError, WebSocketDisconnect, TimeoutError):
            async with asyncio.timeout(SLOWEST_SEND):
                await self._websocket.close(code)
