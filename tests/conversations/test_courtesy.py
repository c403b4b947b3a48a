"""What needs no bot: media it cannot read, and wishes to be left alone."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.jobs import PostgresQueue
from conversations import service
from conversations.bot_client import FakeBot
from conversations.models import Kind
from tests.conversations.conftest import Talk

Sessions = async_sessionmaker[AsyncSession]


@pytest.fixture
async def chat(sessions: Sessions, bot: FakeBot) -> Talk:
    """A conversation on a channel that is pushed to."""
    async with sessions.begin() as session:
        opened = await service.open_conversation(
            session, channel="telegram", address=str(uuid4()), language="es"
        )
    return Talk(sessions, opened.id, bot)


async def send(sessions: Sessions, conversation_id: UUID, kind: Kind, text: str = "") -> None:
    async with sessions.begin() as session:
        await service.receive_message(
            session,
            PostgresQueue(),
            conversation_id=conversation_id,
            provider_message_id=str(uuid4()),
            text=text,
            kind=kind,
        )


@pytest.mark.parametrize("kind", [Kind.IMAGE, Kind.AUDIO, Kind.STICKER, Kind.LOCATION, Kind.CONTACT])
async def test_what_the_bot_cannot_read_is_answered_kindly(
    chat: Talk, sessions: Sessions, bot: FakeBot, kind: Kind
) -> None:
    await send(sessions, chat.id, kind)
    await chat.answer()
    [arrived, answer] = await chat.log()
    assert (arrived.kind, arrived.turn) == (kind, "answered")
    assert answer.text and answer.buttons[0].payload == "/request_human"
    assert bot.requests == []


async def test_a_picture_for_a_person_is_left_to_the_person(chat: Talk, sessions: Sessions) -> None:
    await chat.hand_off()
    before = len(await chat.log())
    await send(sessions, chat.id, Kind.IMAGE)
    await chat.answer()
    assert await chat.turns() == ["silent"]
    assert len(await chat.log()) == before + 1


async def test_words_below_a_picture_are_read(chat: Talk, sessions: Sessions, bot: FakeBot) -> None:
    await send(sessions, chat.id, Kind.IMAGE, "¿tienen este hotel?")
    await chat.answer()
    assert [request.text for request in bot.requests] == ["¿tienen este hotel?"]


async def test_reactions_and_deletions_are_kept_and_not_answered(chat: Talk, sessions: Sessions) -> None:
    await send(sessions, chat.id, Kind.REACTION, "👍")
    await chat.answer()
    assert await chat.turns() == ["silent"]
    assert len(await chat.log()) == 1


@pytest.mark.parametrize("words", ["STOP", "Baja", "salir", "PARAR!", "sair", "unsubscribe"])
async def test_who_wants_no_more_is_sent_nothing_unasked(
    chat: Talk, sessions: Sessions, bot: FakeBot, words: str
) -> None:
    await chat.write(words)
    await chat.answer()
    assert bot.requests == []
    assert [await told(sessions, chat.id, "su pago llegó"), await told(sessions, chat.id, "otra cosa")] == [
        ("failed", "opted_out"),
        ("failed", "opted_out"),
    ]


async def test_they_are_answered_still_and_may_come_back(
    chat: Talk, sessions: Sessions, bot: FakeBot
) -> None:
    for words in ("baja", "hola", "alta"):
        await chat.write(words)
    await chat.answer()
    assert [request.text for request in bot.requests] == ["hola"]
    assert await told(sessions, chat.id, "su pago llegó") == ("queued", None)


@pytest.mark.parametrize(
    "words", ["cancelar mi reserva", "quiero salir de lima", "stop, mejor en junio", "baja el precio"]
)
async def test_other_wishes_are_no_wish_for_silence(chat: Talk, bot: FakeBot, words: str) -> None:
    await chat.write(words)
    await chat.answer()
    assert [request.text for request in bot.requests] == [words]


async def told(sessions: Sessions, conversation_id: UUID, text: str) -> tuple[str | None, str | None]:
    """How a message fares that nobody asked for."""
    async with sessions.begin() as session:
        said = await service.say(
            session, PostgresQueue(), conversation_id=conversation_id, text=text, unasked=True
        )
    return said.delivery, said.failure
