"""Nobody is there: honest words, a message left, and the way back to the bot."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

import texts
from conversations.bot_client import FakeBot
from conversations.models import Message
from tests.conversations.conftest import Talk
from tests.conversations.handoffs.conftest import Desk, Hire

NEVER: dict[str, Any] = {"week": ((),) * 7}


@pytest.fixture
def back() -> str:
    return texts.say("es", "absence.back")


async def hours_ago(desk: Desk, talk: Talk, hours: float) -> None:
    """Everything that was said lies so long back."""
    async with desk.sessions.begin() as session:
        then = datetime.now(UTC) - timedelta(hours=hours)
        await session.execute(
            update(Message).where(Message.conversation_id == talk.id).values(created_at=then)
        )


async def test_who_asks_while_nobody_is_on_duty_is_told_and_comes_first(desk: Desk, talk: Talk) -> None:
    await desk.asks_for_person(talk)
    assert await talk.said() == [("system", texts.say("es", "absence.away"))]
    handoff = await desk.handoff(talk)
    assert (handoff.left_word, handoff.priority) == (True, 50)


async def test_outside_of_the_hours_it_is_told_when_people_are_back(
    desk: Desk, hire: Hire, talk: Talk
) -> None:
    await hire()
    tomorrow = desk.now + timedelta(days=1)
    week: list[Any] = [()] * 7
    week[tomorrow.weekday()] = (("09:00", "18:00"),)
    await desk.opens(timezone="UTC", week=tuple(week))
    await desk.asks_for_person(talk)
    (said,) = await talk.said()
    assert "volvemos mañana a las 9:00" in said[1]


async def test_where_somebody_is_there_nothing_is_said_of_it(desk: Desk, hire: Hire, talk: Talk) -> None:
    await hire()
    await desk.asks_for_person(talk)
    assert await talk.said() == []


async def test_an_emergency_is_told_whom_to_call(desk: Desk, talk: Talk) -> None:
    await desk.asks_for_person(talk, "urgent")
    assert "emergencias" in (await talk.said())[0][1]


async def test_when_the_last_one_leaves_whoever_waits_is_told_once(
    desk: Desk, hire: Hire, talk: Talk
) -> None:
    await hire(capacity=0)
    await desk.asks_for_person(talk)
    await desk.tend()
    assert await talk.said() == []
    await desk.opens(**NEVER)
    await desk.tend(5)
    await desk.tend(5)
    assert await talk.said() == [("system", texts.say("es", "absence.away"))]


async def test_they_go_back_to_the_bot_by_a_button(desk: Desk, talk: Talk, bot: FakeBot, back: str) -> None:
    await desk.asks_for_person(talk)
    await talk.write(back, payload="/back_to_bot")
    await talk.answer()
    assert (await talk.said())[-1] == ("system", texts.say("es", "absence.back_here"))
    assert ((await talk.view()).owner, (await desk.handoff(talk)).outcome) == ("bot", "bot")
    await talk.write("¿qué hoteles hay?")
    await talk.answer()
    assert (await talk.said())[-1] == ("bot", "¿qué hoteles hay?")
    assert bot.paused == set()


async def test_after_an_hour_of_nobody_the_bot_offers_itself_and_answers_what_was_asked(
    desk: Desk, talk: Talk, back: str
) -> None:
    await desk.asks_for_person(talk)
    await talk.write("¿hola?")
    await talk.answer()
    assert len(await talk.said()) == 2
    await hours_ago(desk, talk, 1.1)
    async with desk.sessions.begin() as session:
        handoff = await session.merge(await desk.handoff(talk))
        handoff.requested_at -= timedelta(hours=2)
    await talk.write("¿cuánto sale Cusco?")
    await talk.answer()
    offer = (await talk.log())[-1]
    assert (offer.text, offer.buttons[0].payload) == (texts.say("es", "absence.still_away"), "/back_to_bot")
    await talk.write("¿están?")
    await talk.answer()
    assert (await talk.log())[-1].direction == "in"

    await talk.write(back, payload="/back_to_bot")
    await talk.answer()
    assert (await talk.said())[-1] == ("bot", "¿están?")


async def test_the_button_does_nothing_while_a_person_has_it(
    desk: Desk, hire: Hire, talk: Talk, back: str
) -> None:
    await desk.asks_for_person(talk)
    await desk.takes(await hire(), talk)
    await talk.write(back, payload="/back_to_bot")
    await talk.answer()
    assert (await talk.view()).owner == "agent"
    assert await talk.turns() == ["silent"]
