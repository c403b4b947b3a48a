"""Places that are not on sale are understood as places and answered honestly; an origin is no destination."""

import pytest

from tests.assistant import Traveller


@pytest.mark.bot
@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("quiero ir a Machala, somos 2 adultos", "Quito (a unos 370 km)"),
        ("I want to travel to Machala, 2 adults", "Quito (about 370 km away)"),
        ("quero viajar para Machala, somos 2 adultos", "Quito (a uns 370 km)"),
    ],
)
def test_what_lies_near_is_offered_and_can_be_pressed(traveller: Traveller, text: str, near: str) -> None:
    turn = traveller.says(text)
    assert "Machala" in turn.text and near in turn.text
    assert turn.slots["wished_place"]["country"] == "EC"

    turn = traveller.presses("Quito")
    assert turn.slots["destination"] == "quito"
    assert turn.slots["party"] == {"adults": 2, "children": 0}


@pytest.mark.bot
def test_two_places_of_one_name_are_told_apart_by_a_button(traveller: Traveller) -> None:
    traveller.says("hola, quiero viajar a Valencia")
    turn = traveller.presses("España")
    assert turn.slots["wished_place"]["country"] == "ES"
    assert "Valencia" in turn.text and turn.asks == "destination"


@pytest.mark.bot
def test_a_country_is_answered_with_its_places(traveller: Traveller) -> None:
    turn = traveller.says("quiero viajar a Perú en mayo")
    assert "En Perú vamos a Cusco y Lima" in turn.text


@pytest.mark.bot
@pytest.mark.parametrize(
    "text",
    [
        "quiero ir a Cusco desde Lima, somos 2 adultos",
        "flights aside, I want to go from Lima to Cusco, we are 2 adults",
        "saindo de Lima quero ir para Cusco, somos 2 adultos",
    ],
)
def test_where_they_leave_from_is_not_where_they_go(traveller: Traveller, text: str) -> None:
    assert traveller.says(text).slots["destination"] == "cusco"
