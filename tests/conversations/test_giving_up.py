"""A message that cannot be delivered: tried for hours, then failed where a person sees it, and in nobody's way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.jobs import PostgresQueue
from conversations import service
from conversations.delivering import LEAST_TRIES, PATIENCE, deliver_conversation
from conversations.models import Delivery, Message
from conversations.ports import Outgoing, Part, SendDelayed, SendPaced, SendRefused

Sessions = async_sessionmaker[AsyncSession]


class Provider:
    """Raises its ``trouble`` for texts that are in it, and takes everything else."""

    def __init__(self) -> None:
        self.trouble: dict[str, Exception] = {}
        self.taken: list[str] = []

    def parts(self, outgoing: Outgoing) -> Sequence[Part]:
        return [Part(str(outgoing.message.id), "text", {"text": outgoing.message.text})]

    async def send(self, part: Part) -> str:
        text = part.fields["text"]
        if text in self.trouble:
            raise self.trouble[text]
        self.taken.append(text)
        return str(uuid4())

    async def aclose(self) -> None: ...


@pytest.fixture
def provider() -> Provider:
    return Provider()


@pytest.fixture
async def conversation(sessions: Sessions) -> UUID:
    """Two messages wait to be delivered."""
    async with sessions.begin() as session:
        view = await service.start_conversation(session, channel="pigeon", address=None, language="es")
        for text in ("uno", "dos"):
            await service.say(session, PostgresQueue(), conversation_id=view.id, text=text)
    return view.id


async def deliver(conversation: UUID, sessions: Sessions, provider: Provider) -> None:
    await deliver_conversation(conversation, sessions=sessions, senders={"pigeon": provider})


async def grow_old(conversation: UUID, sessions: Sessions, *, tries: int) -> None:
    long_ago = datetime.now(UTC) - PATIENCE - timedelta(minutes=1)
    async with sessions.begin() as session:
        first = update(Message).where(Message.conversation_id == conversation, Message.offset == 1)
        await session.execute(first.values(created_at=long_ago, tries=tries))


async def standing(conversation: UUID, sessions: Sessions) -> list[tuple[str | None, str | None, int]]:
    async with sessions() as session:
        log = select(Message).where(Message.conversation_id == conversation).order_by(Message.offset)
        return [(one.delivery, one.failure, one.tries) for one in await session.scalars(log)]


async def test_what_fails_in_passing_is_tried_again_and_keeps_its_place(
    conversation: UUID, sessions: Sessions, provider: Provider
) -> None:
    provider.trouble["uno"] = SendDelayed("down")
    with pytest.raises(SendDelayed):
        await deliver(conversation, sessions, provider)
    assert await standing(conversation, sessions) == [
        (Delivery.SENDING, None, 1),
        (Delivery.QUEUED, None, 0),
    ]
    del provider.trouble["uno"]
    await deliver(conversation, sessions, provider)
    assert provider.taken == ["uno", "dos"]


async def test_after_hours_and_many_tries_it_has_failed_with_its_reason_and_the_next_is_sent(
    conversation: UUID, sessions: Sessions, provider: Provider
) -> None:
    provider.trouble["uno"] = SendDelayed("down")
    await grow_old(conversation, sessions, tries=LEAST_TRIES - 1)
    await deliver(conversation, sessions, provider)
    assert await standing(conversation, sessions) == [
        (Delivery.FAILED, "down", LEAST_TRIES),
        (Delivery.SENT, None, 0),
    ]


async def test_one_that_we_are_late_with_ourselves_gets_its_tries(
    conversation: UUID, sessions: Sessions, provider: Provider
) -> None:
    provider.trouble["uno"] = SendDelayed("down")
    await grow_old(conversation, sessions, tries=0)
    with pytest.raises(SendDelayed):
        await deliver(conversation, sessions, provider)


async def test_waiting_for_its_turn_is_no_try(
    conversation: UUID, sessions: Sessions, provider: Provider
) -> None:
    provider.trouble["uno"] = SendPaced(1.0)
    await grow_old(conversation, sessions, tries=LEAST_TRIES)
    with pytest.raises(SendPaced):
        await deliver(conversation, sessions, provider)
    assert (await standing(conversation, sessions))[0] == (Delivery.SENDING, None, LEAST_TRIES)


async def test_a_mistake_of_ours_is_no_endless_job_either(
    conversation: UUID, sessions: Sessions, provider: Provider
) -> None:
    provider.trouble["uno"] = KeyError("no such field")
    await grow_old(conversation, sessions, tries=LEAST_TRIES - 1)
    await deliver(conversation, sessions, provider)
    assert (await standing(conversation, sessions))[0] == (Delivery.FAILED, "KeyError", LEAST_TRIES)


async def test_what_is_refused_fails_at_once(
    conversation: UUID, sessions: Sessions, provider: Provider
) -> None:
    provider.trouble["uno"] = SendRefused("blocked")
    await deliver(conversation, sessions, provider)
    assert await standing(conversation, sessions) == [
        (Delivery.FAILED, "blocked", 0),
        (Delivery.SENT, None, 0),
    ]
