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


def _trained(caution: float) -> IntentModel:
    texts = ["play some music", "turn the lights off", "book a hotel", "a hotel in lima"]
    intents = ["out_of_scope", "out_of_scope", "search_hotel", "search_hotel"]
    settings = {**TurnIntentClassifier.get_default_config(), "caution": caution}
    return IntentModel.fit(texts, HashedTrigrams().embed(texts), intents, settings)


def test_the_more_caution_the_sooner_a_text_is_none_of_our_business() -> None:
    text = "book some music in lima"
    (vector,) = HashedTrigrams().embed([text])
    bold, careful = (dict(_trained(caution).rank(text, vector))["out_of_scope"] for caution in (1.0, 5.0))
    assert 0 < bold < careful < 1
    assert careful / (1 - careful) == pytest.approx(5 * bold / (1 - bold), rel=1e-3)


def test_what_was_learned_is_the_same_after_reading_it_from_its_file(tmp_path: Path) -> None:
    model = _trained(caution=5.0)
    model.save(tmp_path / "intents.skops")
    (vector,) = HashedTrigrams().embed(["a hotel"])
    assert IntentModel.read(tmp_path / "intents.skops").rank("a hotel", vector) == model.rank(
        "a hotel", vector
    )


def test_drawn_out_letters_and_digits_make_no_difference_to_the_words() -> None:
    model = _trained(caution=5.0)
    (vector,) = HashedTrigrams().embed(["a hotel"])
    assert model.rank("a hoteeeel 12", vector) == model.rank("a hotel 98", vector)


def test_a_file_with_anything_else_in_it_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "intents.skops"
    skops.io.dump({"words": Path("/etc"), "letters": np.zeros(1)}, path)
    with pytest.raises(UntrustedModel):
        IntentModel.read(path)
