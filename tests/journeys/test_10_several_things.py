"""Several things in one message are all answered, and what was said before is kept where it is meant."""

import pytest

from tests.assistant import Traveller
from tests.journeys.booking import QUOTE

MOST_BUBBLES = 3
PRICE_AND_VISA = {
    "es": "hola! cuánto sale Cusco en mayo y necesito visa?",
    "en": "hi! how much is Cusco in May and do I need a visa?",
    "pt": "oi! quanto custa Cusco em maio e preciso de visto?",
}
VISA = {"es": "consulado", "en": "consulate", "pt": "consulado"}
QUOTE_AND_PETS = {
    "es": "quiero cotizar Río del 5 al 9 de junio para 2 y necesito saber si aceptan mascotas",
    "en": "I'd like a quote for Rio from 5 to 9 June for 2 people, and can we bring our dog?",
    "pt": "quero cotar o Rio de 5 a 9 de junho pra 2 e preciso saber se aceitam pets",
}
PETS = {"es": "epende de cada hotel", "en": "depends on each hotel", "pt": "epende de cada hotel"}
BOOK_AND_TERMS = {
    "es": "la reservo, ¿y cuál es la política de cancelación?",
    "en": "book it, and what's the cancellation policy?",
    "pt": "quero reservar, e qual é a política de cancelamento?",
}
TERMS = {"es": "cargo", "en": "charge", "pt": "taxa"}
QUESTION_WITH_A_TRIP = {
    "es": "¿necesito visa para ir a Cusco del 3 al 7 de mayo 2 personas?",
    "en": "do I need a visa to go to Cusco from 3 to 7 May, 2 people?",
    "pt": "preciso de visto para ir a Cusco de 3 a 7 de maio, 2 pessoas?",
}
GO_ON = {"es": "quiero cotizarlo", "en": "I'd like a quote", "pt": "quero um orçamento"}
SAME_IN_AUGUST = {
    "es": "el mismo hotel pero en agosto",
    "en": "same hotel but in August",
    "pt": "o mesmo hotel mas em agosto",
}
SAME_DATES = {
    "es": "mejor Cartagena, las mismas fechas",
    "en": "actually make it Cartagena, same dates",
    "pt": "melhor Cartagena, as mesmas datas",
}
FOR_SIX = {"es": "¿y para 6?", "en": "and for 6?", "pt": "e para 6?"}
OPTIONS = {
    "es": "quiero un hotel en Cusco del 10 al 14 de mayo para 2 adultos, cualquier categoría",
    "en": "I want a hotel in Cusco from 10 to 14 May for 2 adults, any hotel",
    "pt": "quero um hotel em Cusco de 10 a 14 de maio para 2 adultos, qualquer hotel",
}
THAT_ONE = {"es": "esa, la segunda", "en": "that one, the second", "pt": "essa, a segunda"}
LANGUAGES = ["es", "en", "pt"]


@pytest.mark.bot
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_price_and_a_visa_in_one_message(traveller: Traveller, language: str) -> None:
    turn = traveller.says(PRICE_AND_VISA[language])

    assert VISA[language] in turn.text
    assert turn.slots["destination"] == "cusco"
    assert turn.asks == "travel_dates"
    assert turn.slots["hints"]["month"].endswith("-05")
    assert len(turn.raw["replies"]) <= MOST_BUBBLES


@pytest.mark.bot
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_quote_and_pets_in_one_message(traveller: Traveller, language: str) -> None:
    turn = traveller.says(QUOTE_AND_PETS[language])

    assert PETS[language] in turn.text
    assert turn.slots["travel_dates"]["start"].endswith("-06-05")
    assert turn.slots["party"] == {"adults": 2, "children": 0}
    assert turn.asks == "stars"
    assert len(turn.raw["replies"]) <= MOST_BUBBLES


@pytest.mark.bot
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_booking_and_its_terms_in_one_message(traveller: Traveller, language: str) -> None:
    traveller.says(QUOTE[language])

    turn = traveller.says(BOOK_AND_TERMS[language])

    assert TERMS[language] in turn.text
    assert turn.asks == "lead_name"
    assert len(turn.raw["replies"]) <= MOST_BUBBLES


@pytest.mark.bot
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_trip_told_in_a_question_is_not_asked_again(traveller: Traveller, language: str) -> None:
    asked = traveller.says(QUESTION_WITH_A_TRIP[language])
    assert VISA[language] in asked.text

    turn = traveller.says(GO_ON[language])

    assert turn.asks == "stars"
    assert turn.slots["travel_dates"]["start"].endswith("-05-03")


@pytest.mark.bot
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_hotel_in_another_month(traveller: Traveller, language: str) -> None:
    before = traveller.says(QUOTE[language]).slots

    turn = traveller.says(SAME_IN_AUGUST[language])

    for slot in ("destination", "product", "party", "stars"):
        assert turn.slots[slot] == before[slot], slot
    assert turn.slots["travel_dates"]["start"].endswith("-08-10")


@pytest.mark.bot
@pytest.mark.parametrize("language", LANGUAGES)
def test_another_place_on_the_same_dates(traveller: Traveller, language: str) -> None:
    before = traveller.says(QUOTE[language]).slots

    turn = traveller.says(SAME_DATES[language])

    assert turn.slots["destination"] == "cartagena"
    for slot in ("travel_dates", "party"):
        assert turn.slots[slot] == before[slot], slot


@pytest.mark.bot
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_trip_for_six(traveller: Traveller, language: str) -> None:
    before = traveller.says(QUOTE[language]).slots

    turn = traveller.says(FOR_SIX[language])

    assert turn.slots["party"] == {"adults": 6, "children": 0}
    for slot in ("destination", "travel_dates", "stars"):
        assert turn.slots[slot] == before[slot], slot


@pytest.mark.bot
@pytest.mark.parametrize("language", LANGUAGES)
def test_that_one(traveller: Traveller, language: str) -> None:
    second = traveller.says(OPTIONS[language]).slots["offered"][1]["product"]
    assert traveller.says(THAT_ONE[language]).slots["product"] == second
