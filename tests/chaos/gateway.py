"""The process that dies: webhooks and worker as the app runs them, whose ports end the process at a chosen point.

Nothing of the app knows of it: the points are in what the app is given (bot, senders, queue, works) and in events
that SQLAlchemy and ASGI offer to anybody.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import uvicorn
from fastapi import FastAPI
from sqlalchemy import event, inspect
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session, UOWTransaction
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.types import Message as AsgiMessage

from app.composition import hub_for
from app.database import engine_for, sessions_for
from app.jobs import PostgresQueue, job_app, run_worker
from app.logging import configure_logging
from channels.ports import ChannelPorts
from channels.registry import accesses_of, install_channels, senders_of
from conversations.answering import answer_conversation
from conversations.bot_client import HttpBotClient
from conversations.delivering import deliver_conversation
from conversations.error_handlers import install_error_handlers
from conversations.models import Message
from conversations.ports import (
    ANSWER_CONVERSATION,
    DELIVER_CONVERSATION,
    ChannelSender,
    Outgoing,
    Part,
    SendPaced,
)
from conversations.schemas import TurnRequest, TurnResult
from tests.chaos.points import Point
from tests.files import no_files

DIED = 86
"""The exit status of a process that died as it was told to."""


@dataclass(frozen=True, slots=True)
class Orders:
    """What a process is told: where everybody is, and at which passing of which point it dies."""

    database_url: str
    providers: str
    secret: str
    journal: Path
    point: Point | None = None
    passing: int = 1


@dataclass
class Fate:
    """Ends the process at the ordered point; the journal keeps what was with the providers at that moment.

    ``begun`` are the keys of parts that a provider may have and that are not written down, ``taken`` those among them
    that it surely has.
    """

    orders: Orders
    passed: int = 0
    begun: set[str] = field(default_factory=set)
    taken: set[str] = field(default_factory=set)

    def recording(self, messages: set[str]) -> None:
        """Of these messages nobody can tell whether what was taken is in the database already."""
        self.taken = {key for key in self.taken if key.partition(":")[0] not in messages}

    def recorded(self, messages: set[str]) -> None:
        """What is on its way of these messages is in the database."""
        self.begun = {key for key in self.begun if key.partition(":")[0] not in messages}

    def meet(self, point: Point) -> None:
        if point is not self.orders.point:
            return
        self.passed += 1
        if self.passed == self.orders.passing:
            line = {"point": point.name, "begun": sorted(self.begun), "taken": sorted(self.taken)}
            with self.orders.journal.open("a", encoding="utf-8") as journal:
                journal.write(json.dumps(line) + "\n")
            os._exit(DIED)


@dataclass
class Bot:
    """A `BotClient`."""

    bot: HttpBotClient
    fate: Fate

    async def turn(self, request: TurnRequest) -> TurnResult:
        self.fate.meet(Point.TURN_BEGINS)
        result = await self.bot.turn(request)
        self.fate.meet(Point.TURN_ENDS)
        return result


@dataclass
class Queue:
    """A `JobQueue`."""

    fate: Fate
    queue: PostgresQueue = field(default_factory=PostgresQueue)

    async def defer(self, session: AsyncSession, task: str, *, lock: str, **arguments: str) -> None:
        await self.defer_all(session, task, [(lock, arguments)])

    async def defer_all(
        self, session: AsyncSession, task: str, jobs: Sequence[tuple[str, Mapping[str, str]]]
    ) -> None:
        await self.queue.defer_all(session, task, jobs)
        if task == ANSWER_CONVERSATION:
            self.fate.meet(Point.RECEIVED_UNCOMMITTED)
        if task == DELIVER_CONVERSATION:
            self.fate.meet(Point.STORED_UNCOMMITTED)


@dataclass
class Sender:
    """A `ChannelSender`."""

    sender: ChannelSender
    fate: Fate

    def parts(self, outgoing: Outgoing) -> Sequence[Part]:
        return self.sender.parts(outgoing)

    async def send(self, part: Part) -> str:
        self.fate.meet(Point.SEND_BEGINS)
        self.fate.begun.add(part.key)
        try:
            taken = await self.sender.send(part)
        except SendPaced:
            self.fate.begun.discard(part.key)
            raise
        self.fate.taken.add(part.key)
        self.fate.meet(Point.TAKEN)
        return taken

    async def aclose(self) -> None:
        await self.sender.aclose()


@dataclass
class Acknowledging:
    """An ASGI app around another."""

    app: ASGIApp
    fate: Fate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def watched(message: AsgiMessage) -> None:
            if message["type"] == "http.response.start" and scope["method"] == "POST":
                self.fate.meet(Point.RECEIVED_UNACKNOWLEDGED)
            await send(message)

        await self.app(scope, receive, watched)


def record(fate: Fate) -> None:
    """Meets the moment after a part was written down."""

    @event.listens_for(Session, "after_flush")
    def flushed(session: Session, context: UOWTransaction) -> None:
        changed = (one for one in session.dirty if isinstance(one, Message))
        recorded = {str(one.id) for one in changed if inspect(one).attrs.parts_sent.history.has_changes()}
        session.info.setdefault("recorded", set()).update(recorded)
        fate.recording(recorded)

    @event.listens_for(Session, "after_commit")
    def committed(session: Session) -> None:
        if recorded := session.info.pop("recorded", None):
            fate.recorded(recorded)
            fate.meet(Point.RECORDED)


def live(orders: Orders, listening: socket.socket) -> None:
    """The whole life of the process."""
    asyncio.run(_live(orders, listening))


async def _live(orders: Orders, listening: socket.socket) -> None:
    configure_logging("ERROR")
    fate = Fate(orders)
    record(fate)
    engine = engine_for(orders.database_url)
    sessions, queue = sessions_for(engine), Queue(fate)
    accesses = accesses_of(simulated=f"{orders.providers}/simulator", secret=orders.secret)
    senders = {name: Sender(sender, fate) for name, sender in senders_of(accesses, no_files()).items()}
    bot = Bot(HttpBotClient(orders.providers, "secret", timeout=20), fate)

    def then(work: Callable[[UUID], Awaitable[None]], point: Point) -> Callable[[UUID], Awaitable[None]]:
        async def run(conversation_id: UUID) -> None:
            await work(conversation_id)
            fate.meet(point)

        return run

    async def answer(conversation_id: UUID) -> None:
        await answer_conversation(conversation_id, sessions=sessions, bot=bot, queue=queue)

    async def deliver(conversation_id: UUID) -> None:
        fate.meet(Point.DELIVERY_BEGINS)
        await deliver_conversation(conversation_id, sessions=sessions, senders=senders)

    async def nothing_due() -> None: ...

    works = {
        ANSWER_CONVERSATION: then(answer, Point.ANSWERED),
        DELIVER_CONVERSATION: then(deliver, Point.DELIVERED),
    }
    jobs = job_app(orders.database_url, works, every_minute=nothing_due)
    app = FastAPI()
    install_error_handlers(app)
    hub = hub_for(orders.database_url, sessions)
    ports: dict[str, Any] = {"sessions": sessions, "queue": queue, "hub": hub}
    install_channels(app, ChannelPorts(**ports, visitor_secret=orders.secret), accesses)
    server = uvicorn.Server(uvicorn.Config(Acknowledging(app, fate), log_config=None, lifespan="off"))
    async with hub.listening():
        await asyncio.gather(server.serve(sockets=[listening]), run_worker(jobs, asyncio.Event()))
