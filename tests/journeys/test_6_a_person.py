"""Who asks for a person gets one; the bot is silent until the conversation is given back."""

import pytest

from app.operator import resume_bot
from tests.assistant import Assistant, Traveller

PERSON = {
    "es": "quiero hablar con una persona",
    "en": "I want to talk to a person",
    "pt": "quero falar com uma pessoa",
}
ANGRY = {
    "es": "NO ME ENTIENDES NADA!!! pásame con alguien",
    "en": "this is useless, get me a real person",
    "pt": "vc não entende nada!!! me passa pra alguém",
}
GREETING = {"es": "hola", "en": "hello", "pt": "oi"}


@pytest.mark.bot
@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_the_bot_is_silent_until_it_is_given_back(
    traveller: Traveller, assistant: Assistant, language: str
) -> None:
    told = traveller.says(PERSON[language])
    assert told.raw["owner"] == "queue"
    assert told.text

    assert traveller.says(GREETING[language]).silent

    resume_bot(assistant.settings, traveller.chat.conversation_id)
    assert not traveller.says(GREETING[language]).silent


@pytest.mark.bot
@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_an_angry_traveller_gets_a_person_too(traveller: Traveller, language: str) -> None:
    assert traveller.says(ANGRY[language]).raw["owner"] == "queue"
