"""Providers and a bot that live on while the gateway between them dies again and again, and people who write."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import socket
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi import FastAPI, Request
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.database import engine_for, sessions_for
from app.jobs import PostgresQueue
from channels.doors import install_doors
from channels.emulators import Emulator
from channels.ports import ChannelPorts
from channels.registry import PUSHED, accesses_of
from channels.wire import Wire
from conversations.models import Contact, Conversation
from conversations.realtime import Hub
from tests.chaos.gateway import DIED, Orders, live
from tests.chaos.points import Point
from tests.databases import scratch_database
from tests.serving import serving

Sessions = async_sessionmaker[AsyncSession]
Json = dict[str, Any]
SECRET = "a-secret-of-the-chaos"
PEOPLE = 5
"""On each channel."""
LONG = 2_500
"""Characters that are two parts on WhatsApp and Messenger."""


def answers(text: str) -> list[str]:
    """What the bot says to a message that ends with a number: mostly a bubble, now and then two or a long one."""
    number = int(text.rpartition(" ")[2])
    if number % 5 == 3:
        return [f"One to {text}", f"Two to {text}"]
    if number % 7 == 5:
        return [" ".join(f"Sentence {place} to {text}." for place in range(LONG // 30))]
    return [f"To {text}"]


class Redelivering(Wire):
    """Delivers until it is told that it arrived, as providers do."""

    async def deliver(
        self,
        path: str,
        content: bytes,
        headers: Mapping[str, str],
        heed: Callable[[httpx.Response], object] = lambda answer: None,
    ) -> httpx.Response:
        while True:
            # It died; the next one answers at the same address as soon as it lives.
            response = await super().deliver(path, content, headers, heed)
            if response.is_success:
                return response

    async def tell(self, path: str, content: bytes, headers: Mapping[str, str]) -> httpx.Response:
        return await self.deliver(path, content, headers)


@dataclass
class Gateway:
    """Process after process at one address, which queues connections while nobody lives."""

    listening: socket.socket
    orders: dict[str, Any]
    process: Any = None
    deaths: list[Point] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.listening.getsockname()[1]}"

    def begin(self, point: Point | None = None, passing: int = 1) -> None:
        """A new process, which dies at the ``passing``-th time that it comes to ``point``."""
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["tests.chaos.gateway"])
        orders = Orders(**self.orders, point=point, passing=passing)
        self.process = context.Process(target=live, args=(orders, self.listening), daemon=True)
        self.process.start()

    async def dies(self, point: Point, seconds: float = 60.0) -> None:
        """Returns when it has died as it was ordered to."""
        await asyncio.to_thread(self.process.join, seconds)
        assert self.process.exitcode == DIED, f"{point.name}: {self.process.exitcode}"
        self.deaths.append(point)

    def end(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.join()


@dataclass(eq=False)
class Person(ABC):
    """Somebody on a channel, and what they wrote, in order."""

    channel: str
    address: str = ""
    wrote: list[str] = field(default_factory=list)
    _one: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def writes(self, text: str) -> None:
        """Sends a message when those before are acknowledged; it is acknowledged itself when this returns."""
        async with self._one:
            self.wrote.append(text)
            await self._send(text)

    @abstractmethod
    async def _send(self, text: str) -> None: ...

    @abstractmethod
    async def reads(self) -> list[str]:
        """What they see from us, oldest first."""


@dataclass(eq=False)
class Phone(Person):
    """A person at a provider."""

    emulator: Emulator = field(kw_only=True)

    async def _send(self, text: str) -> None:
        assert (await self.emulator.type(self.address, text)).is_success

    async def reads(self) -> list[str]:
        return [shown.text for shown in self.emulator.shown(self.address) if shown.sender == "us"]


@dataclass(eq=False)
class Browser(Person):
    """A person with the widget, which sends again what was not accepted; the address is the conversation's id."""

    url: str = ""
    token: str = ""

    async def _send(self, text: str) -> None:
        if not self.token:
            started = await self._call("POST", "/channels/web/conversations", {"language": "es"})
            self.token, self.address = started["token"], started["conversation_id"]
        await self._call("POST", "/channels/web/messages", {"client_id": str(uuid4()), "text": text})

    async def reads(self) -> list[str]:
        page = await self._call("GET", "/channels/web/messages?after=0")
        return [message["text"] for message in page["messages"] if message["direction"] == "out"]

    async def _call(self, method: str, path: str, body: Json | None = None) -> Json:
        bearer = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        while True:
            try:
                async with httpx.AsyncClient(base_url=self.url, timeout=30, trust_env=False) as http:
                    response = await http.request(method, path, json=body, headers=bearer)
            except httpx.TransportError:
                continue
            if response.is_success:
                found: Json = response.json()
                return found


