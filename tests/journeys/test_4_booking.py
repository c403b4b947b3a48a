"""Accepting a quote holds the places, asks for the lead traveller, and makes a booking on hold, then confirmed."""

import pytest

from app.operator import mark_paid
from tests.assistant import Assistant, Traveller
from tests.journeys.booking import ACCEPT, EMAIL, NAME, PHONE, QUOTE, YES, book, reference_in

WRONG_EMAIL = {"es": "lucia arroba paredes", "en": "lucy at walker", "pt": "luciana arroba prado"}
ALL_IN_ONE = {
    "es": "Lucía Paredes, lucia@paredes.example, +51 984 123 456",
    "en": "Lucy Walker, lucy@walker.example, +44 7400 123456",
    "pt": "Luciana Prado, luciana@prado.example, +55 21 99123 4567",
}


@pytest.mark.bot
@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_a_trip_is_booked_and_confirmed(traveller: Traveller, assistant: Assistant, language: str) -> None:
    traveller.says(QUOTE[language])

    held = traveller.says(ACCEPT[language])
    assert held.slots["hold_id"]
    assert held.asks == "lead_name"
    assert traveller.says(NAME[language]).asks == "lead_email"
    assert traveller.says(EMAIL[language]).asks == "lead_phone"
    summary = traveller.says(PHONE[language])
    assert summary.asks == "booking_confirmed"
    assert EMAIL[language] in summary.text
    booked = traveller.says(YES[language])
    reference = reference_in(booked)
    assert booked.slots["booking_reference"] == reference

    assert mark_paid(assistant.settings, reference) == f"{reference} is CONFIRMED"


@pytest.mark.bot
@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_a_wrong_address_is_explained_and_asked_again(traveller: Traveller, language: str) -> None:
    for lines in (QUOTE, ACCEPT, NAME):
        traveller.says(lines[language])

    turn = traveller.says(WRONG_EMAIL[language])

    assert turn.asks == "lead_email"
    assert "@" in turn.text
    assert turn.slots.get("lead_email") is None
    assert traveller.says(EMAIL[language]).asks == "lead_phone"


@pytest.mark.bot
@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_details_given_together_are_not_asked_one_by_one(traveller: Traveller, language: str) -> None:
    for lines in (QUOTE, ACCEPT):
        traveller.says(lines[language])

    assert traveller.says(ALL_IN_ONE[language]).asks == "booking_confirmed"


@pytest.mark.bot
def test_the_traveller_is_told_when_the_booking_is_paid(traveller: Traveller, assistant: Assistant) -> None:
    reference = reference_in(book(traveller, "en"))
    mark_paid(assistant.settings, reference)

    turn = traveller.says("thank you!")

    assert reference in turn.text
    assert "confirmed" in turn.text.lower()
