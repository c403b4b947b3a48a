"""Questions are answered from the operator's knowledge base; what is not in it is not made up."""

import pytest

from tests.assistant import Traveller
from tests.journeys.booking import QUOTE

LANGUAGES = ["es", "en", "pt"]
DRONE = {
    "es": "¿puedo llevar mi dron a las ruinas?",
    "en": "can I take my drone to the ruins?",
    "pt": "posso levar meu drone às ruínas?",
}
TIPS = {
    "es": "¿cuánto se deja de propina?",
    "en": "how much should one tip?",
    "pt": "quanto se deixa de gorjeta?",
}
WEATHER_THERE = {
    "es": "¿cuál es la mejor época para ir?",
    "en": "what's the best time of year to go?",
    "pt": "qual é a melhor época para ir?",
}
CUSCO_IS_DRY = {"es": "de mayo a septiembre", "en": "May to September", "pt": "de maio a setembro"}
VISA_FOR_BRAZIL = {
    "es": "¿necesito visa para Brasil?",
    "en": "do I need a visa for Brazil?",
    "pt": "preciso de visto para o Brasil?",
}
CONSULATE = {"es": "consulado de Brasil", "en": "Brazilian consulate", "pt": "consulado do Brasil"}
CHECK_IN = {
    "es": "¿a qué hora es el check in?",
    "en": "what time is check in?",
    "pt": "que horas é o check-in?",
}
THREE_PM = {"es": "14 o 15", "en": "2 or 3 pm", "pt": "14 ou 15"}
UNWRITTEN = {
    "es": "¿tienen un club para viajeros frecuentes?",
    "en": "is there a loyalty scheme?",
    "pt": "vocês têm um clube para viajantes frequentes?",
}
A_PERSON = {"es": "equipo", "en": "team", "pt": "equipe"}
YES = {"es": "sí", "en": "yes", "pt": "sim"}
TRIP_AND_PLUGS = {
    "es": "quiero cotizar Cusco del 10 al 14 de mayo para 2. ¿Qué enchufes hay?",
    "en": "I'd like a quote for Cusco from 10 to 14 May for 2. What plugs do they have?",
    "pt": "quero cotar Cusco de 10 a 14 de maio para 2. Como são as tomadas?",
}
PRICE = {"es": "¿cuánto cuesta el paquete?", "en": "how much is the package?", "pt": "quanto custa o pacote?"}


@pytest.mark.bot
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_only_the_knowledge_base_answers(traveller: Traveller, language: str) -> None:
    assert "Machu Picchu" in traveller.says(DRONE[language]).text
    assert "10" in traveller.says(TIPS[language]).text


@pytest.mark.bot
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_is_about_the_place_of_the_trip(traveller: Traveller, language: str) -> None:
    traveller.says(QUOTE[language])
    assert CUSCO_IS_DRY[language] in traveller.says(WEATHER_THERE[language]).text


@pytest.mark.bot
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_country_in_the_question_comes_before_the_place_of_the_trip(
    traveller: Traveller, language: str
) -> None:
    traveller.says(QUOTE[language])
    assert CONSULATE[language] in traveller.says(VISA_FOR_BRAZIL[language]).text


@pytest.mark.bot
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_hour_of_check_in_is_no_list_of_inclusions(traveller: Traveller, language: str) -> None:
    traveller.says(QUOTE[language])
    assert THREE_PM[language] in traveller.says(CHECK_IN[language]).text


@pytest.mark.bot
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_nobody_wrote_down_is_left_to_a_person(traveller: Traveller, language: str) -> None:
    turn = traveller.says(UNWRITTEN[language])
    assert A_PERSON[language] in turn.text
    assert turn.slots["pending"] == "human"
    assert "action_request_handoff" in traveller.says(YES[language]).actions


@pytest.mark.bot
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_beside_a_trip_is_answered_before_the_trip_goes_on(
    traveller: Traveller, language: str
) -> None:
    turn = traveller.says(TRIP_AND_PLUGS[language])
    assert "220 V" in turn.text
    assert turn.asks == "stars"


@pytest.mark.bot
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_price_never_comes_from_the_knowledge_base(traveller: Traveller, language: str) -> None:
    turn = traveller.says(PRICE[language])
    assert "action_answer" not in turn.actions
    assert turn.asks == "destination"
