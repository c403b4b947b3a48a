"""Answers, yes and no, ways out, and a person."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from actions.intents import QUESTIONS
from tests.actions.conftest import Conversation, payloads_of, text_of

Make = Callable[..., Conversation]


@pytest.mark.parametrize("language", ["es", "en", "pt"])
@pytest.mark.parametrize("question", sorted(QUESTIONS))
async def test_every_question_has_an_answer(conversation: Make, language: str, question: str) -> None:
    replies = await conversation(language=language).run("action_answer", "¿?", question)
    assert text_of(replies)


@pytest.mark.parametrize("language", ["es", "en", "pt"])
@pytest.mark.parametrize(
    "intent",
    [
        "greet",
        "thank",
        "goodbye",
        "not_sure",
        "ask_capabilities",
        "complaint",
        "insult",
        "praise",
        "out_of_scope",
        "nlu_fallback",
    ],
)
async def test_small_talk_is_met(conversation: Make, language: str, intent: str) -> None:
    assert text_of(await conversation(language=language).run("action_answer", "…", intent))


async def test_the_first_greeting_introduces_and_the_second_does_not(conversation: Make) -> None:
    guest = conversation()
    assert "Viajes Altamar" in text_of(await guest.run("action_answer", "hola", "greet"))
    assert "Viajes Altamar" not in text_of(await guest.run("action_answer", "hola", "greet"))


async def test_what_a_quote_includes_is_told_from_the_quote(conversation: Make) -> None:
    trip = conversation(stars=4)
    await trip.run("action_present_trip")

    assert "Hotel Inti incluye: desayuno" in text_of(
        await trip.run("action_answer", "¿qué incluye?", "ask_included")
    )
    policy = text_of(await trip.run("action_answer", "¿puedo cancelar?", "ask_cancellation_policy"))
    assert "sin costo con al menos 7 días" in policy
    assert "50 %" in policy


async def test_a_greeting_that_holds_a_trip_starts_it(conversation: Make) -> None:
    guest = conversation(turn={"id": "1", "problem": None, "heard": ["destination"], "question": False})
    await guest.run("action_answer", "hola, Cusco", "greet")
    assert guest.followed_by == "trip_form"


async def test_not_understanding_offers_buttons_and_then_a_person(conversation: Make) -> None:
    lost = conversation(misunderstood=1)
    assert "/ask_recommendation" in payloads_of(await lost.run("action_answer", "asdf", "nlu_fallback"))

    lost.slots["misunderstood"] = 2
    assert "/request_human" in payloads_of(await lost.run("action_answer", "asdf", "nlu_fallback"))
    assert lost.slots["pending"] == "human"


@pytest.mark.parametrize(
    ("text", "says"),
    [("", "ningún texto"), ("🙂", "🙂"), ("x" * 5000, "muy largo"), ("{{7*7}}", "no te entendí")],
)
async def test_nonsense_is_answered_by_its_kind(conversation: Make, text: str, says: str) -> None:
    assert says in text_of(await conversation().run("action_answer", text, "nlu_fallback"))


@pytest.mark.parametrize(
    ("pending", "leads_to"), [("book", "action_place_hold"), ("human", "action_request_handoff")]
)
async def test_yes_goes_to_what_is_open(conversation: Make, pending: str, leads_to: str) -> None:
    asked = conversation(pending=pending)
    await asked.run("action_affirm", "sí", "affirm")
    assert asked.followed_by == leads_to


@pytest.mark.parametrize(("sign", "leads_to"), [("👍", "action_request_handoff"), ("🙂", None)])
async def test_a_thumb_is_a_yes_and_a_smile_is_not(
    conversation: Make, sign: str, leads_to: str | None
) -> None:
    asked = conversation(pending="human")
    await asked.run("action_affirm", sign, "affirm")
    assert asked.followed_by == leads_to


async def test_yes_to_nothing_asks_what_next(conversation: Make) -> None:
    assert payloads_of(await conversation().run("action_affirm", "sí", "affirm"))


async def test_no_to_a_quote_offers_other_ways(conversation: Make) -> None:
    asked = conversation(pending="book")
    assert "/see_options" in payloads_of(await asked.run("action_deny", "no", "deny"))
    assert asked.slots["pending"] is None


async def test_no_leaves_a_question_about_a_booking(conversation: Make) -> None:
    asked = conversation()
    asked.form = "status_form"
    await asked.run("action_deny", "no", "deny")
    assert asked.form is None


async def test_a_person_is_called_and_what_happens_next_is_said(conversation: Make) -> None:
    asked = conversation()
    asked.form = "trip_form"

    [reply] = await asked.run("action_request_handoff", "una persona", "request_human")

    assert reply["custom"]["command"] == {"handoff": {"reason": "requested"}}
    assert "te responderá aquí mismo" in reply["text"]
    assert asked.form is None


async def test_an_offer_of_a_person_inside_a_form_is_the_only_question_of_the_turn(
    conversation: Make,
) -> None:
    asked = conversation()
    asked.form = "trip_form"
    await asked.run("action_answer", "pésimo servicio", "complaint")

    assert await asked.run("action_ask_party") == []


async def test_what_was_said_is_repeated_with_its_cards(conversation: Make) -> None:
    trip = conversation(stars="any")
    [shown] = await trip.run("action_present_trip")

    [again] = await trip.run("action_repeat", "¿qué?", "repeat")

    assert again["text"] == shown["text"]
    assert again["custom"]["cards"] == shown["custom"]["cards"]


async def test_starting_over_forgets_the_trip_and_not_the_person(conversation: Make) -> None:
    trip = conversation(lead_name="Ana Torres", pending="book")
    await trip.run("action_start_over", "empecemos de nuevo", "start_over")

    assert trip.slots["destination"] is None
    assert trip.slots["party"] is None
    assert trip.slots["lead_name"] == "Ana Torres"
    assert trip.slots["language"] == "es"


async def test_starting_over_gives_held_places_back(conversation: Make) -> None:
    trip = conversation(stars=4)
    await trip.run("action_present_trip")
    await trip.run("action_place_hold", "sí", "book")

    await trip.run("action_start_over", "empecemos de nuevo", "start_over")

    assert trip.slots["hold_id"] is None


async def test_stopping_says_that_places_stay_held(conversation: Make) -> None:
    trip = conversation(stars=4)
    await trip.run("action_present_trip")
    await trip.run("action_place_hold", "sí", "book")
    trip.form = "booking_form"

    replies = await trip.run("action_stop", "para", "stop")

    assert "siguen apartados hasta el lunes 1 de marzo, 10:30" in text_of(replies)
    assert payloads_of(replies) == ["/book"]
    assert trip.form is None
    assert trip.slots["hold_id"]


async def test_another_language_is_spoken_from_then_on(conversation: Make) -> None:
    guest = conversation()
    replies = await guest.run("action_change_language", "english please", "change_language", language="en")

    assert "English" in text_of(replies)
    assert guest.slots["language"] == "en"


async def test_a_question_with_an_answer_in_it_is_answered_and_the_form_goes_on(conversation: Make) -> None:
    trip = conversation(turn={"id": "1", "problem": None, "heard": ["party"], "question": True})

    replies = await trip.validate("trip_form", "ask_pets", party={"adults": 3, "children": 0})

    assert "depende de cada hotel" in text_of(replies)
    assert trip.slots["party"] == {"adults": 3, "children": 0}


@pytest.mark.parametrize(
    ("language", "text"), [("en", "yep book"), ("es", "sí, resérvalo"), ("pt", "sim, pode reservar")]
)
async def test_a_yes_that_books_takes_the_quote_and_not_the_person(
    conversation: Make, language: str, text: str
) -> None:
    trip = conversation(stars=4, language=language)
    await trip.run("action_present_trip")
    trip.slots["pending"] = "human"

    await trip.run("action_affirm", text, "affirm")
    assert trip.followed_by == "action_place_hold"


async def test_who_has_no_code_is_offered_a_person(conversation: Make) -> None:
    guest = conversation(language="en")
    guest.form = "status_form"

    assert "someone on the team" in text_of(await guest.run("action_deny", "i dont have it", "deny")).lower()
    assert guest.slots["pending"] == "human"


async def test_words_that_book_are_heard_however_they_were_taken(conversation: Make) -> None:
    trip = conversation(stars=4)
    await trip.run("action_present_trip")

    await trip.run("action_answer", "bacán, resérvalo a nombre de Renzo Paredes", "out_of_scope")
    assert trip.followed_by == "action_place_hold"
