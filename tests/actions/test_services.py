"""Services that come along or are left out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from actions.replies import payload
from tests.actions.conftest import CUSCO_IN_MAY, Conversation, payloads_of, text_of

Make = Callable[..., Conversation]


async def quoted(conversation: Make, **slots: Any) -> Conversation:
    """A conversation with a quote of Hotel Inti."""
    trip = conversation(**{"stars": 4, **slots})
    await trip.run("action_present_trip")
    assert trip.slots["product"] == "inti"
    return trip


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("es", "sin el traslado", "Listo, quité Traslado al hotel. Son USD 42.48 menos."),
        ("en", "take out the transfer", "Done, I've taken out Hotel Transfer. That's USD 42.48 less."),
        ("pt", "tira o traslado", "Pronto, tirei Traslado ao hotel. São USD 42,48 a menos."),
    ],
)
async def test_what_is_taken_out_makes_a_new_revision_with_the_difference(
    conversation: Make, language: str, text: str, said: str
) -> None:
    trip = await quoted(conversation, language=language)
    reference = trip.events[-1]["text"].split("Q-")[1][:6]

    replies = await trip.run("action_remove_service", text, "remove_service")

    assert replies[0]["text"] == said
    assert f"Q-{reference}" in replies[1]["text"]
    assert "transfer" in trip.slots["services"]["without"]


async def test_what_was_taken_out_can_come_back(conversation: Make) -> None:
    trip = await quoted(conversation)
    whole = trip.events[-1]["text"].split("Total: ")[1].split(",")[0]
    await trip.run("action_remove_service", "sin traslado", "remove_service")

    replies = await trip.run("action_add_service", "agrega el traslado", "add_service")

    assert "Son USD 42.48 más" in text_of(replies)
    assert f"Total: {whole}" in text_of(replies)


async def test_only_the_hotel_leaves_out_the_rest(conversation: Make) -> None:
    trip = await quoted(conversation)
    replies = await trip.run("action_remove_service", "deja solo el hotel", "remove_service")
    assert "Mercado del martes" in replies[0]["text"]
    assert "Total: USD 283.20" in replies[1]["text"]


async def test_only_the_tours_leave_out_the_hotel_and_the_rides(conversation: Make) -> None:
    trip = await quoted(conversation)
    replies = await trip.run("action_remove_service", "sin hotel, solo el tour", "remove_service")
    assert "quité Hotel Inti" in text_of(replies)
    assert {trip.slots["product"], *trip.slots["services"]["extra"]} == {"mercado", "ciudadela"}


async def test_one_of_several_tours_is_asked_for_and_added(conversation: Make) -> None:
    trip = await quoted(conversation, interest="hotel")
    [reply] = await trip.run("action_add_service", "agrega un tour", "add_service")
    cards = reply["custom"]["cards"]
    assert cards[0]["buttons"][0]["payload"] == '/add_service{"product": "mercado"}'

    replies = await trip.run("action_choose_option", "la 1", "choose_option", choice={"ordinal": 1})

    assert "Listo, agregué Mercado del martes" in text_of(replies)
    assert trip.slots["product"] == "inti"
    assert trip.slots["services"]["extra"] == ["mercado"]
    assert trip.slots["offered"] is None


async def test_a_tour_that_is_named_is_added_at_once(conversation: Make) -> None:
    trip = await quoted(conversation)
    replies = await trip.run("action_add_service", "súmale la clase de cocina", "add_service")
    assert "Listo, agregué Clase de cocina. Son USD" in text_of(replies)


async def test_what_is_there_already_or_cannot_be_had_is_said(conversation: Make) -> None:
    trip = await quoted(conversation)
    there = await trip.run("action_add_service", "agrega traslado", "add_service")
    assert "ya está en tu viaje: Traslado al hotel" in text_of(there)

    trip = await quoted(conversation, travel_dates={"start": "2027-05-10", "end": "2027-05-12"})
    quote_id = trip.slots["quote_id"]
    refused = await trip.run("action_add_service", "agrega la clase de cocina", "add_service")
    assert "Clase de cocina no tiene lugar para ustedes" in text_of(refused)
    assert trip.slots["quote_id"] == quote_id
    assert payloads_of(refused)[0] == payload("book", quote=quote_id)


async def test_without_the_hotel_the_tours_and_rides_remain(conversation: Make) -> None:
    trip = await quoted(conversation)
    replies = await trip.run("action_remove_service", "sin hotel, ya tenemos", "remove_service")
    assert "quité Hotel Inti" in text_of(replies)
    assert trip.slots["interest"] == "tour"
    assert {trip.slots["product"], *trip.slots["services"]["extra"]} == {"mercado", "ciudadela", "traslado"}

    await trip.run("action_add_service", "agrega un hotel", "add_service")
    assert trip.slots["interest"] == "hotel"
    assert trip.slots["product"] is None
    assert trip.followed_by == "trip_form"


@pytest.mark.parametrize(
    ("action", "text", "end"),
    [
        ("action_add_service", "agrega una noche más", "2027-05-15"),
        ("action_add_service", "two more nights please", "2027-05-16"),
        ("action_remove_service", "quita una noche", "2027-05-13"),
    ],
)
async def test_a_night_more_or_less_moves_the_last_day(
    conversation: Make, action: str, text: str, end: str
) -> None:
    trip = await quoted(conversation, language="en" if "more" in text else "es")
    await trip.run(action, text, action.removeprefix("action_"))
    assert trip.slots["travel_dates"]["end"] == end


async def test_what_is_not_said_is_asked_with_buttons(conversation: Make) -> None:
    trip = await quoted(conversation)
    replies = await trip.run("action_add_service", "quiero agregar algo", "add_service")
    assert payloads_of(replies) == [payload("add_service", product="cocina")]


async def test_before_the_trip_is_known_the_wish_is_remembered(conversation: Make) -> None:
    trip = conversation(travel_dates=None)
    await trip.run("action_remove_service", "sin traslados", "remove_service")
    assert trip.slots["services"] == {"extra": [], "without": ["transfer"]}
    assert trip.followed_by == "trip_form"


async def test_the_services_belong_to_the_quote_that_is_booked(conversation: Make) -> None:
    trip = await quoted(conversation)
    old = trip.slots["quote_id"]
    await trip.run("action_remove_service", "sin traslado", "remove_service")

    replies = await trip.run("action_place_hold", "/book", "book", quote=old)

    assert "Esa cotización es de antes" in text_of(replies)
    assert trip.slots["hold_id"] is None
    assert trip.slots["services"] == {"extra": [], "without": []}
    assert trip.slots["quote_id"] != old


async def test_the_current_quotes_button_books_it(conversation: Make) -> None:
    trip = await quoted(conversation)
    await trip.run("action_place_hold", "/book", "book", quote=trip.slots["quote_id"])
    assert trip.slots["hold_id"]


async def test_a_card_of_another_place_takes_the_trip_back_there(conversation: Make) -> None:
    trip = conversation(**{**CUSCO_IN_MAY, "destination": "pucon"})
    await trip.run("action_understand_turn", "/choose_option", "choose_option", product="inti")
    assert trip.slots["destination"] == "cusco"


async def test_a_hotel_beside_a_tour_is_searched_once(conversation: Make) -> None:
    trip = conversation(interest="tour", product="ciudadela", stars=4)
    await trip.run("action_present_trip")
    await trip.run("action_add_service", "agrega un hotel", "add_service")

    replies = await trip.run_again("action_present_trip", "agrega un hotel", "add_service")

    assert trip.followed_by is None
    assert "Hotel Inti" in text_of(replies)
    assert "Ciudadela en un día" in text_of(replies)
