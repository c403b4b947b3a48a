"""Agents on duty, a clock that tests move, and conversations that are handed over."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.jobs import PostgresQueue
from conversations.handoffs import service as handoffs
from conversations.models import Conversation, Handoff
from conversations.realtime.models import StoredEvent
from conversations.schemas import ConversationView, MessageView
from conversations.team import settings
from conversations.team.models import Agent, Role, TeamSetting
from conversations.team.schemas import Signed
from tests.conversations.conftest import Talk
from tests.databases import own_database

database_url, engine, sessions = own_database()
Sessions = async_sessionmaker[AsyncSession]
Hire = Callable[..., Awaitable[Signed]]


@dataclass
class Desk:
    """What agents do with conversations, at a time that tests set."""

    sessions: Sessions
    now: datetime

    async def do(self, verb: Callable[..., Awaitable[Any]], talk: Talk, **more: Any) -> Any:
        """One verb in a transaction of its own."""
        async with self.sessions.begin() as session:
            return await verb(session, PostgresQueue(), conversation_id=talk.id, now=self.now, **more)

    async def takes(self, agent: Signed, talk: Talk) -> ConversationView:
        return await self.do(handoffs.take, talk, agent=agent)

    async def says(self, agent: Signed, talk: Talk, text: str, client_id: UUID | None = None) -> MessageView:
        return await self.do(
            handoffs.say_as_agent, talk, agent=agent, client_id=client_id or uuid4(), text=text
        )

    async def asks_for_person(self, talk: Talk, reason: str = "requested", **more: Any) -> None:
        await self.do(handoffs.request_handoff, talk, reason=reason, **more)

    async def tend(self, after: float = 0) -> None:
        """What is due is done, so many seconds later."""
        self.now += timedelta(seconds=after)
        await handoffs.tend_handoffs(sessions=self.sessions, queue=PostgresQueue(), now=self.now)

    async def handoff(self, talk: Talk) -> Handoff:
        """The newest handoff of a conversation."""
        async with self.sessions() as session:
            newest = select(Handoff).where(Handoff.conversation_id == talk.id)
            return (await session.scalars(newest.order_by(Handoff.requested_at.desc()))).first()

    async def conversation(self, talk: Talk) -> Conversation:
        async with self.sessions() as session:
            return await session.get_one(Conversation, talk.id)

    async def offered_to(self, talk: Talk) -> UUID | None:
        return (await self.handoff(talk)).offered_to

    async def events(self, talk: Talk) -> list[str]:
        """The kinds of what was told about a conversation, in order."""
        async with self.sessions() as session:
            told = select(StoredEvent.kind).where(StoredEvent.conversation_id == talk.id)
            return list(await session.scalars(told.order_by(StoredEvent.id)))

    async def opens(self, **hours: Any) -> None:
        """The team's opening hours are set."""
        async with self.sessions.begin() as session:
            await settings.write(session, settings.HOURS, settings.Hours(**hours))


@pytest.fixture
async def desk(sessions: Sessions) -> AsyncIterator[Desk]:
    """A team of nobody, whose queue is empty; whoever is hired leaves after the test."""
    await _send_everybody_home(sessions)
    yield Desk(sessions, datetime.now(UTC))
    await _send_everybody_home(sessions)


async def _send_everybody_home(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await session.execute(
            update(Conversation).values(owner="bot", agent_id=None, told_version=Conversation.version)
        )
        await session.execute(
            update(Handoff)
            .where(Handoff.closed_at.is_(None))
            .values(closed_at=datetime.now(UTC), offered_to=None)
        )
        await session.execute(update(Agent).values(on_duty=False, disabled_at=datetime.now(UTC)))
        await session.execute(delete(TeamSetting))


@pytest.fixture
def hire(desk: Desk) -> Hire:
    """Hires somebody who is on duty."""

    async def make(name: str = "Laura", role: Role = Role.AGENT, **more: Any) -> Signed:
        async with desk.sessions.begin() as session:
            row = Agent(
                email=f"{uuid4().hex}@operator.example", name=name, role=role, **{"on_duty": True, **more}
            )
            session.add(row)
            await session.flush()
            return Signed(
                id=row.id,
                name=name,
                email=row.email,
                role=role,
                language="es",
                languages=tuple(row.languages or ()),
            )

    return make


@pytest.fixture
def another_talk(sessions: Sessions, talk: Talk) -> Callable[..., Awaitable[Talk]]:
    """Further conversations."""
    from conversations import service

    async def make(language: str = "es", channel: str = "web") -> Talk:
        async with sessions.begin() as session:
            started = await service.start_conversation(
                session, channel=channel, address=uuid4().hex, language=language
            )
        return Talk(sessions, started.id, talk.bot)

    return make
