"""The console's socket behind a real server, people who are signed in, and what they hear."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from app.jobs import PostgresQueue
from conversations import service
from conversations.realtime import Hub, conversation_room
from conversations.realtime.door import Door
from conversations.realtime.socket import socket_router
from conversations.realtime.telling import SocketPorts
from conversations.signalling import Signals
from conversations.team import visits
from conversations.team.guard import COOKIE, Guard
from conversations.team.models import Agent, Role
from tests.databases import own_database
from tests.serving import serving

database_url, engine, sessions = own_database()
Sessions = async_sessionmaker[AsyncSession]
Json = dict[str, Any]


def console_app(sessions: Sessions, hub: Hub, **settings: Any) -> FastAPI:
    """An app of the console's socket alone."""
    app = FastAPI()
    door = Door(Guard(sessions, address="http://console.example"))
    ports = {"signals": Signals({}), **settings}
    app.include_router(socket_router(SocketPorts(sessions=sessions, hub=hub, door=door, **ports)))
    return app


class Line:
    """An open socket of the console, and the offset up to which it has heard."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.welcome: Json = {}
        self.offset = 0

    async def say(self, **frame: object) -> None:
        """Sends a frame."""
        await self.socket.send(json.dumps(frame, default=str))

    async def next(self, kind: str = "event", seconds: float = 10.0) -> Json:
        """The next frame of this type; others are passed over."""
        async with asyncio.timeout(seconds):
            while True:
                frame: Json = json.loads(await self.socket.recv())
                if frame["type"] == "ping":
                    await self.say(type="pong")
                if frame["type"] == "event":
                    self.offset = frame["offset"]
                if frame["type"] == kind:
                    return frame

    async def texts(self, last: str) -> list[str]:
        """What is said, up to and with this."""
        heard: list[str] = []
        while not heard or heard[-1] != last:
            event = await self.next()
            if event["kind"] == "message.stored":
                heard.append(event["data"]["message"]["text"])
        return heard

    async def events(self, count: int | None = None) -> list[Json]:
        """So many events, or all that come until there is silence."""
        heard: list[Json] = []
        with suppress(TimeoutError):
            while count is None or len(heard) < count:
                heard.append(await self.next(seconds=10 if count or not heard else 0.5))
        return heard

    async def closed(self, seconds: float = 10.0) -> int | None:
        """Hears to the end; the code that it ends with."""
        await self.rest(seconds)
        return self.socket.close_code

    async def rest(self, seconds: float = 10.0) -> list[Json]:
        """All that is heard before somebody ends it."""
        heard: list[Json] = []
        with suppress(ConnectionClosed, TimeoutError):
            async with asyncio.timeout(seconds):
                while True:
                    heard.append(json.loads(await self.socket.recv()))
        return heard


@dataclass(frozen=True)
class Colleague:
    """Somebody who is signed in."""

    id: UUID
    cookie: str
    address: str

    @asynccontextmanager
    async def line(
        self, *rooms: str, epoch: str | None = None, offset: int = 0, address: str | None = None
    ) -> AsyncIterator[Line]:
        """A socket that has said hello and was welcomed."""
        async with self.connected(address) as line:
            await line.say(type="hello", epoch=epoch, offset=offset, rooms=rooms)
            line.welcome = await line.next("welcome")
            line.offset = line.welcome["offset"]
            yield line

    @asynccontextmanager
    async def connected(self, address: str | None = None) -> AsyncIterator[Line]:
        """A socket that has said nothing yet."""
        headers = {"Cookie": f"{COOKIE}={self.cookie}"}
        url = f"ws://{address or self.address}/console/socket"
        # Whom nobody reads need not be told goodbye.
        async with connect(url, additional_headers=headers, max_size=None, close_timeout=1) as socket:
            yield Line(socket)


Hire = Callable[..., Awaitable[Colleague]]


@pytest.fixture
async def address(sessions: Sessions, hub: Hub) -> AsyncIterator[str]:
    """Host and port of the server."""
    async with serving(console_app(sessions, hub)) as address:
        yield address


@pytest.fixture
def hire(sessions: Sessions, address: str) -> Hire:
    """Somebody new, signed in."""

    async def hire(role: Role = Role.AGENT, name: str = "Lucía", **more: Any) -> Colleague:
        return await hired(sessions, address, role, name=name, **more)

    return hire


async def hired(
    sessions: Sessions, address: str, role: Role = Role.AGENT, *, name: str = "Lucía", **more: Any
) -> Colleague:
    """A colleague or partner with a session."""
    async with sessions.begin() as session:
        agent = Agent(email=f"{uuid4().hex}@operator.example", name=name, role=role, **more)
        session.add(agent)
        await session.flush()
        token, _ = await visits.begin(session, agent_id=agent.id, now=datetime.now(UTC))
    return Colleague(agent.id, token, address)


@pytest.fixture
async def lucia(hire: Hire) -> Colleague:
    """An agent."""
    return await hire()


@dataclass(frozen=True)
class Thread:
    """A conversation in which things are said."""

    sessions: Sessions
    id: UUID

    @property
    def room(self) -> str:
        """Where it is told."""
        return conversation_room(self.id)

    async def say(self, *texts: str) -> None:
        """We say something, each in a transaction of its own."""
        for text in texts:
            async with self.sessions.begin() as session:
                await service.say(session, PostgresQueue(), conversation_id=self.id, text=text)


@pytest.fixture
async def thread(sessions: Sessions) -> Thread:
    """A new conversation in Spanish."""
    return await begun(sessions)


async def begun(sessions: Sessions) -> Thread:
    """Another one."""
    async with sessions.begin() as session:
        started = await service.start_conversation(session, channel="web", address=None, language="es")
    return Thread(sessions, started.id)
