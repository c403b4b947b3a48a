"""Ways through the talk: one step back, an emergency, anger, what was half understood."""

import pytest

from tests.assistant import Traveller
from tests.journeys.booking import ACCEPT, QUOTE

GO_TO_CUSCO = {
    "es": "quiero ir a Cusco del 10 al 14 de mayo",
    "en": "I want to go to Cusco from 10 to 14 May",
    "pt": "quero ir a Cusco de 10 a 14 de maio",
}
BACK = {"es": "volver atrás", "en": "go back", "pt": "voltar"}
EMERGENCY = {
    "es": "estamos varados en la estación y nadie nos recoge, ayuda urgente",
    "en": "urgent help, we are stranded and nobody picks us up",
    "pt": "ajuda urgente, estamos presos no aeroporto e ninguém veio nos buscar",
}
EMERGENCY_NUMBER = {"es": "número de emergencias", "en": "emergency number", "pt": "número de emergência"}
FURIOUS = {
    "es": "NO ENTIENDES NADA, pásame YA con una persona!!!",
    "en": "YOU GET NOTHING RIGHT, put me through to a person NOW!!!",
    "pt": "VOCÊ NÃO ENTENDE NADA, me passa JÁ pra uma pessoa!!!",
}
JOKE = {"es": "cuéntame un chiste", "en": "tell me a joke", "pt": "me conta uma piada"}
INTRODUCED = {
    "es": "hola, soy Ana Torres, ana@torres.example, ",
    "en": "hi, I'm Ana Torres, ana@torres.example, ",
    "pt": "oi, sou Ana Torres, ana@torres.example, ",
}


@pytest.mark.bot
@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_one_step_back_asks_the_question_before_again(traveller: Traveller, language: str) -> None:
    traveller.says(GO_TO_CUSCO[language])
    people = traveller.says({"es": "2 adultos", "en": "2 adults", "pt": "2 adultos"}[language])
    assert people.asks == "stars"

    back = traveller.says(BACK[language])

    assert back.asks == "party"
    assert back.slots["destination"] == "cusco"


@pytest.mark.bot
@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_one_step_back_from_a_quote_shows_what_else_there_is(traveller: Traveller, language: str) -> None:
    traveller.says(QUOTE[language])
    assert traveller.says(BACK[language]).cards


@pytest.mark.bot
@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_an_emergency_goes_to_a_person_at_once_and_asks_nothing(traveller: Traveller, language: str) -> None:
    traveller.says(GO_TO_CUSCO[language])

    turn = traveller.says(EMERGENCY[language])

    assert turn.raw["owner"] == "queue"
    assert EMERGENCY_NUMBER[language] in turn.text
    assert turn.asks is None
    assert traveller.says("hola?").silent


@pytest.mark.bot
@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_anger_gets_a_person_without_being_asked_twice(traveller: Traveller, language: str) -> None:
    traveller.says(GO_TO_CUSCO[language])
    assert traveller.says(FURIOUS[language]).raw["owner"] == "queue"


@pytest.mark.bot
@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_what_is_none_of_our_business_is_refused_without_guessing(
    traveller: Traveller, language: str
) -> None:
    turn = traveller.says(JOKE[language])
    assert turn.intent == "out_of_scope"
    assert [button["payload"] for button in turn.buttons][-1] == "/booking_status"


@pytest.mark.bot
def test_half_understood_messages_are_asked_back_with_their_likely_meanings(traveller: Traveller) -> None:
    asked = traveller.says("can my dad who walks slow come")
    payloads = [button["payload"] for button in asked.buttons]
    assert "/ask_accessibility" in payloads and payloads[-1] == "/nlu_fallback"

    assert traveller.presses("accessib").actions == ["action_answer"]


@pytest.mark.bot
@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_who_said_their_name_and_address_first_is_only_asked_for_the_rest(
    traveller: Traveller, language: str
) -> None:
    traveller.says(INTRODUCED[language] + QUOTE[language])

    asked = traveller.says(ACCEPT[language])

    assert asked.asks == "lead_phone"
    assert asked.slots["lead_name"] == "Ana Torres"
    assert asked.slots["lead_email"] == "ana@torres.example"


@pytest.mark.bot
def test_starting_over_forgets_the_place_and_the_budget_too(traveller: Traveller) -> None:
    traveller.says("quiero ir a Machala con menos de 300 dólares por persona")
    fresh = traveller.says("empecemos de nuevo")
    assert not fresh.slots.keys() & {"destination", "wished_place", "budget"}
