"""The intent of a message, learned from few examples and kept in a file without pickles."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import skops.io
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.embedding_providers import HashedTrigrams
from bot.components.intent_classifier import TurnIntentClassifier
from bot.components.intent_model import IntentModel, UntrustedModel
from bot.components.sentence_embeddings import SentenceEmbeddings

EXAMPLES = {
    "greet": ["hola", "hola buenas", "buenos días", "hello there", "hello", "oi, bom dia", "olá"],
    "cancel_booking": ["quiero cancelar", "cancelar mi reserva", "cancel my booking", "cancelar a reserva"],
    "inform": ["del 10 al 14 de mayo", "del 5 al 9 de junio", "from 10 to 14 May", "de 10 a 14 de maio"],
}


@pytest.fixture
def embeddings(tmp_path: Path) -> SentenceEmbeddings:
    config = {**SentenceEmbeddings.get_default_config(), "cache_dir": str(tmp_path)}
    return SentenceEmbeddings(config, "embeddings", HashedTrigrams())


@pytest.fixture
def classifier(
    embeddings: SentenceEmbeddings, storage: LocalModelStorage, resource: Resource, context: ExecutionContext
) -> TurnIntentClassifier:
    """Trained, then loaded from what it stored."""
    config = {**TurnIntentClassifier.get_default_config(), "ranking_length": 2}
    examples = [Message({"text": text, "intent": name}) for name, texts in EXAMPLES.items() for text in texts]
    data = embeddings.process_training_data(TrainingData(examples))
    TurnIntentClassifier.create(config, storage, resource, context).train(data)
    return TurnIntentClassifier.load(config, storage, resource, context)


def _classify(classifier: TurnIntentClassifier, embeddings: SentenceEmbeddings, text: str) -> Message:
    (message,) = classifier.process(embeddings.process([Message({"text": text})]))
    return message


@pytest.mark.parametrize(
    ("text", "intent"),
    [("¡Hola!", "greet"), ("cancelar la reserva", "cancel_booking"), ("del 3 al 8 de marzo", "inform")],
)
def test_new_words_for_a_known_wish_are_understood(
    classifier: TurnIntentClassifier, embeddings: SentenceEmbeddings, text: str, intent: str
) -> None:
    message = _classify(classifier, embeddings, text)
    assert message.get("intent")["name"] == intent
    assert message.get("intent_ranking")[0] == message.get("intent")


def test_the_ranking_is_short_and_sorted(
    classifier: TurnIntentClassifier, embeddings: SentenceEmbeddings
) -> None:
    ranking = _classify(classifier, embeddings, "hola").get("intent_ranking")
    assert len(ranking) == 2 and ranking[0]["confidence"] > ranking[1]["confidence"]


@pytest.mark.parametrize("text", ["", "   ", "/unknown{}"])
def test_without_words_there_is_no_intent(
    classifier: TurnIntentClassifier, embeddings: SentenceEmbeddings, text: str
) -> None:
    assert _classify(classifier, embeddings, text).get("intent")["name"] == "nlu_fallback"


def test_a_file_with_anything_else_in_it_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "intents.skops"
    skops.io.dump({"words": Path("/etc"), "letters": np.zeros(1)}, path)
    with pytest.raises(UntrustedModel):
        IntentModel.read(path)
