"""The crowd: in each room a traveller with a widget and two agents with a console, who all count what they are told."""

from __future__ import annotations

import asyncio
import json
import random
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, Final
from uuid import UUID, uuid4

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from conversations.realtime import conversation_room
from conversations.team.guard import COOKIE

Json = dict[str, Any]
LONGEST_AWAY: Final = 1.0


@dataclass
class Client(ABC):
    """Somebody who stays connected, comes back where they were cut off, and counts."""

    address: str
    conversation_id: UUID
    heard: Counter[str] = field(default_factory=Counter)
    times: list[tuple[str, float]] = field(default_factory=list)
    socket: ClientConnection | None = None
    connected: asyncio.Event = field(default_factory=asyncio.Event)
    returns: int = 0
    unrecovered: int = 0

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            with suppress(OSError, WebSocketException, TimeoutError):
                await self._visit()
            self.connected.clear()
            self.returns += 1
            await asyncio.sleep(random.uniform(0, LONGEST_AWAY))

    def cut(self) -> None:
        """Breaks the connection without a word."""
        if self.socket is not None:
            self.socket.transport.abort()

    async def _visit(self) -> None:
        url, headers = self._where()
        async with connect(
            url, additional_headers=headers, compression=None, ping_interval=None, open_timeout=30
        ) as socket:
            self.socket = socket
            await socket.send(json.dumps(self._hello()))
            async for text in socket:
                frame = json.loads(text)
                if frame["type"] == "ping":
                    await socket.send('{"type":"pong"}')
                elif frame["type"] == "welcome":
                    await self._welcomed(frame)
                    self.connected.set()
                else:
                    self._hear(frame)

    @abstractmethod
    def _where(self) -> tuple[str, dict[str, str]]:
        """The socket's address, and the headers it is opened with."""

    @abstractmethod
    def _hello(self) -> Json:
        """The first frame."""

    @abstractmethod
    def _hear(self, frame: Json) -> None:
        """Counts what a frame tells."""

    @abstractmethod
    async def _welcomed(self, frame: Json) -> None:
        """Does what is to be done once it is let in."""

    def _count(self, text: str) -> None:
        self.heard[text] += 1
        self.times.append((text, perf_counter()))


@dataclass
class Traveller(Client):
    """Writes, and sends again what was not accepted when the connection broke, as the widget does."""

    token: str = ""
    offset: int = 0
    outbox: dict[str, str] = field(default_factory=dict)

    async def write(self, text: str) -> None:
        """Sends a message, now or as soon as there is a connection."""
        client_id = str(uuid4())
        self.outbox[client_id] = text
        if self.connected.is_set():
            await self._send(client_id)

    async def _send(self, client_id: str) -> None:
        message = {"type": "message", "client_id": client_id, "text": self.outbox[client_id]}
        with suppress(WebSocketException, OSError):
            if self.socket is not None:
                await self.socket.send(json.dumps(message))

    def _where(self) -> tuple[str, dict[str, str]]:
        return f"ws://{self.address}/channels/web/socket", {}

    def _hello(self) -> Json:
        return {"type": "hello", "token": self.token, "offset": self.offset}

    async def _welcomed(self, frame: Json) -> None:
        self.unrecovered += not frame["recovered"]
        for client_id in [*self.outbox]:
            await self._send(client_id)

    def _hear(self, frame: Json) -> None:
        if frame["type"] == "accepted":
            self.outbox.pop(frame["client_id"], None)
        elif frame["type"] == "message":
            self.offset = frame["message"]["offset"]
            self._count(frame["message"]["text"])


@dataclass
class Watcher(Client):
    """An agent who reads along."""

    cookie: str = ""
    epoch: str | None = None
    offset: int = 0

    def _where(self) -> tuple[str, dict[str, str]]:
        return f"ws://{self.address}/console/socket", {"Cookie": f"{COOKIE}={self.cookie}"}

    def _hello(self) -> Json:
        rooms = [conversation_room(self.conversation_id)]
        return {"type": "hello", "epoch": self.epoch, "offset": self.offset, "rooms": rooms}

    async def _welcomed(self, frame: Json) -> None:
        self.unrecovered += self.epoch is not None and not frame["recovered"]
        self.epoch, self.offset = frame["epoch"], frame["offset"]

    def _hear(self, frame: Json) -> None:
        if frame["type"] == "event":
            self.offset = frame["offset"]
            if frame["kind"] == "message.stored":
                self._count(frame["data"]["message"]["text"])


@dataclass(frozen=True)
class Room:
    """A conversation and who is connected to it."""

    traveller: Traveller
    watchers: tuple[Watcher, ...]
    written: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[Client]:
        yield self.traveller
        yield from self.watchers
