"""To be forgotten: it is asked, done and told honestly."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.actions.conftest import Conversation, payloads_of, text_of

Make = Callable[..., Conversation]
LEAD = {"lead_name": "Ana Torres", "lead_email": "ana@correo.com", "lead_phone": "+51 984 123 456"}


async def booked(conversation: Make) -> Conversation:
    trip = conversation(stars=4, **LEAD)
    await trip.run("action_present_trip")
    await trip.run("action_place_hold", "sí", "book")
    trip.slots["booking_confirmed"] = True
    await trip.run("action_create_booking")
    return trip


@pytest.mark.parametrize("language", ["es", "en", "pt"])
async def test_it_is_asked_before_anything_is_erased(conversation: Make, language: str) -> None:
    guest = conversation(language=language, **LEAD)
    guest.form = "booking_form"

    replies = await guest.run("action_offer_erasure", "…", "erase_data")

    assert payloads_of(replies) == ["/affirm", "/deny"]
    assert guest.slots["pending"] == "erase"
    assert guest.slots["lead_name"] == "Ana Torres"
    assert guest.form is None


async def test_a_yes_erases_and_a_no_does_not(conversation: Make) -> None:
    guest = conversation(pending="erase", **LEAD)
    await guest.run("action_affirm", "sí", "affirm")
    assert guest.followed_by == "action_erase_data"

    assert "no borro nada" in text_of(await guest.run("action_deny", "no", "deny"))
    assert guest.slots["pending"] is None
    assert guest.slots["lead_name"] == "Ana Torres"


async def test_a_yes_later_on_erases_nothing(conversation: Make) -> None:
    guest = conversation(pending="erase", **LEAD)
    await guest.run("action_understand_turn", "gracias", "thank")
    await guest.run("action_affirm", "sí", "affirm")
    assert guest.followed_by is None


@pytest.mark.parametrize("language", ["es", "en", "pt"])
async def test_who_they_are_and_where_they_go_is_forgotten(conversation: Make, language: str) -> None:
    guest = conversation(language=language, **LEAD)

    replies = await guest.run("action_erase_data", "sí", "affirm")

    assert {guest.slots[name] for name in ("lead_name", "lead_email", "lead_phone", "destination")} == {None}
    assert guest.slots["language"] == language
    assert guest.slots["pending"] is None
    assert [reply["custom"]["command"] for reply in replies] == [{"erase": {}}]
    assert payloads_of(replies) == ["/search_trip", "/ask_recommendation"]


async def test_an_active_booking_keeps_its_traveller_and_that_is_told(conversation: Make) -> None:
    trip = await booked(conversation)
    reference = trip.slots["booking_reference"]

    told = text_of(await trip.run("action_erase_data", "sí", "affirm"))

    assert f"Conservo tus datos en {reference}" in told
    assert trip.slots["lead_email"] is None


async def test_a_cancelled_booking_forgets_its_traveller_once(conversation: Make) -> None:
    trip = await booked(conversation)
    reference = trip.slots["booking_reference"]
    trip.slots["cancel_confirmed"] = True
    await trip.run("action_cancel_booking", "sí", "affirm")

    assert f"ya no está activo: {reference}" in text_of(await trip.run("action_erase_data", "sí", "affirm"))
    assert reference not in text_of(await trip.run("action_erase_data", "sí", "affirm"))


async def test_places_held_for_who_is_forgotten_go_back(conversation: Make) -> None:
    trip = conversation(stars=4)
    await trip.run("action_present_trip")
    await trip.run("action_place_hold", "sí", "book")
    await trip.run("action_erase_data", "sí", "affirm")
    assert trip.slots["hold_id"] is None
