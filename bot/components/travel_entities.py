"""Rasa component: the entities of docs/architecture.md, found in what a traveller writes."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.gazetteer import Gazetteer
from bot.components.language_choice import DEFAULT
from bot.components.mentions import find_mentions
from bot.components.payloads import is_payload
from language.normalise import fold

FILE_NAME = "catalogue.json"
_KINDS = ("destination:", "product:")
_WORD = re.compile(r"[^\W\d_]+")
# A word that two training examples use is a word of the language, not a slip of the pen.
ORDINARY_FROM = 2


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class TravelEntities(GraphComponent, EntityExtractorMixin):
    """Knows the catalogue's names from the training data's synonyms, the rest from the room `language`."""

    @staticmethod
    def required_packages() -> list[str]:
        """What tokenises and compares."""
        return ["spacy", "rapidfuzz"]

    def __init__(self, model_storage: ModelStorage, resource: Resource, gazetteer: Gazetteer) -> None:
        self._model_storage = model_storage
        self._resource = resource
        self._gazetteer = gazetteer

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TravelEntities:
        """See Rasa's `GraphComponent`; it knows no names until it is trained."""
        return cls(model_storage, resource, Gazetteer({}, ()))

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> TravelEntities:
        """The trained component."""
        with model_storage.read_from(resource) as folder:
            learned = json.loads((Path(folder) / FILE_NAME).read_text(encoding="utf-8"))
        return cls(model_storage, resource, Gazetteer(learned["names"], learned["ordinary"]))

    def train(self, training_data: TrainingData) -> Resource:
        """Learns names from synonyms to `destination:<code>` and `product:<code>`, ordinary words from examples."""
        names = {
            name: target
            for name, target in training_data.entity_synonyms.items()
            if target.startswith(_KINDS)
        }
        learned = {"names": names, "ordinary": _ordinary_words(training_data)}
        self._gazetteer = Gazetteer(names, learned["ordinary"])
        with self._model_storage.write_to(self._resource) as folder:
            path = Path(folder) / FILE_NAME
            path.write_text(json.dumps(learned, ensure_ascii=False, sort_keys=True), encoding="utf-8")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the entities of everything but payloads, which bring their own."""
        for message in messages:
            text = message.get(TEXT) or ""
            if not is_payload(text):
                found = find_mentions(text, message.get("language", DEFAULT), self._gazetteer)
                entities = self.add_extractor_name([mention._asdict() for mention in found])
                message.set(ENTITIES, message.get(ENTITIES, []) + entities, add_to_output=True)
        return messages


def _ordinary_words(training_data: TrainingData) -> list[str]:
    counts: Counter[str] = Counter()
    for example in training_data.intent_examples:
        counts.update(set(_WORD.findall(fold(example.get(TEXT) or ""))))
    return sorted(word for word, count in counts.items() if count >= ORDINARY_FROM)
