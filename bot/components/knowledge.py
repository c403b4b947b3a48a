"""Rasa component: the entries of the operator's knowledge base that a message comes nearest to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, INTENT, METADATA, METADATA_EXAMPLE, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components import intent_model
from bot.components.embedding_providers import Vectors
from bot.components.fingerprints import sources_of
from bot.components.intent_model import IntentModel
from bot.components.payloads import is_payload
from bot.components.sentence_embeddings import SentenceEmbeddings
from language import normalise, reference

FILE_NAME = "knowledge.skops"
ENTITY = "knowledge"
# What examples stand for that ask for no entry.
NOTHING = ""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class Knowledge(GraphComponent, EntityExtractorMixin):
    """Learns entries as the intents are learned, from the examples whose metadata name one; says nothing to payloads.

    How like a message is to an entry is how many votes it gets: entries are told apart better by them than by the
    nearest question (docs/nlu.md). Examples of intents that no entry belongs to vote against all of them, so that a
    small knowledge base does not answer everything. The entity stands for the whole message: it begins and ends at 0.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        """The vectors come from there."""
        return [SentenceEmbeddings]

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Rasa retrains when this class changes; this adds the modules that do its work."""
        return sources_of(intent_model, normalise, reference)

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """What `IntentModel.fit` is told; `candidates`: how many entries a message gets, nearest first; `others`: about
        how many examples vote against all entries.

        A vote fades sooner than one for an intent: what is like no question should be like no entry.
        """
        return {
            "vector_weight": 0.75,
            "word_weight": 0.08,
            "letter_weight": 0.17,
            "sharpness": 3.0,
            "ridge": 0.1,
            "caution": 1.0,
            "candidates": 3,
            "others": 1500,
        }

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: IntentModel | None = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Knowledge:
        """See Rasa's `GraphComponent`."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Knowledge:
        """The trained component; where there is no file there were no questions."""
        with model_storage.read_from(resource) as folder:
            path = Path(folder) / FILE_NAME
            return cls(config, model_storage, resource, IntentModel.read(path) if path.exists() else None)

    def train(self, training_data: TrainingData) -> Resource:
        """Learns the entries from their questions; there may be none."""
        written = [example for example in training_data.intent_examples if example.get(TEXT)]
        asked = [example for example in written if _entry(example)]
        answered = {example.get(INTENT) for example in asked}
        others = [example for example in written if example.get(INTENT) not in answered]
        learned = [*asked, *others[:: max(1, len(others) // self._config["others"])]]
        with self._model_storage.write_to(self._resource) as folder:
            if asked:
                self._model = IntentModel.fit(
                    texts=[example.get(TEXT) for example in learned],
                    vectors=np.vstack([_vector(example) for example in learned]),
                    intents=[_entry(example) for example in learned],
                    settings=self._config,
                )
                self._model.save(Path(folder) / FILE_NAME)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the entity `knowledge` for each of the nearest entries."""
        for message in messages:
            text = message.get(TEXT) or ""
            if self._model is not None and text.strip() and not is_payload(text):
                voted = self._model.votes(text, _vector(message))
                near = [(entry, votes) for entry, votes in voted if entry != NOTHING]
                found = self.add_extractor_name([_found(*one) for one in near[: self._config["candidates"]]])
                message.set(ENTITIES, message.get(ENTITIES, []) + found, add_to_output=True)
        return messages


def _entry(example: Message) -> str:
    """The entry that an example is a question of, else `NOTHING`."""
    metadata = (example.get(METADATA) or {}).get(METADATA_EXAMPLE) or {}
    return str(metadata.get("entry", NOTHING))


def _found(entry: str, votes: float) -> dict[str, Any]:
    likeness = round(min(max(votes, 0.0), 1.0), 3)
    value = {"entry": entry, "likeness": likeness}
    return {"entity": ENTITY, "value": value, "start": 0, "end": 0, "confidence": likeness}


def _vector(message: Message) -> Vectors:
    _, sentence = message.get_dense_features(TEXT, [])
    vector: Vectors = sentence.features[-1]
    return vector
