"""Only what is missing is asked, one thing at a time, with buttons where the choice is short."""

import pytest

from tests.assistant import Traveller

STEPS = {
    "es": [
        "quiero viajar a Cartagena",
        "del 5 al 9 de junio",
        "2 adultos y 2 niños",
        "de 4 y 9 años",
        "4 estrellas",
    ],
    "en": [
        "I want to travel to Cartagena",
        "5 to 9 June",
        "2 adults and 2 kids",
        "they are 4 and 9",
        "4 stars",
    ],
    "pt": [
        "quero viajar para Cartagena",
        "de 5 a 9 de junho",
        "2 adultos e 2 crianças",
        "4 e 9 anos",
        "4 estrelas",
    ],
}
GIVEN_EARLY = {
    "es": ["somos 2 adultos y queremos ir a Lima", "me da igual", "del 2 al 6 de abril"],
    "en": ["we are 2 adults and want to go to Lima", "any is fine", "from 2 to 6 April"],
    "pt": ["somos 2 adultos e queremos ir para Lima", "tanto faz", "de 2 a 6 de abril"],
}
DIGRESSION = {
    "es": ("quiero viajar a Cartagena", "¿necesito visa?"),
    "en": ("I want to travel to Cartagena", "do I need a visa?"),
    "pt": ("quero viajar para Cartagena", "preciso de visto?"),
}


@pytest.mark.bot
@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_it_asks_for_what_is_missing_in_order(traveller: Traveller, language: str) -> None:
    asked = [traveller.says(line) for line in STEPS[language]]

    assert [turn.asks for turn in asked] == ["travel_dates", "party", "child_ages", "stars", None]
    assert len(asked[3].buttons) >= 3
    assert asked[-1].slots["quote_id"]
    assert all(len(turn.raw["replies"]) <= 3 for turn in asked)


@pytest.mark.bot
@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_what_was_said_early_is_not_asked_again(traveller: Traveller, language: str) -> None:
    first, stars, dates = GIVEN_EARLY[language]

    opening = traveller.says(first)
    assert opening.asks == "travel_dates"
    after_dates = traveller.says(dates)
    assert after_dates.asks == "stars"
    assert traveller.says(stars).cards


@pytest.mark.bot
@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_a_question_in_the_middle_is_answered_and_the_form_goes_on(
    traveller: Traveller, language: str
) -> None:
    opening, question = DIGRESSION[language]
    traveller.says(opening)

    turn = traveller.says(question)

    assert turn.asks == "travel_dates"
    assert {"es": "consulado", "en": "consulate", "pt": "consulado"}[language] in turn.text.lower()
