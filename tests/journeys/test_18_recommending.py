"""Whoever dreams of a kind of place gets the destinations that fit it, in season first, and nothing said is asked again."""

import pytest

from tests.assistant import Traveller, Turn

LANGUAGES = pytest.mark.parametrize("language", ["es", "en", "pt"])
BEACHES = {"Cancún", "Cancun", "Cartagena", "Punta Cana", "Salvador", "Río de Janeiro", "Rio de Janeiro"} | {
    "Galápagos"
}
BEACH = {"es": "algo de playa", "en": "something with a beach", "pt": "praia barata"}
IN_DECEMBER = {
    "es": "quiero ir a la playa en diciembre, somos 2 adultos",
    "en": "we want to go to the beach in December, 2 adults",
    "pt": "quero ir para a praia em dezembro, somos 2 adultos",
}
THEIR_DAYS = {
    "es": "del 10 al 15 de diciembre",
    "en": "from 10 to 15 December",
    "pt": "de 10 a 15 de dezembro",
}
HONEYMOON = {
    "es": "algo tranquilo con playa para mi luna de miel",
    "en": "we want somewhere romantic with a beach for our honeymoon",
    "pt": "um lugar romântico com praia",
}
COLD = {
    "es": "quiero ir a un lugar con nieve",
    "en": "I want to go somewhere with snow",
    "pt": "quero um lugar frio com neve",
}
CHILDREN = {
    "es": "¿qué destino me recomiendas para ir con niños?",
    "en": "where would you recommend going with kids?",
    "pt": "que lugar você recomenda para ir com crianças?",
}


def titles(turn: Turn) -> list[str]:
    return [card["title"] for card in turn.cards]


@pytest.mark.bot
@LANGUAGES
def test_a_beach_brings_the_beaches(traveller: Traveller, language: str) -> None:
    assert set(titles(traveller.says(BEACH[language]))) <= BEACHES


@pytest.mark.bot
@LANGUAGES
def test_a_beach_in_december_begins_a_trip_that_keeps_what_was_said(
    traveller: Traveller, language: str
) -> None:
    dreamt = traveller.says(IN_DECEMBER[language])
    assert set(titles(dreamt)) <= BEACHES
    assert dreamt.slots["party"] == {"adults": 2, "children": 0}
    assert {"es": "En diciembre", "en": "December is a good", "pt": "Dezembro é"}[language] in dreamt.text

    dated = traveller.says(THEIR_DAYS[language])
    assert dated.slots["travel_dates"]["start"].endswith("-12-10")
    assert titles(dated) == titles(dreamt)

    chosen = traveller.picks(1)
    assert chosen.slots["destination"] in ("cancun", "cartagena", "punta-cana")
    assert chosen.asks not in ("destination", "travel_dates", "party")


@pytest.mark.bot
@LANGUAGES
def test_what_is_wished_for_at_once_is_found_at_once(traveller: Traveller, language: str) -> None:
    assert set(titles(traveller.says(HONEYMOON[language]))[:2]) == {"Cartagena", "Punta Cana"}


@pytest.mark.bot
@LANGUAGES
def test_snow_is_where_it_lies(traveller: Traveller, language: str) -> None:
    assert set(titles(traveller.says(COLD[language]))) == {"Bariloche", "Torres del Paine"}


@pytest.mark.bot
@LANGUAGES
def test_with_children_it_goes_where_children_like_it(traveller: Traveller, language: str) -> None:
    shown = traveller.says(CHILDREN[language])
    assert "Punta Cana" in titles(shown)
    assert "Uyuni" not in titles(shown)


@pytest.mark.bot
@pytest.mark.parametrize(
    "text", ["nieve en julio", "somewhere cold with snow in July", "um lugar frio com neve em julho"]
)
def test_a_cold_place_is_no_question_about_the_weather(traveller: Traveller, text: str) -> None:
    shown = traveller.says(text)
    assert len(shown.raw["replies"]) == 1
    assert titles(shown)[0] == "Bariloche"
