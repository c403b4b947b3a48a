"""What is said before it can be used is used when it can be: a preference, where they come from, the kind of room."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from actions.understanding.remembering import find_room
from tests.actions.conftest import Conversation, payloads_of, text_of
from tests.actions.hearing import MAY, heard

Make = Callable[..., Conversation]
CHEAPEST = {"superlative": "cheapest"}


def test_the_cheapest_before_there_is_anything_is_kept_when_the_days_come() -> None:
    first = heard("el más barato", "choose_option", choice=CHEAPEST)
    assert first["hints"] == {"choice": CHEAPEST}

    then = heard("del 10 al 14 de mayo", known={"hints": first["hints"]}, dates="del 10 al 14 de mayo")
    assert then["travel_dates"]["end"] == "2027-05-14"
    assert then["hints"] == {"choice": CHEAPEST}


def test_as_the_answer_to_another_question_it_is_noted() -> None:
    changes = heard("el más barato", asked="destination", choice=CHEAPEST)
    assert changes["destination"] is None
    assert changes["turn"]["problem"] is None
    assert changes["turn"]["filled"] == ["choice"]


@pytest.mark.parametrize("known", [{"offered": [{"number": 1, "product": "inti"}]}, {"pending": "book"}])
def test_where_it_can_pick_something_nothing_is_kept(known: dict[str, object]) -> None:
    assert "hints" not in heard("el más barato", "choose_option", known=known, choice=CHEAPEST)


async def test_it_picks_among_all_that_fit_and_is_forgotten(conversation: Make) -> None:
    trip = conversation(hints={"choice": CHEAPEST})
    await trip.validate("trip_form")
    assert trip.slots.get("requested_slot") is None  # No category is asked for.
    trip.form = None

    said = text_of(await trip.run("action_present_trip"))

    assert trip.slots["product"] == "posada"
    assert trip.slots["hints"] is None
    assert "1 opción más" in said


async def test_it_is_said_that_it_is_noted(conversation: Make) -> None:
    guest = conversation(destination=None, turn={"filled": ["choice"]})
    said = text_of(await guest.run("action_choose_option", "el más barato", "choose_option", choice=CHEAPEST))
    assert said == "Anotado, lo tengo en cuenta para elegir."
    assert guest.followed_by == "trip_form"


def test_where_they_come_from_is_kept() -> None:
    lima = {"name": "Lima", "destination": "lima"}
    assert heard("salimos de Lima", origin=lima)["hints"] == {"home": "PE"}
    assert heard("de Madrid", origin={"name": "Madrid", "country": "ES"})["hints"] == {"home": "ES"}


@pytest.mark.parametrize(
    ("text", "room"),
    [
        ("prefiero una doble", "double"),
        ("prefiero habitación doble", "double"),
        ("con habitación matrimonial por favor", "double"),
        ("quiero una habitación con dos camas", "twin"),
        ("a double room please", "double"),
        ("I'd like a single room", "single"),
        ("a room with ocean view", "sea_view"),
        ("prefiro um quarto de casal", "double"),
        ("quarto triplo", "triple"),
        ("queremos una suite", "suite"),
        ("somos um casal", None),
        ("el doble de caro", None),
        ("un viaje familiar", None),
        ("quiero una habitación en Cusco", None),
    ],
)
def test_the_kind_of_room_is_heard(text: str, room: str | None) -> None:
    assert find_room(text) == room


def test_a_room_replaces_the_one_wished_before() -> None:
    changes = heard("mejor una habitación triple", known={"wishes": ["room_double"]})
    assert changes["wishes"] == ["room_triple"]
    assert "wishes" in changes["turn"]["filled"]


async def test_a_room_beside_a_quote_is_noted_and_the_quote_stays(conversation: Make) -> None:
    trip = conversation(stars=4)
    await trip.run("action_present_trip")
    trip.slots |= {"wishes": ["room_double"], "turn": {"filled": ["wishes"]}}

    replies = await trip.run("action_change_trip", "prefiero una doble", "change_trip")

    assert "Anotado para el equipo: habitación doble." in text_of(replies)
    assert payloads_of(replies)[0].startswith("/book")
    assert trip.slots["pending"] == "book"


async def test_taken_for_a_change_of_a_booking_it_is_said_once_and_nothing_is_asked_to_be_changed(
    conversation: Make,
) -> None:
    trip = conversation(stars=4)
    await trip.run("action_present_trip")
    trip.slots |= {"wishes": ["room_twin"], "turn": {"filled": ["wishes"]}}

    said = text_of(await trip.run("action_offer_change", "prefiero dos camas", "change_booking"))
    assert "habitación con dos camas" in said
    assert trip.followed_by == "action_change_trip"
    assert await trip.run_again("action_change_trip", "prefiero dos camas", "change_booking") == []


async def test_a_room_with_the_whole_trip_does_not_keep_it_from_being_presented(conversation: Make) -> None:
    trip = conversation(
        stars="any", wishes=["room_double"], turn={"filled": ["wishes"], "heard": ["destination"]}
    )
    said = text_of(await trip.run("action_present_trip", "habitación doble en Cusco del 10 al 14"))
    assert said.index("habitación doble") < said.index("opciones para")


def test_a_surname_that_is_a_place_does_not_change_the_trip() -> None:
    known = {"destination": "cusco", "travel_dates": MAY, "offered": [{"number": 1, "product": "inti"}]}
    changes = heard("Ana Lima", "search_trip", known=known, destination="lima")
    assert changes["lead_name"] == "Ana Lima"
    assert "destination" not in changes

    for text in ("Mejor Lima", "Lima", "Hotel Lima", "Conocer Lima"):
        assert heard(text, "search_trip", known=known, destination="lima")["destination"] == "lima"
    assert (
        heard("Ana Lima", destination="lima")["destination"] == "lima"
    )  # Nothing is shown that it could be beside.


async def test_a_name_beside_options_is_noted(conversation: Make) -> None:
    trip = conversation(stars="any")
    await trip.run("action_present_trip")
    trip.slots |= {"lead_name": "Ana Lima", "turn": {"filled": ["lead_name"]}}

    await trip.run("action_present_trip", "Ana Lima", "search_trip")
    assert trip.followed_by == "action_choose_option"
    [reply] = await trip.run_again("action_choose_option", "Ana Lima", "search_trip")

    assert reply["text"].startswith("Anotado.")
