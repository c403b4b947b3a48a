"""From an accepted quote to a booking, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from actions.telephone import read_phone
from tests.actions.conftest import Clock, Conversation, payloads_of, text_of

Make = Callable[..., Conversation]
ANA = {"lead_name": "Ana Torres", "lead_email": "ana@torres.example", "lead_phone": "+51 987 654 321"}


async def held(make: Make, **slots: Any) -> Conversation:
    """A conversation that holds the places of a quote."""
    trip = make(stars=4, **slots)
    await trip.run("action_present_trip")
    await trip.run("action_place_hold", "sí, la reservo", "book")
    return trip


async def booked(make: Make, **slots: Any) -> Conversation:
    """A conversation with a booking on hold."""
    trip = await held(make, **slots)
    trip.slots |= {**ANA, "booking_confirmed": True}
    await trip.run("action_create_booking", "sí", "affirm")
    return trip


async def test_accepting_holds_the_places_until_a_time_that_is_said(conversation: Make) -> None:
    trip = conversation(stars=4)
    await trip.run("action_present_trip")

    said = text_of(await trip.run("action_place_hold", "sí", "book"))

    assert trip.slots["hold_id"]
    assert "lunes 1 de marzo, 10:30" in said  # 15:30 UTC in Cusco's time


async def test_accepting_without_a_quote_asks_for_the_trip(conversation: Make) -> None:
    trip = conversation(travel_dates=None)
    said = text_of(await trip.run("action_place_hold", "quiero reservar", "book"))

    assert "Todavía no tienes una cotización" in said
    assert trip.followed_by == "trip_form"
    assert not trip.slots["hold_id"]


async def test_that_one_after_other_options_is_not_the_quote_before_them(conversation: Make) -> None:
    trip = conversation(stars=4)
    await trip.run("action_present_trip")
    await trip.run("action_show_options", "no tiene algo más económico?", "change_trip")

    replies = await trip.run("action_place_hold", "está bien esa, me la reserva por favor", "book")

    assert not trip.slots["hold_id"]
    if len(trip.slots["offered"]) == 1:
        assert trip.followed_by == "action_choose_option"
        assert "Cotización" in text_of(await trip.run("action_choose_option", "esa", "book"))
    else:
        assert payloads_of(replies)[0].startswith("/choose_option")
    await trip.run("action_choose_option", "la primera", "choose_option", choice={"ordinal": 1})
    await trip.run("action_place_hold", "sí, la reservo", "book")
    assert trip.slots["hold_id"]


async def test_accepting_among_options_asks_which(conversation: Make) -> None:
    trip = conversation(stars="any")
    await trip.run("action_present_trip")

    replies = await trip.run("action_place_hold", "reservar", "book")

    assert payloads_of(replies)[0] == '/choose_option{"choice": {"ordinal": 1}}'


async def test_a_quote_of_another_trip_is_not_held(conversation: Make) -> None:
    trip = conversation(stars=4)
    await trip.run("action_present_trip")
    trip.slots |= {"product": None, "travel_dates": {"start": "2027-08-02", "end": "2027-08-05"}}

    await trip.run("action_place_hold", "ok, resérvalo", "book")

    assert not trip.slots["hold_id"]
    assert trip.followed_by == "trip_form"


@pytest.mark.parametrize("text", ["tá caro", "muy caro", "too expensive"])
async def test_a_sigh_at_the_price_is_no_yes(conversation: Make, text: str) -> None:
    trip = conversation(stars=4)
    await trip.run("action_present_trip")

    await trip.run("action_place_hold", text, "affirm")

    assert not trip.slots.get("hold_id")
    assert trip.followed_by == "action_show_options"


async def test_a_quote_that_ran_out_is_made_again_and_shown(conversation: Make, clock: Clock) -> None:
    trip = conversation(stars=4)
    await trip.run("action_present_trip")
    before = trip.slots["quote_id"]
    clock.now += timedelta(days=5)

    said = text_of(await trip.run("action_place_hold", "sí", "affirm"))

    assert "ya venció" in said
    assert trip.slots["quote_id"] != before
    assert not trip.slots["hold_id"]
    assert trip.slots["pending"] == "book"


async def test_when_the_last_place_is_gone_others_are_offered(conversation: Make) -> None:
    late = {
        "travel_dates": {"start": "2027-09-06", "end": "2027-09-08"},
        "child_ages": [],
        "party": {"adults": 8, "children": 0},
    }
    slow, quick = conversation(stars=4, **late), conversation(stars=4, **late)
    for trip in (slow, quick):
        await trip.run("action_present_trip")
    await quick.run("action_place_hold", "sí", "book")

    said = text_of(await slow.run("action_place_hold", "sí", "book"))

    assert "agotar" in said
    assert not slow.slots["hold_id"]


async def test_the_summary_shows_what_will_be_booked(conversation: Make) -> None:
    trip = await held(conversation)
    trip.slots |= ANA

    [reply] = await trip.run("action_ask_booking_confirmed")

    assert "ana@torres.example" in reply["text"]
    assert "Hotel Inti" in reply["text"]
    assert [button["payload"] for button in reply["buttons"]] == ["/affirm", "/deny"]


async def test_confirming_books_once_however_often_it_arrives(conversation: Make) -> None:
    trip = await held(conversation)
    trip.slots |= {**ANA, "booking_confirmed": True}
    again = dict(trip.slots)

    said = text_of(await trip.run("action_create_booking", "sí", "affirm"))
    reference = trip.slots["booking_reference"]
    assert reference in said
    assert "cómo" in said and "ana@torres.example" in said

    trip.slots = again
    await trip.run("action_create_booking", "sí", "affirm")
    assert trip.slots["booking_reference"] == reference


async def test_after_booking_the_next_trip_starts_afresh_with_the_same_person(conversation: Make) -> None:
    trip = await booked(conversation)

    assert trip.slots["destination"] is None
    assert trip.slots["travel_dates"] is None
    assert trip.slots["lead_email"] == "ana@torres.example"
    assert trip.slots["hold_id"] is None


async def test_a_hold_that_ran_out_is_said(conversation: Make, clock: Clock) -> None:
    trip = await held(conversation)
    trip.slots |= {**ANA, "booking_confirmed": True}
    clock.now += timedelta(hours=2)

    said = text_of(await trip.run("action_create_booking", "sí", "affirm"))

    assert "Pasó el tiempo" in said
    assert not trip.slots["hold_id"]


async def test_letting_go_gives_the_places_back(conversation: Make) -> None:
    trip = await held(conversation)
    trip.slots["booking_confirmed"] = False

    said = text_of(await trip.run("action_create_booking", "no reservar"))

    assert "liberé los lugares" in said
    assert not trip.slots["hold_id"]


@pytest.mark.parametrize(
    ("slot", "value", "says"),
    [("lead_email", "ana@torres", "no parece un correo"), ("lead_phone", "12345", "código de país")],
)
async def test_a_wrong_detail_is_explained_in_the_question(
    conversation: Make, slot: str, value: str, says: str
) -> None:
    trip = await held(conversation)
    await trip.validate("booking_form", **{slot: value})

    assert trip.slots[slot] is None
    [reply] = await trip.run(f"action_ask_{slot}")
    assert says in reply["text"]


async def test_a_phone_without_its_country_is_understood_where_it_is_one_country_s(
    conversation: Make,
) -> None:
    trip = await held(conversation)
    await trip.validate("booking_form", lead_phone="300 123 4567")
    assert trip.slots["lead_phone"] == "+57 300 1234567"


async def test_a_booking_is_found_in_its_conversation_and_elsewhere_by_its_email(conversation: Make) -> None:
    mine = await booked(conversation)
    reference = mine.slots["booking_reference"]
    assert "se confirma cuando recibamos el pago" in text_of(
        await mine.run("action_tell_status", "¿cómo va?", "booking_status")
    )

    stranger = conversation(booking_reference=reference, lead_email="nobody@else.example")
    assert (
        "Cusco" not in (said := text_of(await stranger.run("action_tell_status"))) and "No encontré" in said
    )

    elsewhere = conversation(booking_reference=reference, lead_email="ana@torres.example")
    assert reference in text_of(await elsewhere.run("action_tell_status"))


async def test_the_form_asks_a_stranger_for_the_email_only(conversation: Make) -> None:
    mine = await booked(conversation)
    stranger = conversation(booking_reference=mine.slots["booking_reference"])

    await stranger.validate("status_form")
    assert stranger.slots["requested_slot"] == "lead_email"

    await mine.validate("status_form")
    assert mine.slots["requested_slot"] is None


async def test_cancelling_shows_the_cost_first_and_then_cancels(conversation: Make) -> None:
    mine = await booked(conversation)
    [asked] = await mine.run("action_ask_cancel_confirmed")
    assert "no se te cobra nada" in asked["text"]

    mine.slots["cancel_confirmed"] = True
    assert "quedó cancelada" in text_of(await mine.run("action_cancel_booking", "sí", "affirm"))
    assert "Está cancelada" in text_of(await mine.run("action_tell_status"))


async def test_thinking_better_of_it_keeps_the_booking(conversation: Make) -> None:
    mine = await booked(conversation)
    mine.slots["cancel_confirmed"] = False

    assert "sigue como estaba" in text_of(await mine.run("action_cancel_booking", "no", "deny"))
    assert "Está apartada" in text_of(await mine.run("action_tell_status"))


async def test_how_to_pay_is_told_honestly(conversation: Make) -> None:
    assert "Primero hay que reservar" in text_of(
        await conversation().run("action_explain_payment", "pagar", "pay")
    )

    mine = await booked(conversation)
    assert mine.slots["booking_reference"] in text_of(
        await mine.run("action_explain_payment", "pagar", "pay")
    )


@pytest.mark.parametrize(
    ("written", "language", "country", "number"),
    [
        ("+51 984 123 456", "es", None, "+51 984 123 456"),
        ("0051984123456", "es", None, "+51 984 123 456"),
        ("21 99123 4567", "pt", None, "+55 21 99123-4567"),
        ("123", "es", "PE", None),
        ("+99 1", "es", None, None),
    ],
)
def test_telephones_are_read_as_people_write_them(
    written: str, language: str, country: str | None, number: str | None
) -> None:
    assert read_phone(written, language, country) == number


async def test_whoever_gave_a_first_name_is_only_asked_for_the_last(conversation: Make) -> None:
    trip = await held(conversation, hints={"first_name": "Ana"})
    [asked] = await trip.run("action_ask_lead_name")
    assert "apellido" in asked["text"] and "Ana" in asked["text"]


async def test_the_trip_is_recalled_among_the_questions_about_who_books(conversation: Make) -> None:
    trip = await held(conversation, requested_slot="lead_email")
    trip.slots["turn"] = {"id": "x", "problem": None, "recalls": True}

    [told] = await trip.validate("booking_form", lead_email=None)

    assert "Hotel Inti" in told["text"] and "Total: USD" in told["text"]


async def test_a_booking_without_a_telephone_is_made(conversation: Make) -> None:
    trip = await held(conversation)
    trip.slots |= {**ANA, "lead_phone": ""}
    [summary] = await trip.run("action_ask_booking_confirmed")
    assert "Teléfono: te escribimos por correo" in summary["text"]

    trip.slots["booking_confirmed"] = True
    await trip.run("action_create_booking", "sí", "affirm")
    assert trip.slots["booking_reference"]
