"""When the bot is down the traveller is told once, nothing is lost, and the answer comes when it is back."""

import time

import pytest

from tests.assistant import Assistant, Traveller


@pytest.mark.bot
@pytest.mark.parametrize(
    ("language", "greeting", "sorry"),
    [("es", "hola", "guardé"), ("en", "hello", "kept"), ("pt", "oi", "guardei")],
)
def test_a_message_to_a_dead_bot_is_kept_and_answered_later(
    traveller: Traveller, assistant: Assistant, language: str, greeting: str, sorry: str
) -> None:
    traveller.says(greeting)
    assert assistant.bot.process is not None
    assistant.bot.process.kill()
    assistant.bot.process.wait()

    first = traveller.says(
        {"es": "quiero viajar a Lima", "en": "I want to travel to Lima", "pt": "quero viajar para Lima"}[
            language
        ]
    )
    second = traveller.says(
        {"es": "del 5 al 9 de junio", "en": "5 to 9 June", "pt": "de 5 a 9 de junho"}[language]
    )
    assert len(first.raw["replies"]) == 1
    assert sorry in first.text.lower()
    assert second.silent

    assistant.bot.start()
    assistant.wait()
    deadline = time.monotonic() + 60
    while (late := traveller.chat.read()) is None or late["slots"].get("travel_dates") is None:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert late["slots"]["destination"] == "lima"
