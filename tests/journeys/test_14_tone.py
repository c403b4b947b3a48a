"""Short answers in the traveller's language and form of address, with one question that a yes answers."""

from __future__ import annotations

import pytest

from tests.assistant import Traveller
from tests.journeys.booking import ACCEPT, NAME, QUOTE, YES

TO_TU = (" te ", " tu ", " tus ", "quieres", "puedes")
SEVERAL_THINGS = {
    "es": "hola! cuánto sale Cusco para 2 adultos del 10 al 14 de mayo, hotel 4 estrellas? ¿necesito visa, qué tal el clima y puedo llevar a mi perro?",
    "en": "hi! how much is Cusco for 2 adults from 10 to 14 May, 4 star hotel? do I need a visa, how is the weather and can I bring my dog?",
    "pt": "oi! quanto sai Cusco para 2 adultos de 10 a 14 de maio, hotel 4 estrelas? preciso de visto, como é o clima e posso levar meu cachorro?",
}
CROWD = {
    "es": "quiero ir a Cusco, somos 60 personas",
    "en": "I want to go to Cusco, we are 60 people",
    "pt": "quero ir a Cusco, somos 60 pessoas",
}
LANGUAGES = ["es", "en", "pt"]


@pytest.mark.bot
def test_who_says_usted_hears_usted_to_the_end(traveller: Traveller) -> None:
    first = traveller.says("Buenas tardes, ¿usted me puede ayudar con un viaje a Cusco?")
    assert first.slots["form_of_address"] == "usted"
    for line in (QUOTE["es"], ACCEPT["es"], NAME["es"]):
        traveller.says(line)
    heard = " ".join(turn.text for turn in traveller.turns).lower()
    assert not any(word in heard for word in TO_TU), heard


@pytest.mark.bot
def test_a_later_tu_changes_how_they_are_spoken_to(traveller: Traveller) -> None:
    assert "le " in traveller.says("Disculpe, ¿me puede decir qué hace usted?").text.lower()
    assert traveller.says("oye, dime qué puedes hacer").slots["form_of_address"] == "tu"


@pytest.mark.bot
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_turn_has_at_most_three_bubbles_however_much_was_asked(traveller: Traveller, language: str) -> None:
    turn = traveller.says(SEVERAL_THINGS[language])
    assert 1 <= len(turn.raw["replies"]) <= 3
    assert "Cusco" in turn.text


@pytest.mark.bot
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_yes_to_the_offer_for_a_large_group_is_a_yes_to_a_person(
    traveller: Traveller, language: str
) -> None:
    assert traveller.says(CROWD[language]).slots["pending"] == "human"
    assert traveller.says(YES[language]).raw["owner"] == "queue"


@pytest.mark.bot
def test_a_no_to_it_goes_on_with_fewer(traveller: Traveller) -> None:
    traveller.says(CROWD["es"])
    assert traveller.says("no").raw["owner"] == "bot"
    assert traveller.says("somos 4 adultos").slots["party"] == {"adults": 4, "children": 0}
