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
from rasa.shared.nlu.constants import ENTITIES, METADATA, METADATA_EXAMPLE, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components import knowledge_base
from bot.components.embedding_providers import Vectors
from bot.components.fingerprints import sources_of
from bot.components.knowledge_base import KnowledgeBase
from bot.components.payloads import is_payload
from bot.components.sentence_embeddings import SentenceEmbeddings

FILE_NAME = "knowledge.npz"
ENTITY = "knowledge"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class Knowledge(GraphComponent, EntityExtractorMixin):
    """Knows the questions among the training examples whose metadata name an entry; says nothing to payloads.

    The entity stands for the whole message, so it has no place in it: it begins and ends at 0.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        """The vectors come from there."""
        return [SentenceEmbeddings]

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Rasa retrains when this class changes; this adds the module that does its work."""
        return sources_of(knowledge_base)

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`candidates`: how many entries a message gets, nearest first."""
        return {"candidates": 3}

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        base: KnowledgeBase | None = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._base = base

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
        """The trained component."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, KnowledgeBase.read(Path(folder) / FILE_NAME))

    def train(self, training_data: TrainingData) -> Resource:
        """Keeps the vectors of the knowledge base's questions; there may be none."""
        asked = [example for example in training_data.intent_examples if _origin(example)]
        vectors = np.vstack([_vector(example) for example in asked]) if asked else np.empty((0, 0))
        self._base = KnowledgeBase.fit(
            [_origin(example)["entry"] for example in asked],
            [_origin(example)["language"] for example in asked],
            np.asarray(vectors, dtype=np.float32),
        )
        with self._model_storage.write_to(self._resource) as folder:
            self._base.save(Path(folder) / FILE_NAME)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the entity `knowledge` for each of the nearest entries."""
        for message in messages:
            text = message.get(TEXT) or ""
            if self._base is not None and text.strip() and not is_payload(text):
                near = self._base.nearest(_vector(message), self._config["candidates"])
                found = [
                    {
                        "entity": ENTITY,
                        "value": one._asdict(),
                        "start": 0,
                        "end": 0,
                        "confidence": one.likeness,
                    }
                    for one in near
                ]
                entities = message.get(ENTITIES, []) + self.add_extractor_name(found)
                message.set(ENTITIES, entities, add_to_output=True)
        return messages


def _origin(example: Message) -> dict[str, str]:
    """Of which entry and in which language an example is a question; empty where it is of none."""
    origin: dict[str, str] = (example.get(METADATA) or {}).get(METADATA_EXAMPLE) or {}
    return origin


def _vector(message: Message) -> Vectors:
    _, sentence = message.get_dense_features(TEXT, [])
    vector: Vectors = sentence.features[-1]
    return vector
