"""A conversation on the real database, a fake bot, and the few verbs that tests tell their stories with."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.jobs import PostgresQueue
from conversations import service
from conversations.answering import answer_conversation
from conversations.bot_client import BotClient, FakeBot
from conversations.handoffs import service as handoffs
from conversations.realtime import Hub
from conversations.schemas import ConversationView, MessageView, Receipt
from tests.databases import SMALL, own_database

Said = list[tuple[str, str]]
Until = Callable[..., Awaitable[Said]]


database_url, engine, sessions = own_database(SMALL)


@dataclass
class Talk:
    """One conversation and everything that can happen to it."""

    sessions: async_sessionmaker[AsyncSession]
    id: UUID
    bot: BotClient

    async def write(self, text: str, payload: str | None = None, provider_id: str | None = None) -> Receipt:
        """The traveller sends a message."""
        async with self.sessions.begin() as session:
            return await service.receive_message(
                session,
                PostgresQueue(),
                conversation_id=self.id,
                provider_message_id=provider_id or str(uuid4()),
                text=text,
                payload=payload,
            )

    async def answer(self) -> None:
        """The job runs."""
        await answer_conversation(self.id, sessions=self.sessions, bot=self.bot, queue=PostgresQueue())

    async def log(self, after: int = 0) -> list[MessageView]:
        """What was said."""
        async with self.sessions() as session:
            return (await service.read_log(session, conversation_id=self.id, after=after)).messages

    async def said(self) -> list[tuple[str, str]]:
        """What was said, as (sender, text)."""
        return [(message.sender, message.text) for message in await self.log()]

    async def turns(self) -> list[str | None]:
        """What became of the traveller's messages."""
        return [message.turn for message in await self.log() if message.direction == "in"]

    async def hand_off(self, reason: str = "requested") -> None:
        """Somebody wants a person."""
        async with self.sessions.begin() as session:
            await handoffs.request_handoff(
                session, PostgresQueue(), conversation_id=self.id, reason=reason, now=datetime.now(UTC)
            )

    async def resume(self) -> None:
        """The agent gives it back."""
        async with self.sessions.begin() as session:
            await handoffs.resume_bot(
                session, PostgresQueue(), conversation_id=self.id, now=datetime.now(UTC)
            )

    async def view(self) -> ConversationView:
        """The conversation as it stands."""
        async with self.sessions() as session:
            return await service.get_conversation(session, conversation_id=self.id)


@pytest.fixture
def bot() -> FakeBot:
    """Says back what it hears until told otherwise."""
    return FakeBot()


@pytest.fixture
async def talk(sessions: async_sessionmaker[AsyncSession], bot: FakeBot) -> Talk:
    """A new conversation in Spanish."""
    async with sessions.begin() as session:
        started = await service.start_conversation(session, channel="web", address=None, language="es")
    return Talk(sessions, started.id, bot)


@pytest.fixture
def until(talk: Talk, hub: Hub) -> Until:
    """Waits for the log to look like something, and returns it as (sender, text)."""

    async def wait(
        accept: Callable[[list[tuple[str, str]]], bool], seconds: float = 20.0
    ) -> list[tuple[str, str]]:
        with hub.watch(talk.id) as watch:
            async with asyncio.timeout(seconds):
                while not accept(said := await talk.said()):
                    await watch.wait(seconds)
        return said

    return wait
