"""One step back: the newest answer of a form, or what was shown before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from actions.going_back import newest_answer
from tests.actions.conftest import Conversation, text_of
from tests.actions.test_booking import held

Make = Callable[..., Conversation]
LEAD = ("lead_name", "lead_email", "lead_phone")
TRIP = ("destination", "travel_dates", "party", "child_ages", "stars")


def filled(*messages: dict[str, Any]) -> list[dict[str, Any]]:
    """The events of messages that filled slots."""
    events: list[dict[str, Any]] = []
    for message in messages:
        events.append({"event": "user"})
        events += [{"event": "slot", "name": name, "value": value} for name, value in message.items()]
    return events


async def back_in(form: str, conversation: Conversation, events: list[dict[str, Any]]) -> str:
    conversation.form = form
    conversation.events = events
    return text_of(await conversation.run("action_go_back", "volver", "go_back"))


async def test_inside_a_form_the_newest_answer_is_forgotten(conversation: Make) -> None:
    known = {"lead_name": "Ana Torres", "lead_email": "ana@torres.example"}
    guest = conversation(**known, lead_phone=None)

    said = await back_in(
        "booking_form", guest, filled({"lead_name": "Ana Torres"}, {"lead_email": "ana@torres.example"})
    )

    assert "volvamos atrás" in said
    assert guest.slots["lead_email"] is None
    assert guest.slots["lead_name"] == "Ana Torres"


async def test_a_detail_that_was_corrected_is_the_newest() -> None:
    known = {"lead_name": "Ana Ruiz", "lead_email": "a@b.example", "lead_phone": "+51 984 123 456"}
    events = filled(
        {"lead_name": "Ana Torres"},
        {"lead_email": "a@b.example"},
        {"lead_phone": "+51 984 123 456"},
        {"lead_name": None},
        {"lead_name": "Ana Ruiz"},
    )
    assert newest_answer(events, LEAD, known) == "lead_name"


async def test_people_and_their_ages_are_one_answer_unless_the_ages_were_asked() -> None:
    couple = {"destination": "cusco", "party": {"adults": 2, "children": 0}, "child_ages": []}
    assert (
        newest_answer(filled({"destination": "cusco"}, {"party": 1, "child_ages": []}), TRIP, couple)
        == "party"
    )

    family = couple | {"child_ages": [8]}
    assert newest_answer(filled({"party": 1}, {"child_ages": [8]}), TRIP, family) == "child_ages"


async def test_going_back_over_people_forgets_the_ages_too(conversation: Make) -> None:
    guest = conversation()
    await back_in("trip_form", guest, filled({"party": 1, "child_ages": [8]}))
    assert guest.slots["party"] is None
    assert guest.slots["child_ages"] is None
    assert guest.slots["destination"] == "cusco"


async def test_the_first_question_has_none_before_it(conversation: Make) -> None:
    guest = conversation(lead_name=None)
    assert "primera pregunta" in await back_in("booking_form", guest, [])
    assert guest.form == "booking_form"


async def test_before_the_first_detail_there_was_the_quote(conversation: Make) -> None:
    guest = await held(conversation)
    hold = guest.slots["hold_id"]

    said = await back_in("booking_form", guest, [])

    assert "Q-" in said
    assert said.endswith("¿Reservamos?")
    assert guest.form is None
    assert guest.slots["pending"] == "book"
    assert guest.slots["hold_id"] == hold

    asked = conversation(booking_reference=None)
    await back_in("status_form", asked, [])
    assert asked.form is None


async def test_after_a_quote_the_options_are_shown(conversation: Make) -> None:
    trip = conversation(stars=4)
    await trip.run("action_present_trip")

    await trip.run("action_go_back", "volver", "go_back")

    assert trip.followed_by == "action_show_options"


async def test_elsewhere_what_was_said_before_is_said_again(conversation: Make) -> None:
    guest = conversation(language="es")
    first = text_of(await guest.run("action_answer", "¿necesito visa?", "ask_visa"))
    await guest.run("action_answer", "gracias", "thank")

    assert text_of(await guest.run("action_go_back", "volver", "go_back")) == first


@pytest.mark.parametrize("language", ["es", "en", "pt"])
async def test_at_the_very_beginning_there_is_nothing(conversation: Make, language: str) -> None:
    guest = conversation(language=language)
    assert text_of(await guest.run("action_go_back", "…", "go_back"))
