"""The bot falls silent with a change of owner and comes back with what was agreed; closing asks how it was."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

import texts
from app.jobs import PostgresQueue
from conversations import service
from conversations.bot_client import BotUnavailable, FakeBot
from conversations.handoffs import service as handoffs
from conversations.handoffs.telling import tell_bot
from conversations.models import Conversation, Satisfaction
from conversations.schemas import Intent, Reply, TurnRequest, TurnResult
from tests.conversations.conftest import Talk
from tests.conversations.handoffs.conftest import Desk, Hire, Sessions

AGREED = {"booking_reference": "K7PQ2M"}


async def tell(desk: Desk, talk: Talk) -> None:
    """The job runs."""
    await tell_bot(talk.id, sessions=desk.sessions, bot=talk.bot, queue=PostgresQueue())


async def agreed(desk: Desk, talk: Talk, **slots: Any) -> None:
    async with desk.sessions.begin() as session:
        await handoffs.note_agreed(session, conversation_id=talk.id, slots=slots)


async def test_the_bot_is_paused_and_comes_back_with_what_was_agreed_in_one_line(
    desk: Desk, hire: Hire, talk: Talk, bot: FakeBot
) -> None:
    laura = await hire("Laura Paz")
    await desk.takes(laura, talk)
    await tell(desk, talk)
    assert bot.paused == {talk.id}

    await agreed(desk, talk, **AGREED)
    await desk.do(handoffs.hand_back, talk, agent=laura)
    await tell(desk, talk)
    await tell(desk, talk)
    assert bot.paused == set()
    expected = {**AGREED, "agreed": {"by": "Laura", "slots": ["booking_reference"]}}
    assert bot.changes[-1].slots == expected
    assert await talk.said() == [("bot", "/agent_handed_back")]


async def test_what_the_traveller_told_the_agent_is_told_to_the_bot(
    desk: Desk, hire: Hire, talk: Talk, bot: FakeBot
) -> None:
    laura = await hire()
    await desk.takes(laura, talk)
    for text in ("somos 2 adultos", "del 10 al 14 de mayo"):
        await talk.write(text)
        await talk.answer()
    await desk.do(handoffs.hand_back, talk, agent=laura)
    await tell(desk, talk)
    assert bot.requests[-1].overheard == ["somos 2 adultos", "del 10 al 14 de mayo"]


async def test_what_an_agent_dealt_with_is_newer_than_what_the_traveller_said_of_it(
    desk: Desk, hire: Hire, talk: Talk, bot: FakeBot
) -> None:
    laura = await hire()
    await desk.takes(laura, talk)
    await talk.write("mejor del 11 al 15")
    await talk.answer()
    await agreed(desk, talk, **AGREED)
    await desk.do(handoffs.hand_back, talk, agent=laura)
    await tell(desk, talk)
    assert bot.requests[-1].overheard == []


async def test_a_bot_that_has_no_words_for_it_is_helped_out(
    desk: Desk, hire: Hire, talk: Talk, bot: FakeBot
) -> None:
    laura = await hire()
    bot.answer = lambda request: TurnResult(replies=[], language="es")
    await desk.takes(laura, talk)
    await desk.do(handoffs.hand_back, talk, agent=laura)
    await tell(desk, talk)
    assert await talk.said() == [("system", texts.say("es", "absence.back_here"))]


async def test_a_bot_that_is_down_is_told_later_and_a_message_meanwhile_finds_it_told(
    desk: Desk, hire: Hire, talk: Talk, bot: FakeBot
) -> None:
    laura = await hire()
    await desk.takes(laura, talk)
    await tell(desk, talk)
    await agreed(desk, talk, **AGREED)
    await desk.do(handoffs.hand_back, talk, agent=laura)
    bot.down = True
    with pytest.raises(BotUnavailable):
        await tell(desk, talk)
    bot.down = False
    await talk.write("¿y ahora?")
    await talk.answer()
    assert [text for sender, text in await talk.said() if sender == "bot"] == [
        "/agent_handed_back",
        "¿y ahora?",
    ]


async def test_what_was_agreed_is_not_lost_when_an_agent_takes_it_again_at_once(
    desk: Desk, hire: Hire, talk: Talk, bot: FakeBot
) -> None:
    laura = await hire()
    await desk.takes(laura, talk)
    await agreed(desk, talk, **AGREED)
    await desk.do(handoffs.hand_back, talk, agent=laura)
    desk.now += timedelta(seconds=1)
    await desk.takes(laura, talk)
    await tell(desk, talk)
    assert bot.paused == {talk.id}
    await agreed(desk, talk, destination="cusco")
    desk.now += timedelta(seconds=1)
    await desk.do(handoffs.hand_back, talk, agent=laura)
    await tell(desk, talk)
    assert bot.changes[-1].slots["agreed"]["slots"] == ["booking_reference", "destination"]


async def test_the_bot_s_word_is_not_said_where_an_agent_was_quicker(
    desk: Desk, hire: Hire, talk: Talk
) -> None:
    laura = await hire()

    class SlowBot(FakeBot):
        async def turn(self, request: TurnRequest) -> TurnResult:
            await desk.takes(laura, talk)
            return await super().turn(request)

    talk.bot = SlowBot()
    await desk.takes(laura, talk)
    await desk.do(handoffs.hand_back, talk, agent=laura)
    await tell(desk, talk)
    assert await talk.said() == []
    assert talk.bot.paused == {talk.id}


async def test_resumed_from_the_command_line_it_waits_to_be_spoken_to(
    desk: Desk, talk: Talk, bot: FakeBot
) -> None:
    await desk.asks_for_person(talk)
    said = await talk.said()
    await talk.resume()
    await tell(desk, talk)
    assert (await talk.said(), bot.paused) == (said, set())


async def closed(desk: Desk, hire: Hire, talk: Talk) -> None:
    """An agent helped and closed."""
    laura = await hire()
    await desk.takes(laura, talk)
    await desk.says(laura, talk, "Hola")
    await agreed(desk, talk, **AGREED)
    await desk.do(handoffs.close, talk, agent=laura)


async def opinion(sessions: Sessions, conversation_id: UUID) -> Satisfaction:
    async with sessions() as session:
        found = select(Satisfaction).where(Satisfaction.conversation_id == conversation_id)
        return (await session.scalars(found)).one()


async def test_closing_asks_how_it_was_and_the_answer_and_its_words_are_kept(
    desk: Desk, hire: Hire, talk: Talk, bot: FakeBot
) -> None:
    await closed(desk, hire, talk)
    question = (await talk.log())[-1]
    payloads = [button.payload for button in question.buttons]
    assert payloads == [f'/satisfaction{{"score": {score}}}' for score in range(1, 6)]
    await talk.write(question.buttons[1].title, payload=question.buttons[1].payload)
    await talk.answer()
    assert (await talk.said())[-1] == ("system", texts.say("es", "satisfaction.discontent"))

    bot.answer = lambda request: TurnResult(
        replies=[Reply(text="Lo siento")], language="es", intent=Intent(name="complaint")
    )
    await talk.write("tardaron mucho")
    await talk.answer()
    assert (await talk.said())[-1] == ("system", texts.say("es", "satisfaction.heard"))
    kept = await opinion(desk.sessions, talk.id)
    assert (kept.score, kept.comment) == (2, "tardaron mucho")
    assert (await talk.view()).closed_at is not None
    assert (await desk.events(talk)).count("satisfaction.given") == 2


async def test_a_number_typed_by_hand_is_a_score_too(desk: Desk, hire: Hire, talk: Talk) -> None:
    await closed(desk, hire, talk)
    title = texts.say("es", "satisfaction.score_5")
    await talk.write(title.lower())
    await talk.answer()
    assert (await opinion(desk.sessions, talk.id)).score == 5


async def test_who_writes_again_is_with_the_bot_which_knows_what_was_agreed(
    desk: Desk, hire: Hire, talk: Talk, bot: FakeBot
) -> None:
    await closed(desk, hire, talk)
    bot.answer = lambda request: TurnResult(
        replies=[Reply(text="¡Claro!")], language="es", intent=Intent(name="search_trip")
    )
    await talk.write("quiero otro viaje")
    await talk.answer()
    assert (await talk.said())[-1] == ("bot", "¡Claro!")
    assert bot.changes[-1].slots == AGREED
    assert ((await talk.view()).owner, (await talk.view()).closed_at) == ("bot", None)


async def test_who_was_not_answered_is_not_asked_how_it_was(desk: Desk, hire: Hire, talk: Talk) -> None:
    laura = await hire()
    await desk.takes(laura, talk)
    await desk.do(handoffs.close, talk, agent=laura)
    await desk.do(handoffs.close, talk, agent=laura)
    assert await talk.said() == []
    assert (await desk.handoff(talk)).outcome == "closed"


async def test_outside_of_the_channel_s_window_nobody_is_asked(
    desk: Desk, hire: Hire, another_talk: Callable[..., Awaitable[Talk]]
) -> None:
    talk = await another_talk(channel="whatsapp")
    async with desk.sessions.begin() as session:
        long_ago = desk.now - timedelta(hours=25)
        await session.execute(
            update(Conversation).where(Conversation.id == talk.id).values(last_inbound_at=long_ago)
        )
    await closed(desk, hire, talk)
    assert [sender for sender, _ in await talk.said()] == ["agent"]


async def test_a_closed_conversation_is_begun_again_by_its_agent(desk: Desk, hire: Hire, talk: Talk) -> None:
    await closed(desk, hire, talk)
    laura = await hire()
    view = await desk.do(handoffs.reopen, talk, agent=laura)
    assert (view.owner, view.agent_id, view.closed_at) == ("agent", laura.id, None)
    await desk.says(laura, talk, "Me faltó decirte algo")


async def test_who_is_forgotten_is_forgotten_in_the_handoffs_too(desk: Desk, hire: Hire, talk: Talk) -> None:
    await talk.write("me llamo Ana")
    await talk.answer()
    await closed(desk, hire, talk)
    assert (await desk.handoff(talk)).summary["said"] == ["me llamo Ana"]
    async with desk.sessions.begin() as session:
        await service.erase_messages(session, PostgresQueue(), conversation_id=talk.id, up_to=9)
    handoff = await desk.handoff(talk)
    assert (handoff.summary, handoff.agreed) == ({}, {})


async def test_the_summary_says_what_is_wanted_and_what_was_said_last(
    desk: Desk, talk: Talk, bot: FakeBot
) -> None:
    trip = {
        "destination": "cusco",
        "travel_dates": {"start": "2027-05-10", "end": "2027-05-14"},
        "stars": None,
    }
    bot.answer = lambda request: TurnResult(replies=[Reply(text="…")], language="es", slots=trip)
    for text in ("hola", "a Cusco del 10 al 14 de mayo"):
        await talk.write(text)
        await talk.answer()
    await desk.asks_for_person(talk)
    summary = (await desk.handoff(talk)).summary
    assert summary["wanted"] == {name: value for name, value in trip.items() if value}
    assert summary["said"] == ["hola", "a Cusco del 10 al 14 de mayo"]
