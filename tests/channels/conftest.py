"""The web channel on the real database, behind a real server, with a fake bot."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from websockets.asyncio.client import ClientConnection, connect

from app.jobs import PostgresQueue
from channels.ports import ChannelPorts
from channels.registry import install_channels
from conversations.bot_client import FakeBot
from conversations.console.endpoints import ConsolePorts, console_router
from conversations.error_handlers import install_error_handlers
from conversations.media.store import MemoryStore
from conversations.realtime import Hub
from tests.databases import own_database
from tests.serving import serving
from tests.workers import talking, working

database_url, engine, sessions = own_database()
Sessions = async_sessionmaker[AsyncSession]
Json = dict[str, Any]
CONSOLE_TOKEN = "a-console-token"


def web_app(sessions: Sessions, hub: Hub, **settings: Any) -> FastAPI:
    """An app of the web channel and the console."""
    app = FastAPI()
    install_error_handlers(app)
    store = settings.setdefault("media", MemoryStore())
    app.include_router(
        console_router(
            ConsolePorts(sessions=sessions, queue=PostgresQueue(), console_token=CONSOLE_TOKEN, media=store)
        )
    )
    fixed = {"sessions": sessions, "queue": PostgresQueue(), "hub": hub, "visitor_secret": "a-visitor-secret"}
    install_channels(app, ChannelPorts(**fixed, **settings), {})
    return app


@dataclass
class Clock:
    """The real time, and how far a test is ahead of it."""

    ahead: timedelta = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass
class Visitor:
    """A browser with one conversation."""

    address: str
    http: httpx.AsyncClient
    id: UUID
    token: str

    @property
    def bearer(self) -> dict[str, str]:
        """The header that opens the conversation."""
        return {"Authorization": f"Bearer {self.token}"}

    async def send(self, text: str, **more: object) -> httpx.Response:
        """Sends a message over HTTP."""
        body = {"client_id": str(uuid4()), "text": text, **more}
        return await self.http.post("/channels/web/messages", json=body, headers=self.bearer)

    async def read(self, after: int = 0, wait: float = 0) -> Json:
        """Polls the log over HTTP."""
        params = {"after": after, "wait": wait}
        page: Json = (
            await self.http.get("/channels/web/messages", params=params, headers=self.bearer)
        ).json()
        return page

    @asynccontextmanager
    async def socket(self, offset: int = 0, token: str | None = None) -> AsyncIterator[ClientConnection]:
        """Opens a socket and says hello."""
        async with connect(f"ws://{self.address}/channels/web/socket") as socket:
            await socket.send(json.dumps({"type": "hello", "token": token or self.token, "offset": offset}))
            yield socket


async def hear(socket: ClientConnection, wanted: Callable[[Json], bool], seconds: float = 15.0) -> list[Json]:
    """All frames up to the first that is wanted."""
    frames: list[Json] = []
    async with asyncio.timeout(seconds):
        while not frames or not wanted(frames[-1]):
            frames.append(json.loads(await socket.recv()))
    return frames


def said_by(sender: str) -> Callable[[Json], bool]:
    """Whether a frame is a message of this sender."""
    return lambda frame: frame["type"] == "message" and frame["message"]["sender"] == sender


@pytest.fixture
def bot() -> FakeBot:
    """Says back what it hears until told otherwise."""
    return FakeBot()


@pytest.fixture
async def worker(database_url: str, sessions: Sessions, bot: FakeBot) -> AsyncIterator[None]:
    """Somebody who lets the bot answer."""
    async with working(database_url, talking(sessions, bot)):
        yield


@pytest.fixture
async def address(sessions: Sessions, hub: Hub) -> AsyncIterator[str]:
    """Host and port of the server."""
    async with serving(web_app(sessions, hub)) as address:
        yield address


@pytest.fixture
async def http(address: str) -> AsyncIterator[httpx.AsyncClient]:
    """Asks the server."""
    async with httpx.AsyncClient(base_url=f"http://{address}", timeout=30) as client:
        yield client


async def visit(address: str, http: httpx.AsyncClient, language: str | None = "es") -> Visitor:
    """A new conversation."""
    started = (await http.post("/channels/web/conversations", json={"language": language})).json()
    return Visitor(address, http, UUID(started["conversation_id"]), started["token"])


@pytest.fixture
async def visitor(address: str, http: httpx.AsyncClient) -> Visitor:
    """A visitor who reads Spanish."""
    return await visit(address, http)
