"""Rasa component: what the traveller wants, as an intent and a ranking."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components import intent_model
from bot.components.embedding_providers import Vectors
from bot.components.fingerprints import sources_of
from bot.components.intent_model import IntentModel
from bot.components.payloads import is_payload
from bot.components.sentence_embeddings import SentenceEmbeddings
from language import normalise, reference

FILE_NAME = "intents.skops"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TurnIntentClassifier(GraphComponent, IntentClassifier):
    """Ranks intents with an `IntentModel`. Rasa's `FallbackClassifier`, placed after it, judges when to doubt.

    A message without words, and a payload Rasa does not know, are `nlu_fallback`.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        """The vectors come from there."""
        return [SentenceEmbeddings]

    @staticmethod
    def required_packages() -> list[str]:
        """A new version of the learner means training again."""
        return ["sklearn", "scipy", "skops"]

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Rasa retrains when this class changes; this adds the modules that do its work."""
        return sources_of(intent_model, normalise, reference)

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """What `IntentModel.fit` is told, and `ranking_length`: how many intents a message keeps."""
        return {
            "vector_weight": 0.75,
            "word_weight": 0.08,
            "letter_weight": 0.17,
            "sharpness": 1.5,
            "ridge": 0.03,
            "caution": 2.5,
            "ranking_length": 5,
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
    ) -> TurnIntentClassifier:
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
    ) -> TurnIntentClassifier:
        """The trained component; raises where the model lacks its file, since without it every turn would fail."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, IntentModel.read(Path(folder) / FILE_NAME))

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from every example that has an intent and words."""
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        self._model = IntentModel.fit(
            texts=[example.get(TEXT) for example in examples],
            vectors=np.vstack([_vector(example) for example in examples]),
            intents=[example.get(INTENT) for example in examples],
            settings=self._config,
        )
        with self._model_storage.write_to(self._resource) as folder:
            self._model.save(Path(folder) / FILE_NAME)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets `intent` and `intent_ranking`."""
        for message in messages:
            ranking = [{"name": name, "confidence": confidence} for name, confidence in self._rank(message)]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking[: self._config["ranking_length"]], add_to_output=True)
        return messages

    def _rank(self, message: Message) -> list[tuple[str, float]]:
        text = message.get(TEXT) or ""
        if self._model is None or not text.strip() or is_payload(text):
            return [(DEFAULT_NLU_FALLBACK_INTENT_NAME, 1.0)]
        return self._model.rank(text, _vector(message))


def _vector(message: Message) -> Vectors:
    _, sentence = message.get_dense_features(TEXT, [])
    vector: Vectors = sentence.features[-1]
    return vector
