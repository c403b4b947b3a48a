"""Options are numbered cards; a place in the list or a superlative chooses; a changed party quotes again."""

import re
from collections.abc import Callable

import pytest

from tests.assistant import Traveller, Turn

OPENING = {
    "es": ["quiero ir a Cusco del 10 al 14 de mayo, somos 2 adultos", "me da igual el hotel"],
    "en": ["I want to go to Cusco from 10 to 14 May, we are 2 adults", "any hotel is fine"],
    "pt": ["quero ir para Cusco de 10 a 14 de maio, somos 2 adultos", "qualquer hotel"],
}
SECOND = {"es": "la segunda", "en": "the second one", "pt": "a segunda"}
CHEAPEST = {"es": "la más barata", "en": "the cheapest one", "pt": "o mais barato"}
SIX = {"es": "y si somos 6?", "en": "what if we are 6?", "pt": "e se formos 6?"}
JUNE = {"es": "no, mejor en junio", "en": "actually make it June", "pt": "não, melhor em junho"}


SHOW = {
    "es": "quiero ver la cotización {}",
    "en": "can you show me my quote {}?",
    "pt": "minha cotação {} por favor",
}
STRANGER = {"es": "hola", "en": "hi there", "pt": "oi, tudo bem?"}


def offered(traveller: Traveller, language: str) -> Turn:
    for line in OPENING[language]:
        turn = traveller.says(line)
    return turn


@pytest.mark.bot
@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_options_are_cards_with_photo_price_and_rating(traveller: Traveller, language: str) -> None:
    turn = offered(traveller, language)

    assert len(turn.cards) >= 3
    assert [card["number"] for card in turn.cards] == list(range(1, len(turn.cards) + 1))
    assert all(
        card["image"].startswith("/photos/") and card["price"] and card["rating"] for card in turn.cards
    )


@pytest.mark.bot
@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_the_second_one_is_chosen_in_words(traveller: Traveller, language: str) -> None:
    options = offered(traveller, language).slots["offered"]

    turn = traveller.says(SECOND[language])

    assert turn.slots["product"] == options[1]["product"]
    assert turn.slots["quote_id"]


@pytest.mark.bot
@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_the_cheapest_one_is_chosen_in_words(traveller: Traveller, language: str) -> None:
    options = offered(traveller, language).slots["offered"]

    turn = traveller.says(CHEAPEST[language])

    assert turn.slots["product"] == min(options, key=lambda option: option["price_minor"])["product"]


@pytest.mark.bot
def test_a_card_can_be_pressed(traveller: Traveller) -> None:
    options = offered(traveller, "es").slots["offered"]
    assert traveller.picks(3).slots["product"] == options[2]["product"]


@pytest.mark.bot
@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_another_party_quotes_the_same_hotel_again(traveller: Traveller, language: str) -> None:
    offered(traveller, language)
    quoted = traveller.says(SECOND[language])

    again = traveller.says(SIX[language])

    assert again.slots["party"]["adults"] == 6
    assert again.slots["product"] == quoted.slots["product"]
    assert again.slots["quote_id"] != quoted.slots["quote_id"]
    assert "Q-" in again.text


@pytest.mark.bot
@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_a_correction_of_the_month_changes_the_dates_only(traveller: Traveller, language: str) -> None:
    offered(traveller, language)
    quoted = traveller.says(SECOND[language])

    again = traveller.says(JUNE[language])

    assert again.slots["travel_dates"]["start"][5:] == "06-10"
    assert again.slots["travel_dates"]["end"][5:] == "06-14"
    assert again.slots["product"] == quoted.slots["product"]


@pytest.mark.bot
@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_a_quote_is_opened_by_its_reference_in_words(
    traveller: Traveller, another_traveller: Callable[[], Traveller], language: str
) -> None:
    offered(traveller, language)
    quoted = traveller.says(SECOND[language])
    reference = re.search(r"Q-\w{6}", quoted.text)
    assert reference
    another = another_traveller()
    another.says(STRANGER[language])

    shown = another.says(SHOW[language].format(reference.group().lower()))

    assert re.search(r"Q-\w{6}", shown.text)
    assert shown.slots["product"] == quoted.slots["product"]
    assert shown.slots["pending"] == "book"
