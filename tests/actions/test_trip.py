"""Quotes, options and choices."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.actions.conftest import Conversation, payloads_of, text_of

Make = Callable[..., Conversation]
OFFERED = [
    {"number": 1, "product": "posada", "price_minor": 100, "rating": 4.3},
    {"number": 2, "product": "inti", "price_minor": 200, "rating": 4.4},
    {"number": 3, "product": "palacio", "price_minor": 300, "rating": None},
]


async def test_a_category_gives_the_quote_at_once(conversation: Make) -> None:
    trip = conversation(stars=4)

    replies = await trip.run("action_present_trip")

    assert trip.slots["product"] == "inti"
    assert trip.slots["quote_id"]
    assert trip.slots["pending"] == "book"
    assert "Cotización Q-" in text_of(replies)
    assert "2 adultos y 1 niño (8 años)" in text_of(replies)
    assert "Hotel Inti · Habitación doble, 4 noches: USD" in text_of(replies)
    assert payloads_of(replies)[0] == f'/book{{"quote": "{trip.slots["quote_id"]}"}}'


@pytest.mark.parametrize(
    ("language", "includes", "until"),
    [("es", "Incluye", "hasta"), ("en", "Includes", "until"), ("pt", "Inclui", "até")],
)
async def test_a_quote_reads_the_same_in_every_language(
    conversation: Make, language: str, includes: str, until: str
) -> None:
    said = text_of(await conversation(stars=4, language=language).run("action_present_trip"))

    assert includes in said
    assert until in said
    assert "USD" in said


async def test_any_category_gives_numbered_cards(conversation: Make) -> None:
    trip = conversation(stars="any")

    [reply] = await trip.run("action_present_trip")

    cards = reply["custom"]["cards"]
    assert [card["number"] for card in cards] == [1, 2]
    assert cards[0]["title"] == "Hotel La Posada"
    assert cards[0]["image"] == "/photos/place.svg"
    assert cards[1]["buttons"][0]["payload"] == '/choose_option{"product": "inti"}'
    assert [one["product"] for one in trip.slots["offered"]] == ["posada", "inti"]


async def test_a_changed_party_is_the_next_revision_of_the_same_quote(conversation: Make) -> None:
    trip = conversation(stars="any", product="inti")
    first = text_of(await trip.run("action_present_trip"))
    reference = first.split("Q-")[1][:6]
    quote_id = trip.slots["quote_id"]
    trip.slots |= {"party": {"adults": 4, "children": 0}, "child_ages": []}

    again = text_of(await trip.run("action_present_trip", "y si somos 4?", "change_trip"))

    assert f"Q-{reference}" in again
    assert trip.slots["quote_id"] != quote_id
    assert trip.slots["product"] == "inti"


async def test_a_product_that_does_not_fit_gives_way_to_what_does(conversation: Make) -> None:
    trip = conversation(product="lago")

    said = text_of(await trip.run("action_present_trip"))

    assert "no está disponible" in said
    assert trip.slots["product"] is None
    assert trip.slots["offered"]


async def test_a_category_that_is_not_to_be_had_shows_the_others(conversation: Make) -> None:
    said = text_of(await conversation(stars=5).run("action_present_trip"))
    assert "otras categorías" in said


async def test_where_nothing_is_free_the_nearest_days_are_offered_and_yes_takes_them(
    conversation: Make,
) -> None:
    trip = conversation(
        interest="transfer", product=None, travel_dates={"start": "2027-03-01", "end": "2027-03-01"}
    )
    said = text_of(await trip.run("action_present_trip"))
    assert "Lo más cercano" in said

    await trip.run("action_affirm", "sí", "affirm")

    assert trip.slots["travel_dates"] == {"start": "2027-03-02", "end": "2027-03-02"}
    assert trip.followed_by == "trip_form"


async def test_words_beside_a_quote_do_not_bring_it_again(conversation: Make) -> None:
    trip = conversation(stars=4)
    await trip.run("action_present_trip")
    quote_id = trip.slots["quote_id"]

    replies = await trip.run("action_present_trip", "Ana", "inform")

    assert "no te entendí" in text_of(replies)
    assert trip.slots["quote_id"] == quote_id


@pytest.mark.parametrize("text", ["¿hay algo más barato?", "is there anything cheaper?", "muito caro"])
async def test_too_dear_shows_what_else_there_is(conversation: Make, text: str) -> None:
    trip = conversation(stars=4)
    await trip.run("action_present_trip")

    await trip.run("action_change_trip", text, "change_trip")
    assert trip.followed_by == "action_show_options"

    [reply] = await trip.run("action_show_options", text, "change_trip")
    assert [card["title"] for card in reply["custom"]["cards"]] == ["Hotel La Posada"]


async def test_a_wish_to_change_without_saying_what_is_asked_with_buttons(conversation: Make) -> None:
    replies = await conversation().run("action_change_trip", "quiero cambiar algo", "change_trip")
    assert '/change_trip{"fix": "travel_dates"}' in payloads_of(replies)


async def test_a_button_that_names_what_to_change_asks_it_anew(conversation: Make) -> None:
    trip = conversation(stars=4)
    await trip.run("action_change_trip", "/change_trip", "change_trip", fix="party")

    assert trip.slots["party"] is None
    assert trip.slots["child_ages"] is None
    assert trip.slots["destination"] == "cusco"
    assert trip.followed_by == "trip_form"


async def test_flights_are_not_sold_and_transfers_are(conversation: Make) -> None:
    asked = conversation()
    assert "No vendemos vuelos" in text_of(
        await asked.run("action_offer_transport", "un vuelo a Lima", "search_transport")
    )

    await asked.run("action_offer_transport", "traslado del aeropuerto", "search_transport")
    assert asked.followed_by == "trip_form"


@pytest.mark.parametrize(
    ("text", "intent"),
    [("quiero cotizar otro viaje", "request_quote"), ("/search_trip", "search_trip")],
)
async def test_another_trip_begins_anew_and_keeps_who_travels(
    conversation: Make, text: str, intent: str
) -> None:
    trip = conversation(stars=4)
    await trip.run("action_present_trip")

    await trip.run("action_present_trip", text, intent)

    assert trip.slots["destination"] is None
    assert trip.slots["travel_dates"] is None
    assert trip.slots["party"] == {"adults": 2, "children": 1}
    assert trip.followed_by == "trip_form"


@pytest.mark.parametrize(("action", "text"), [("action_deny", "no"), ("action_present_trip", "mmm")])
async def test_other_days_that_are_not_wanted_are_not_offered_again(
    conversation: Make, action: str, text: str
) -> None:
    trip = conversation(interest="transfer", travel_dates={"start": "2027-03-01", "end": "2027-03-01"})
    await trip.run("action_present_trip")

    await trip.run(action, text, "deny" if text == "no" else "inform")

    assert trip.slots["travel_dates"] is None
    assert trip.slots["pending"] is None
    assert trip.followed_by == "trip_form"


@pytest.mark.parametrize(
    ("text", "action"),
    [("quiero incluir la clase de cocina", "add"), ("quita el traslado", "remove")],
)
async def test_a_service_in_other_words_is_added_or_removed(
    conversation: Make, text: str, action: str
) -> None:
    trip = conversation(stars=4)
    await trip.run("action_present_trip")
    await trip.run("action_change_trip", text, "change_trip", destination="cusco")
    assert trip.followed_by == f"action_{action}_service"
