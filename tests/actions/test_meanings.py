"""Half understood: the likely meanings are offered; what is foreign is refused kindly; anger gets a person."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from actions.meanings import NAMED, likely_meanings
from tests.actions.conftest import Conversation, payloads_of, text_of
from texts import LANGUAGES, say

Make = Callable[..., Conversation]
HALF = {"nlu_fallback": 0.2, "resend_voucher": 0.19, "ask_passport": 0.14, "inform": 0.1, "pay": 0.01}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("intent", sorted(NAMED))
def test_every_meaning_has_a_name_that_fits_a_button(language: str, intent: str) -> None:
    assert len(say(language, f"meaning.{intent}")) <= 24


def test_only_likely_wishes_and_questions_are_meanings() -> None:
    assert likely_meanings(HALF.items()) == ["resend_voucher", "ask_passport"]
    assert likely_meanings([("out_of_scope", 0.99), ("ask_weather", 0.004)]) == []
    assert likely_meanings([("request_quote", 0.3), ("search_trip", 0.2)]) == ["search_trip"]


async def test_the_likely_meanings_are_offered_with_something_else(conversation: Make) -> None:
    guest = conversation(misunderstood=1)
    guest.ranking = HALF

    replies = await guest.run("action_answer", "el papelito del viaje", "nlu_fallback")

    assert "¿Quieres decir…?" in text_of(replies)
    assert payloads_of(replies) == ["/resend_voucher", "/ask_passport", "/nlu_fallback"]


async def test_inside_a_form_something_else_goes_on_with_its_question(conversation: Make) -> None:
    guest = conversation(misunderstood=1)
    guest.form, guest.ranking = "trip_form", {"out_of_scope": 0.4, "ask_accessibility": 0.3}

    replies = await guest.run("action_answer", "mi papá camina lento", "out_of_scope")

    assert payloads_of(replies) == ["/ask_accessibility", "/repeat"]
    assert guest.slots["turn"]["asked"]


async def test_the_second_time_a_person_is_offered_instead(conversation: Make) -> None:
    guest = conversation(misunderstood=2)
    guest.ranking = HALF
    assert "/request_human" in payloads_of(await guest.run("action_answer", "…", "nlu_fallback"))


async def test_what_is_none_of_our_business_is_refused(conversation: Make) -> None:
    guest = conversation(misunderstood=1)
    guest.ranking = {"out_of_scope": 0.99, "ask_recommendation": 0.005}
    said = text_of(await guest.run("action_answer", "cuéntame un chiste", "out_of_scope"))
    assert "lo mío son los viajes" in said


async def test_anger_that_asks_for_a_person_gets_one_without_an_offer(conversation: Make) -> None:
    guest = conversation()
    guest.ranking = {"insult": 0.8, "request_human": 0.15}
    await guest.run("action_answer", "inútil, pásame con alguien", "insult")
    assert guest.followed_by == "action_request_handoff"

    guest.ranking = {"insult": 0.95, "deny": 0.02}
    await guest.run("action_answer", "qué inútil", "insult")
    assert guest.followed_by is None
    assert guest.slots["pending"] == "human"


@pytest.mark.parametrize(
    ("intent", "ranking", "reason"),
    [
        ("urgent_help", {"urgent_help": 0.9}, "urgent"),
        ("complaint", {"complaint": 0.5, "urgent_help": 0.2}, "urgent"),
        ("insult", {"insult": 0.8, "request_human": 0.15}, "anger"),
        ("request_human", {"request_human": 1.0}, "requested"),
        ("affirm", {"affirm": 1.0}, "accepted"),
    ],
)
async def test_a_handoff_says_why(
    conversation: Make, intent: str, ranking: dict[str, float], reason: str
) -> None:
    guest = conversation()
    guest.form, guest.ranking = "booking_form", ranking

    [reply] = await guest.run("action_request_handoff", "…", intent)

    assert reply["custom"]["command"] == {"handoff": {"reason": reason}}
    assert ("número de emergencias" in reply["text"]) == (reason == "urgent")
    assert guest.form is None


@pytest.mark.parametrize(
    ("before", "reason"), [("nlu_fallback", "misunderstood"), ("insult", "anger"), ("ask_visa", "accepted")]
)
async def test_who_accepts_a_person_is_passed_on_with_what_led_to_it(
    conversation: Make, before: str, reason: str
) -> None:
    guest = conversation(pending="human")
    guest.events.append({"event": "user", "text": "…", "parse_data": {"intent": {"name": before}}})

    [reply] = await guest.run("action_request_handoff", "sí", "affirm")

    assert reply["custom"]["command"] == {"handoff": {"reason": reason}}
