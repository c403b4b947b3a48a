"""Places that are named: sold, not sold, of one name, where they come from."""

from __future__ import annotations

from typing import Any

import pytest

from tests.actions.hearing import heard, problem


@pytest.mark.parametrize(
    ("language", "text", "place"),
    [
        ("es", "quiero viajar a Tokio en mayo", "Tokio"),
        ("en", "I want to travel to New York", "New York"),
        ("pt", "quero ir para paris em maio", "Paris"),
    ],
)
def test_a_place_that_is_not_sold_is_said_with_places_that_are(language: str, text: str, place: str) -> None:
    found = problem(heard(text, "search_trip", language=language))

    assert found["slot"] == "destination"
    assert f" {place}" in found["text"] and f"{place} e" not in found["text"]
    assert [button["title"] for button in found["buttons"]] == ["Cusco", "Lima", "Cartagena"]


def city(name: str, country: str, *near: tuple[str, str, int]) -> dict[str, Any]:
    """A place as the bot gives it."""
    keys = ("destination", "country", "km")
    nearest = [dict(zip(keys, one, strict=True)) for one in near]
    return {"name": name, "kind": "city", "country": country, "lat": 0.0, "lon": 0.0, "near": nearest}


PUNO = city("Puno", "PE", ("cusco", "PE", 331), ("lima", "PE", 842), ("cartagena", "CO", 3000))
VALENCIAS = {"name": "Valencia", "candidates": [city("Valencia", "VE"), city("Valencia", "ES")]}
PERU = city("Perú", "PE") | {"kind": "country"}


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        (
            "es",
            "quiero ir a puno",
            "A Puno no llegamos por ahora. Lo más cercano que tenemos: Cusco (a unos 330 km)",
        ),
        (
            "en",
            "a trip to Puno",
            "We don't go to Puno at the moment. The closest we have: Cusco (about 330 km away)",
        ),
        (
            "pt",
            "quero ir a Puno",
            "Por enquanto não vamos a Puno. O mais perto que temos: Cusco (a uns 330 km)",
        ),
    ],
)
def test_near_a_place_that_is_not_sold_there_may_be_one_that_is(language: str, text: str, told: str) -> None:
    changes = heard(text, "search_trip", language=language, place=PUNO)

    assert problem(changes)["text"].startswith(told)
    assert [button["title"] for button in problem(changes)["buttons"]] == ["Cusco", "Lima"]
    assert changes["wished_place"] == PUNO


def test_a_place_far_from_all_that_is_sold_is_said_without_distances() -> None:
    found = problem(heard("un hotel en Oslo", "search_hotel", place=city("Oslo", "NO")))
    assert "Oslo" in found["text"] and "km" not in found["text"]
    assert [button["title"] for button in found["buttons"]] == ["Cusco", "Lima", "Cartagena"]


def test_a_distance_to_a_namesake_in_another_country_is_not_told() -> None:
    murcia = city("Murcia", "ES", ("cartagena", "ES", 45))
    assert "Cartagena (a" not in problem(heard("quiero ir a Murcia", "search_trip", place=murcia))["text"]


def test_of_two_places_with_one_name_buttons_ask_which_is_meant() -> None:
    asked = heard("quiero ir a Valencia", "search_trip", place=VALENCIAS)

    buttons = problem(asked)["buttons"]
    assert [button["title"] for button in buttons] == ["Valencia (Venezuela)", "Valencia (España)"]
    assert buttons[1]["payload"] == '/inform{"place": {"name": "Valencia", "country": "ES"}}'

    chosen = heard(
        buttons[1]["payload"],
        asked="destination",
        known={"wished_place": asked["wished_place"]},
        place={"name": "Valencia", "country": "ES"},
    )
    assert chosen["wished_place"]["country"] == "ES"
    assert "Valencia" in problem(chosen)["text"]


def test_a_country_that_is_sold_is_told_with_its_places() -> None:
    found = problem(heard("quiero ir a Perú", "search_trip", place=PERU))
    assert found["text"].startswith("En Perú vamos a Cusco y Lima.")


def test_the_country_of_the_place_already_chosen_changes_nothing() -> None:
    changes = heard("quiero viajar por Perú", "search_trip", known={"destination": "cusco"}, place=PERU)
    assert "destination" not in changes and "wished_place" not in changes


def test_where_they_come_from_is_not_where_they_go() -> None:
    changes = heard("voy a viajar desde Puno", "search_trip", origin=PUNO)
    assert changes["turn"]["problem"] is None and "destination" not in changes


@pytest.mark.parametrize("text", ["quiero viajar con mi familia", "I want to go on a trip", "quiero viajar"])
def test_what_is_no_place_is_not_taken_for_one(text: str) -> None:
    assert heard(text, "search_trip")["turn"]["problem"] is None


def test_a_month_is_not_taken_for_a_place() -> None:
    found = problem(heard("quero viajar em maio", "search_trip", language="pt", dates="em maio"))
    assert found["slot"] == "travel_dates"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("vuelos a Oslo para el 3 de marzo", "search_transport"),
        ("qué se puede hacer en Oslo", "ask_recommendation"),
        ("qué tiempo hace en Oslo?", "ask_weather"),
    ],
)
def test_a_place_said_beside_something_else_is_kept_without_a_word(text: str, intent: str) -> None:
    changes = heard(text, intent, place=city("Oslo", "NO"))

    assert changes["wished_place"]["name"] == "Oslo"
    assert changes["turn"]["problem"] is None


def test_it_is_not_kept_where_they_are_going_elsewhere_already() -> None:
    known = {"destination": "cusco"}
    assert "wished_place" not in heard(
        "mi vuelo sale de Oslo", "search_transport", known=known, place=city("Oslo", "NO")
    )


def test_a_place_told_as_a_bare_fact_is_answered() -> None:
    found = problem(heard("voy a estar por Oslo", "inform", place=city("Oslo", "NO")))
    assert "Oslo" in found["text"]


def test_a_no_with_another_place_answers_where_to_go() -> None:
    found = problem(heard("no, mejor Oslo", "deny", asked="destination", place=city("Oslo", "NO")))
    assert "Oslo" in found["text"]


@pytest.mark.parametrize(
    "text", ["I want to go there next Monday", "quiero ir allá en mayo", "quero ir lá em maio"]
)
def test_there_is_no_name_of_a_place(text: str) -> None:
    assert heard(text, "search_trip")["turn"]["problem"] is None


def test_a_question_about_another_place_does_not_replace_where_they_want_to_go() -> None:
    known = {"wished_place": city("Oslo", "NO")}
    changes = heard(
        "y qué tiempo hace en Tokio",
        "ask_weather",
        asked="destination",
        known=known,
        place=city("Tokio", "JP"),
    )
    assert "wished_place" not in changes


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "Quisiera cotizar la estadía en Lagosereno, somos 3 adultos"),
        ("en", "I need a room in Lagosereno for 3"),
        ("pt", "queria orçar a hospedagem em Lagosereno"),
    ],
)
def test_an_unknown_name_where_they_would_stay_is_answered_honestly(language: str, text: str) -> None:
    assert "Lagosereno" in problem(heard(text, "request_quote", language=language))["text"]


def test_a_month_where_they_would_stay_is_no_place() -> None:
    changes = heard("a room in May for 3", "search_hotel", language="en", dates="in May")
    assert "May " not in (changes["turn"]["problem"] or {"text": ""})["text"].replace("May 2027", "")
