"""Rasa component: the language to answer in, as message data and as an entity."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components.language_choice import DEFAULT, LANGUAGES, choose_language
from bot.components.payloads import is_payload


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class LanguageIdentifier(GraphComponent, EntityExtractorMixin):
    """Judges every message against `metadata.language`, spoken before or, when `metadata.heard` is false, only guessed."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LanguageIdentifier:
        """See Rasa's `GraphComponent`."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets `language` on every message and adds the entity; a payload keeps the language spoken before."""
        for message in messages:
            text, metadata = message.get(TEXT) or "", message.get("metadata") or {}
            previous = metadata.get("language") if metadata.get("language") in LANGUAGES else None
            heard = metadata.get("heard", True)
            language = (
                previous or DEFAULT if is_payload(text) else choose_language(text, previous, heard=heard)
            )
            entity = {
                "entity": "language",
                "value": language,
                "start": 0,
                "end": len(text),
                "confidence": 1.0,
            }
            message.set("language", language, add_to_output=True)
            message.set(
                ENTITIES, message.get(ENTITIES, []) + self.add_extractor_name([entity]), add_to_output=True
            )
        return messages
