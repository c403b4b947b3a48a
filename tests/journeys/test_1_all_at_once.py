"""Everything in one message gives a quote, with nothing asked twice."""

from datetime import date

import pytest

from tests.assistant import Traveller

LINES = {
    "es": "hola, quiero cotizar Cusco para 2 adultos y un niño de 8 del 10 al 14 de mayo, hotel 4 estrellas",
    "en": "hi, how much is Cusco for 2 adults and a boy of 8 from 10 to 14 May, 4 star hotel",
    "pt": "oi, quero um orçamento para Cusco para 2 adultos e uma criança de 8 anos de 10 a 14 de maio, hotel 4 estrelas",
}
MISSPELT = {
    "es": "ola qiero ir a cusko con mi esposa y 2 niños de 4 y 7, del 3 al 8 de julio hotel 3 estreyas cuanto sale",
    "en": "hey hw much for a trip to cuzco, me and my wife plus 2 kids 4 and 7, july 3 to 8, 3 stars",
    "pt": "oii qto fica cusco p mim e minha esposa e 2 criancas de 4 e 7 anos de 3 a 8 de julho hotel 3 estrelas",
}


def coming(month: int, day: int) -> str:
    today = date.today()
    moment = date(today.year, month, day)
    return (moment if moment >= today else date(today.year + 1, month, day)).isoformat()


@pytest.mark.bot
@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_one_message_gives_a_quote(traveller: Traveller, language: str) -> None:
    turn = traveller.says(LINES[language])

    assert turn.raw["language"] == language
    assert turn.slots["destination"] == "cusco"
    assert turn.slots["travel_dates"] == {"start": coming(5, 10), "end": coming(5, 14)}
    assert turn.slots["party"] == {"adults": 2, "children": 1}
    assert turn.slots["child_ages"] == [8]
    assert turn.slots["stars"] == 4
    assert turn.slots["quote_id"]
    assert turn.asks is None
    assert "USD" in turn.text or "US$" in turn.text
    assert "Q-" in turn.text
    assert {"es": "incluye", "en": "includes", "pt": "inclui"}[language] in turn.text.lower()
    assert {"es": "hasta", "en": "until", "pt": "até"}[language] in turn.text.lower()
    assert turn.buttons


@pytest.mark.bot
@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_as_people_write_on_a_phone(traveller: Traveller, language: str) -> None:
    turn = traveller.says(MISSPELT[language])

    assert turn.raw["language"] == language
    assert turn.slots["destination"] == "cusco"
    assert turn.slots["travel_dates"] == {"start": coming(7, 3), "end": coming(7, 8)}
    assert turn.slots["party"] == {"adults": 2, "children": 2}
    assert turn.slots["child_ages"] == [4, 7]
    assert turn.slots["quote_id"]
