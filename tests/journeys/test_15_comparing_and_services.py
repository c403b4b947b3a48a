"""Options are set side by side, services come and go before booking, and a budget is kept."""

import pytest

from tests.assistant import Traveller, Turn
from tests.journeys.booking import book

OPTIONS = {
    "es": "quiero ir a Cusco del 10 al 14 de mayo, somos 2 adultos, cualquier hotel",
    "en": "I want to go to Cusco from 10 to 14 May, we are 2 adults, any hotel is fine",
    "pt": "quero ir para Cusco de 10 a 14 de maio, somos 2 adultos, qualquer hotel",
}
QUOTE = {
    "es": "quiero cotizar Cusco para 2 adultos del 10 al 14 de mayo, hotel 4 estrellas",
    "en": "I'd like a quote for Cusco for 2 adults from 10 to 14 May, 4 star hotel",
    "pt": "quero um orçamento de Cusco para 2 adultos de 10 a 14 de maio, hotel 4 estrelas",
}
COMPARE = {
    "es": "¿qué diferencia hay entre la 1 y la 3?",
    "en": "what is the difference between the first and the third?",
    "pt": "qual é a diferença entre a 1 e a 3?",
}
WORTH = {"es": "¿cuál conviene más?", "en": "which one is better?", "pt": "qual vale mais a pena?"}
NO_RIDE = {"es": "sin el traslado", "en": "take out the transfer", "pt": "tira o traslado"}
RIDE = {"es": "agrega el traslado", "en": "add the airport transfer", "pt": "adiciona o traslado"}
ONLY_HOTEL = {
    "es": "quita todo y deja solo el hotel",
    "en": "remove the rest, just the hotel",
    "pt": "tira o passeio e deixa só o hotel",
}
TOUR = {"es": "agrega un tour", "en": "add a tour", "pt": "adiciona um passeio"}
DEAR = {
    "es": "quiero ir a Cusco del 10 al 14 de mayo, somos 2 adultos, máximo 350 dólares por persona",
    "en": "I want to go to Cusco from 10 to 14 May, 2 adults, at most 350 dollars per person",
    "pt": "quero ir para Cusco de 10 a 14 de maio, 2 adultos, no máximo 350 dólares por pessoa",
}
BETTER = {"es": "mejor hasta 450 dólares", "en": "better up to 450 dollars", "pt": "melhor até 450 dólares"}
LANGUAGES = pytest.mark.parametrize("language", ["es", "en", "pt"])


def products_of(turn: Turn) -> list[str]:
    return [option["product"] for option in turn.slots["offered"]]


@pytest.mark.bot
@LANGUAGES
def test_two_options_are_compared_and_one_is_chosen_by_its_button(
    traveller: Traveller, language: str
) -> None:
    offered = products_of(traveller.says(OPTIONS[language]))

    compared = traveller.says(COMPARE[language])

    assert len(compared.raw["replies"]) == 1
    assert [button["payload"] for button in compared.buttons] == [
        f'/choose_option{{"product": "{offered[place]}"}}' for place in (0, 2)
    ]
    title = compared.buttons[1]["title"]
    assert traveller.presses(title).slots["product"] == offered[2]


@pytest.mark.bot
@LANGUAGES
def test_what_is_quoted_is_compared_with_the_others(traveller: Traveller, language: str) -> None:
    quoted = traveller.says(QUOTE[language])

    compared = traveller.says(WORTH[language])

    assert quoted.slots["product"] in compared.buttons[0]["payload"]
    assert len(compared.buttons) >= 2


@pytest.mark.bot
@LANGUAGES
def test_a_transfer_goes_and_comes_back(traveller: Traveller, language: str) -> None:
    quoted = traveller.says(QUOTE[language])

    without = traveller.says(NO_RIDE[language])
    assert without.slots["quote_id"] != quoted.slots["quote_id"]
    assert without.slots["product"] == quoted.slots["product"]
    assert "USD" in without.raw["replies"][0]["text"]

    again = traveller.says(RIDE[language])
    assert _total(again) == _total(quoted) != _total(without)


@pytest.mark.bot
@LANGUAGES
def test_the_hotel_alone_and_then_one_tour(traveller: Traveller, language: str) -> None:
    traveller.says(QUOTE[language])
    traveller.says(ONLY_HOTEL[language])

    tours = traveller.says(TOUR[language])
    assert len(tours.cards) >= 2

    added = traveller.picks(2)
    assert len(added.slots["services"]["extra"]) == 1
    assert tours.cards[1]["title"] in added.text


@pytest.mark.bot
@LANGUAGES
def test_an_older_quotes_button_does_not_book_the_newer_one(traveller: Traveller, language: str) -> None:
    quoted = traveller.says(QUOTE[language])
    traveller.says(NO_RIDE[language])

    old = quoted.buttons[0]
    turn = Turn(traveller.chat.say(old["title"], old["payload"]))

    assert not turn.slots.get("hold_id")
    assert _total(turn) == _total(quoted)


@pytest.mark.bot
@LANGUAGES
def test_a_booking_is_changed_by_a_person(traveller: Traveller, language: str) -> None:
    book(traveller, language)

    turn = traveller.says(RIDE[language])

    assert turn.slots["pending"] == "human"


@pytest.mark.bot
@LANGUAGES
def test_a_budget_chooses_and_a_correction_changes_it_only(traveller: Traveller, language: str) -> None:
    first = traveller.says(DEAR[language])
    assert first.slots["budget"]["amount"] == 350
    assert first.slots["product"] == "tres-balcones"

    again = traveller.says(BETTER[language])

    assert again.slots["budget"]["amount"] == 450
    assert again.slots["budget"]["per"] == "person"
    assert again.slots["destination"] == "cusco"
    assert again.slots["travel_dates"] == first.slots["travel_dates"]


def _total(turn: Turn) -> str:
    """The amount of the quote in the last bubble."""
    text: str = turn.raw["replies"][-1]["text"]
    return text.split("Total: ")[1].split(", ")[0]
