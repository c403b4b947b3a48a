"""The bot answers in order, once, and never over a person."""

from __future__ import annotations

import asyncio

import pytest
from structlog.testing import capture_logs

import texts
from conversations.bot_client import BotFailed, BotUnavailable, FakeBot
from conversations.schemas import Button, Card, Command, Intent, Reply, TurnRequest, TurnResult, Wish
from conversations.turn_ends import MOST_FAILURES
from tests.conversations.conftest import Talk

SORRY = ("system", texts.say("es", "bot.unavailable"))


def saying(*replies: Reply, language: str = "es") -> FakeBot:
    return FakeBot(lambda request: TurnResult(replies=list(replies), language=language))


async def test_all_that_waits_is_answered_in_the_order_it_came(talk: Talk) -> None:
    for message in ("hola", "quiero ir a Cusco", "en mayo"):
        await talk.write(message)
    await talk.answer()
    assert [text for sender, text in await talk.said() if sender == "bot"] == [
        "hola",
        "quiero ir a Cusco",
        "en mayo",
    ]
    assert await talk.turns() == ["answered"] * 3


async def test_an_answer_brings_its_language_understanding_buttons_and_cards(talk: Talk) -> None:
    button = Button(title="Yes", payload="/affirm")
    card = Card(number=1, title="Inca trail", price="USD 1,234.00", rating=4.6, buttons=[button])
    result = TurnResult(
        replies=[Reply(text="Here", buttons=[button], cards=[card])],
        language="en",
        intent=Intent(name="search_trip", confidence=0.9),
        entities=[{"entity": "destination", "value": "cusco"}],
        slots={"destination": "cusco"},
    )
    talk.bot = FakeBot(lambda request: result)
    await talk.write("a trip to Cusco")
    await talk.answer()
    asked, answer = await talk.log()
    assert (answer.buttons, answer.cards) == ([button], [card])
    assert asked.understanding == {
        "intent": "search_trip",
        "confidence": 0.9,
        "entities": [{"entity": "destination", "value": "cusco"}],
        "actions": [],
        "slots": {"destination": "cusco"},
    }
    assert (await talk.view()).language == "en"


async def test_the_same_job_twice_at_once_says_everything_once(talk: Talk) -> None:
    await talk.write("hola")
    await asyncio.gather(talk.answer(), talk.answer(), talk.answer())
    assert await talk.said() == [("traveller", "hola"), ("bot", "hola")]


async def test_an_empty_message_is_for_the_bot_too(talk: Talk, bot: FakeBot) -> None:
    await talk.write(" \t")
    await talk.answer()
    assert [request.text for request in bot.requests] == [" \t"]
    assert await talk.turns() == ["answered"]


async def test_an_outage_is_excused_once_and_everything_is_answered_when_the_bot_is_back(
    talk: Talk, bot: FakeBot
) -> None:
    bot.down = True
    await talk.write("hola")
    for _ in range(3):
        with pytest.raises(BotUnavailable):
            await talk.answer()
    await talk.write("¿hay alguien?")
    with pytest.raises(BotUnavailable):
        await talk.answer()
    assert await talk.said() == [("traveller", "hola"), SORRY, ("traveller", "¿hay alguien?")]
    assert await talk.turns() == ["deferred", "deferred"]

    bot.down = False
    await talk.answer()
    assert (await talk.said())[3:] == [("bot", "hola"), ("bot", "¿hay alguien?")]


async def test_the_next_outage_is_excused_again(talk: Talk, bot: FakeBot) -> None:
    for down in (True, False, True):
        bot.down = down
        await talk.write("hola")
        if down:
            with pytest.raises(BotUnavailable):
                await talk.answer()
        else:
            await talk.answer()
    assert (await talk.said()).count(SORRY) == 2