@dataclass
class Town:
    """Everybody."""

    gateway: Gateway
    people: dict[str, list[Person]]
    turns: defaultdict[str, int]
    """How often the bot was asked for each message."""
    journal: Path

    async def conversations(self, sessions: Sessions) -> dict[UUID, Person]:
        """Of everybody who wrote."""
        everybody = [person for people in self.people.values() for person in people if person.wrote]
        addresses = [person.address for person in everybody]
        of_phones = (
            select(Contact.address, Conversation.id).join(Contact).where(Contact.address.in_(addresses))
        )
        async with sessions() as session:
            ids = {row.address: row.id for row in await session.execute(of_phones)}
        return {ids.get(person.address) or UUID(person.address): person for person in everybody}

    def deaths(self) -> list[Json]:
        """What was with the providers whenever the gateway died."""
        return [json.loads(line) for line in self.journal.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def database_url() -> Iterator[str]:
    """A database of its own: jobs of other tests would be worked off here, and their messages answered."""
    with scratch_database() as url:
        yield url


@pytest.fixture
async def sessions(database_url: str) -> AsyncIterator[Sessions]:
    """Sessions on it."""
    engine = engine_for(database_url)
    yield sessions_for(engine)
    await engine.dispose()


@pytest.fixture
async def town(database_url: str, sessions: Sessions, hub: Hub, tmp_path: Path) -> AsyncIterator[Town]:
    """Five people on each channel, nobody of whom has written yet."""
    outside, turns = FastAPI(), defaultdict[str, int](int)

    @outside.post("/webhooks/turn/messages")
    async def turn(request: Request) -> Json:
        asked = await request.json()
        turns[asked["message_id"]] += 1
        replies = [
            {"text": text, "buttons": [], "cards": [], "command": None} for text in answers(asked["text"])
        ]
        return {"replies": replies, "language": "es", "intent": {"name": "x", "confidence": 1.0}}

    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(128)
        install_doors(outside)
        async with serving(outside) as address:
            accesses = accesses_of(simulated=f"http://{address}/simulator", secret=SECRET)
            ports = ChannelPorts(sessions=sessions, queue=PostgresQueue(), hub=hub, visitor_secret="v")
            for channel in PUSHED:
                channel.install(outside, ports, accesses[channel.NAME])
            orders = {
                "database_url": database_url,
                "providers": f"http://{address}",
                "secret": SECRET,
                "journal": tmp_path / "journal",
            }
            gateway = Gateway(listening, orders)
            people: dict[str, list[Person]] = {
                "web": [Browser("web", url=gateway.url) for _ in range(PEOPLE)]
            }
            for name, emulator in outside.state.emulators.items():
                emulator.wire = Redelivering(gateway.url)
                people[name] = [
                    Phone(name, address=emulator.new_person("es"), emulator=emulator) for _ in range(PEOPLE)
                ]
            (tmp_path / "journal").touch()
            try:
                yield Town(gateway, people, turns, tmp_path / "journal")
            finally:
                gateway.end()
