"""When the bot is down travellers are told once, nothing is lost, and the answers come when it is back."""

import time
from collections.abc import Callable

import pytest

from tests.assistant import Assistant, Traveller

GREETING = {"es": "hola", "en": "hello", "pt": "oi"}
SORRY = {"es": "guardé", "en": "kept", "pt": "guardei"}
PLACE = {"es": "quiero viajar a Lima", "en": "I want to travel to Lima", "pt": "quero viajar para Lima"}
DATES = {"es": "del 5 al 9 de junio", "en": "5 to 9 June", "pt": "de 5 a 9 de junho"}


@pytest.mark.bot
def test_messages_to_a_dead_bot_are_kept_and_answered_later(
    another_traveller: Callable[[], Traveller], assistant: Assistant
) -> None:
    travellers = {language: another_traveller() for language in GREETING}
    for language, traveller in travellers.items():
        traveller.says(GREETING[language])
    assert assistant.bot.process is not None
    assistant.bot.process.kill()
    assistant.bot.process.wait()

    for language, traveller in travellers.items():
        first, second = traveller.says(PLACE[language]), traveller.says(DATES[language])
        assert len(first.raw["replies"]) == 1
        assert SORRY[language] in first.text.lower()
        assert second.silent

    assistant.bot.start()
    assistant.wait()
    deadline = time.monotonic() + 60
    for language, traveller in travellers.items():
        while (late := traveller.chat.read()) is None or late["slots"].get("travel_dates") is None:
            assert time.monotonic() < deadline, language
            time.sleep(0.2)
        assert late["slots"]["destination"] == "lima"