async def test_a_message_that_breaks_the_bot_ends_with_the_offer_of_a_person_and_the_next_one_is_answered(
    talk: Talk, bot: FakeBot
) -> None:
    bot.broken_on = {"veneno"}
    await talk.write("veneno")
    await talk.write("hola")
    for _ in range(MOST_FAILURES - 1):
        with pytest.raises(BotFailed):
            await talk.answer()
    await talk.answer()
    _, _, offer, answer = await talk.log()
    assert (offer.text, offer.buttons[0].payload) == (texts.say("es", "bot.failed"), "/request_human")
    assert (answer.sender, answer.text) == ("bot", "hola")


async def test_who_takes_that_offer_gets_a_person_even_if_the_bot_breaks_again(
    talk: Talk, bot: FakeBot
) -> None:
    person = texts.say("es", "bot.person")
    talk.bot = saying(Reply(text="¿Seguimos?", buttons=[Button(title=person, payload="/request_human")]))
    await talk.write("hola")
    await talk.answer()
    bot.broken_on = {person}
    talk.bot = bot
    await talk.write(person, payload="/request_human")
    for _ in range(MOST_FAILURES - 1):
        with pytest.raises(BotFailed):
            await talk.answer()
    await talk.answer()
    assert (await talk.said())[-2] == ("system", texts.say("es", "bot.handed_over"))
    assert (await talk.view()).owner == "queue"


async def test_a_bot_that_has_nothing_to_say_does_not_leave_the_traveller_alone(talk: Talk) -> None:
    talk.bot = saying()
    await talk.write("hola")
    await talk.answer()
    assert (await talk.said())[-1] == ("system", texts.say("es", "bot.failed"))


async def test_a_wish_for_a_person_is_carried_out_and_the_bot_falls_silent_until_it_gets_the_conversation_back(
    talk: Talk, bot: FakeBot
) -> None:
    talk.bot = saying(Reply(text="Te paso.", command=Command(handoff=Wish(reason="requested"))))
    await talk.write("una persona, por favor")
    await talk.answer()
    assert (await talk.view()).owner == "queue"

    talk.bot = bot
    await talk.write("¿hola?")
    await talk.answer()
    assert await talk.turns() == ["answered", "silent"]
    assert bot.requests == []

    await talk.resume()
    await talk.write("gracias")
    await talk.answer()
    assert (await talk.said())[-1] == ("bot", "gracias")


@pytest.mark.parametrize("given_back", [False, True])
async def test_an_answer_that_comes_after_the_owner_changed_is_not_said(talk: Talk, given_back: bool) -> None:
    class SlowBot(FakeBot):
        async def turn(self, request: TurnRequest) -> TurnResult:
            await talk.hand_off()
            if given_back:
                await talk.resume()
            return await super().turn(request)

    talk.bot = SlowBot()
    await talk.write("hola")
    await talk.answer()
    assert "bot" not in dict(await talk.said())
    assert await talk.turns() == ["silent"]


async def test_an_outage_is_not_excused_where_a_person_has_taken_over(talk: Talk) -> None:
    class FallingBot(FakeBot):
        async def turn(self, request: TurnRequest) -> TurnResult:
            await talk.hand_off()
            raise BotUnavailable("down")

    talk.bot = FallingBot()
    await talk.write("hola")
    with pytest.raises(BotUnavailable):
        await talk.answer()
    await talk.answer()
    assert SORRY not in await talk.said()
    assert await talk.turns() == ["silent"]


async def test_logs_name_conversation_and_message_but_never_what_was_said(talk: Talk, bot: FakeBot) -> None:
    bot.broken_on = {"mi correo es ana@correo.example"}
    with capture_logs() as logs:
        receipt = await talk.write("mi correo es ana@correo.example")
        for _ in range(MOST_FAILURES - 1):
            with pytest.raises(BotFailed):
                await talk.answer()
        await talk.answer()
        await talk.write("ana@correo.example")
        await talk.answer()
    assert "correo" not in str(logs)
    events = [entry["event"] for entry in logs if entry.get("message_id") == str(receipt.message_id)]
    assert events == ["message.received", *["turn.failed"] * MOST_FAILURES, "turn.given_up"]
    assert {entry["conversation_id"] for entry in logs} == {str(talk.id)}
