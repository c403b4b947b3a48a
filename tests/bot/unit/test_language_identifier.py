"""The component that tells every message's language."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.components.language_identifier import LanguageIdentifier


def _identify(text: str, metadata: Any) -> Message:
    (message,) = LanguageIdentifier().process([Message({"text": text, "metadata": metadata})])
    return message


def test_a_message_gets_its_language_as_data_and_as_entity() -> None:
    message = _identify("I want to go to Cusco", {"language": "es"})
    assert message.get("language") == "en"
    assert message.get("entities") == [
        {
            "entity": "language",
            "value": "en",
            "start": 0,
            "end": 21,
            "confidence": 1.0,
            "extractor": "LanguageIdentifier",
        }
    ]
    assert {"language", "entities"} <= message.output_properties


@pytest.mark.parametrize("metadata", [None, {}, {"language": None}, {"language": "xx"}])
def test_without_a_language_before_the_words_decide(metadata: Any) -> None:
    assert _identify("quero ir para o Rio com a minha família", metadata).get("language") == "pt"
    assert _identify("ok", metadata).get("language") in {"es", "en"}


def test_a_payload_keeps_the_language() -> None:
    assert _identify("/affirm", {"language": "pt"}).get("language") == "pt"
