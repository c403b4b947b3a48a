"""People at the console: who is signed in, and conversations for them to look at."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.jobs import PostgresQueue
from backend.terms import DEFAULT_TERMS, Terms
from conversations import service
from conversations.console.desk import desk_router
from conversations.console.ports import DeskPorts, utc_now
from conversations.error_handlers import install_error_handlers
from conversations.handoffs import service as handoffs
from conversations.media.store import MemoryStore
from conversations.team import visits
from conversations.team.guard import COOKIE, CSRF_HEADER, Guard
from conversations.team.models import Agent, Role
from tests.databases import SMALL, own_database

database_url, engine, sessions = own_database(SMALL)
Sessions = async_sessionmaker[AsyncSession]
ADDRESS = "http://console"


@pytest.fixture
def undone(session: AsyncSession) -> Sessions:
    """Sessions as the app takes them, whose whole work is rolled back after the test."""
    return async_sessionmaker(
        bind=session.bind, expire_on_commit=False, join_transaction_mode="create_savepoint"
    )


@dataclass(frozen=True)
class Colleague:
    """Somebody who is signed in, and their browser."""

    id: UUID
    name: str
    browser: httpx.AsyncClient

    async def get(self, path: str, **query: str | int) -> httpx.Response:
        """Reads something of the API."""
        return await self.browser.get(f"/console/api/{path}", params=query)

    async def delete(self, path: str) -> httpx.Response:
        """Takes something back at the API."""
        return await self.browser.delete(f"/console/api/{path}")

    async def post(self, path: str, body: object = None) -> httpx.Response:
        """Does something at the API."""
        return await self.browser.post(f"/console/api/{path}", json=body)


@dataclass(frozen=True)
class Office:
    """The console's API over a database, where people are hired and travellers write."""

    sessions: Sessions
    media: MemoryStore
    app: FastAPI

    async def hire(self, name: str = "Lucía", role: Role = Role.AGENT, **more: object) -> Colleague:
        """A new colleague, signed in and on duty, whose console speaks English."""
        more.setdefault("on_duty", True)
        async with self.sessions.begin() as session:
            agent = Agent(
                email=f"{uuid4().hex}@operator.example", name=name, role=role, language="en", **more
            )
            session.add(agent)
            await session.flush()
            token, csrf = await visits.begin(session, agent_id=agent.id, now=datetime.now(UTC))
        browser = httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app),
            base_url=ADDRESS,
            cookies={COOKIE: token},
            headers={CSRF_HEADER: csrf, "Origin": ADDRESS},
        )
        return Colleague(agent.id, name, browser)

    async def hear(self, *said: str, channel: str = "whatsapp", name: str | None = "Ana Quispe") -> UUID:
        """Somebody new writes; their conversation."""
        async with self.sessions.begin() as session:
            started = await service.open_conversation(
                session, channel=channel, address=f"+51{uuid4().int % 10**9:09}", language="es", name=name
            )
        for text in said:
            await self.write(started.id, text)
        return started.id

    async def write(self, conversation_id: UUID, text: str) -> None:
        """The traveller writes on."""
        async with self.sessions.begin() as session:
            await service.receive_message(
                session,
                PostgresQueue(),
                conversation_id=conversation_id,
                provider_message_id=uuid4().hex,
                text=text,
            )

    async def wants_person(self, conversation_id: UUID, reason: str = "requested") -> None:
        """The bot hands over."""
        async with self.sessions.begin() as session:
            await handoffs.request_handoff(
                session,
                PostgresQueue(),
                conversation_id=conversation_id,
                reason=reason,
                now=datetime.now(UTC),
            )


def office_over(
    sessions: Sessions, clock: Callable[[], datetime] = utc_now, terms: Terms = DEFAULT_TERMS
) -> Office:
    """The whole API on an app of its own."""
    app = FastAPI()
    install_error_handlers(app)
    media = MemoryStore()
    ports = DeskPorts(
        sessions=sessions,
        queue=PostgresQueue(),
        guard=Guard(sessions, address=ADDRESS),
        media=media,
        terms=terms,
        clock=clock,
    )
    app.include_router(desk_router(ports), prefix="/console/api")
    return Office(sessions, media, app)


@pytest.fixture
def office(undone: Sessions) -> Office:
    """The console, with nobody there; what happens is rolled back."""
    return office_over(undone)


@pytest.fixture
async def lucia(office: Office) -> AsyncIterator[Colleague]:
    """An agent."""
    colleague = await office.hire("Lucía")
    yield colleague
    await colleague.browser.aclose()
