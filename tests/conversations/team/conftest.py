"""A console's team on the real database: a clock that is set, people with passwords, browsers that sign in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from conversations.console.canned_endpoints import canned_router
from conversations.error_handlers import install_error_handlers
from conversations.figures.endpoints import figures_router
from conversations.team.endpoints import team_router
from conversations.team.guard import Guard
from conversations.team.models import Agent, Role
from conversations.team.pace import Pace
from conversations.team.passwords import Passwords
from conversations.team.ports import TeamPorts
from tests.databases import SMALL, own_database

database_url, engine, sessions = own_database(SMALL)
Sessions = async_sessionmaker[AsyncSession]
ADDRESS = "http://console.test"
PASSWORD = "lluvia-marzo-tren"
PASSWORDS = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
KEPT = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


@dataclass
class Clock:
    """Stands still until it is moved."""

    now: datetime = datetime(2026, 11, 30, 15, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **span: float) -> None:
        """Time goes on."""
        self.now += timedelta(**span)


@dataclass
class House:
    """The app's part of the team, and the browsers that were opened."""

    sessions: Sessions
    clock: Clock
    ports: TeamPorts
    app: FastAPI
    browsers: list[httpx.AsyncClient] = field(default_factory=list)

    async def person(self, role: Role = Role.AGENT, **fields: Any) -> Agent:
        """Somebody who works here."""
        known = {"email": f"{uuid4().hex}@altamar.pe", "name": "Rosa Quispe", "password_hash": KEPT, **fields}
        async with self.sessions.begin() as session:
            agent = Agent(role=role, **known)
            session.add(agent)
            await session.flush()
            await session.refresh(agent)
        return agent

    async def look(self, agent_id: UUID) -> Agent:
        """Somebody as they stand."""
        async with self.sessions() as session:
            return await session.get_one(Agent, agent_id, populate_existing=True)

    def browser(self, address: str = ADDRESS) -> httpx.AsyncClient:
        """A browser where nobody is signed in."""
        client = httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app),
            base_url=f"{address}/console/api",
            headers={"Accept-Language": "en", "Origin": address},
        )
        self.browsers.append(client)
        return client

    async def sign_in(self, agent: Agent) -> httpx.AsyncClient:
        """Their browser, signed in."""
        browser = self.browser()
        answer = await browser.post("sign-in", json={"email": agent.email, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        browser.headers["X-CSRF-Token"] = answer.json()["csrf"]
        return browser

    async def signed(self, role: Role = Role.AGENT, **fields: Any) -> httpx.AsyncClient:
        """A browser of somebody with this role."""
        return await self.sign_in(await self.person(role, **fields))


def furnish(
    sessions: Sessions,
    *,
    address: str = ADDRESS,
    demo: bool = False,
    burst: int = 1_000,
    passwords: Passwords = PASSWORDS,
) -> House:
    """The team's routes as `app.main` wires them."""
    clock = Clock()
    ports = TeamPorts(
        sessions=sessions,
        guard=Guard(sessions, address=address, demo=demo, clock=clock),
        address=address,
        operator="Viajes Altamar",
        passwords=passwords,
        pace=Pace(burst=burst),
        clock=clock,
    )
    app = FastAPI()
    install_error_handlers(app)
    app.include_router(team_router(ports), prefix="/console/api")
    app.include_router(canned_router(ports), prefix="/console/api")
    app.include_router(figures_router(ports), prefix="/console/api")
    return House(sessions, clock, ports, app)


@pytest.fixture
def undone(session: AsyncSession) -> Sessions:
    """Sessions as the app takes them, whose whole work is rolled back after the test."""
    return async_sessionmaker(
        bind=session.bind, expire_on_commit=False, join_transaction_mode="create_savepoint"
    )


@pytest.fixture
async def house(undone: Sessions) -> AsyncIterator[House]:
    """Nobody works here yet."""
    made = furnish(undone)
    async with undone.begin() as session:  # Tests of races commit theirs.
        await session.execute(update(Agent).values(disabled_at=made.clock.now))
    yield made
    for browser in made.browsers:
        await browser.aclose()


def refused(answer: httpx.Response) -> tuple[int, str]:
    """Status and code of a refusal."""
    return answer.status_code, answer.json()["error"]["code"]
