"""The entries of the knowledge base that a message comes nearest to, learned from examples that name them."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.importers.utils import training_data_from_paths
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.embedding_providers import HashedTrigrams
from bot.components.knowledge import Knowledge
from bot.components.sentence_embeddings import SentenceEmbeddings

WRITTEN = """version: "3.1"
nlu:
- intent: ask_pets
  examples:
  - {text: "can I bring my dog?", metadata: {entry: pets}}
  - {text: "¿aceptan perros?", metadata: {entry: pets}}
- intent: ask_knowledge
  examples:
  - {text: "may I fly my drone?", metadata: {entry: drones}}
  - {text: "¿puedo volar un dron?", metadata: {entry: drones}}
  - {text: "is there wifi in the room?", metadata: {entry: wifi}}
- intent: greet
  examples: |
    - hello there
    - hola
    - good morning, how are you
    - 17 green saxophones
    - see you tomorrow
    - thanks a lot
    - buenas noches a todos
"""


@pytest.fixture
def embeddings(tmp_path: Path) -> SentenceEmbeddings:
    config = {**SentenceEmbeddings.get_default_config(), "cache_dir": str(tmp_path)}
    return SentenceEmbeddings(config, "embeddings", HashedTrigrams())


@pytest.fixture
def learned(tmp_path: Path) -> TrainingData:
    """The examples as Rasa reads them from the file that the app writes."""
    path = tmp_path / "knowledge.yml"
    path.write_text(WRITTEN, encoding="utf-8")
    return training_data_from_paths([str(path)], "es")


@pytest.fixture
def trained(
    learned: TrainingData,
    embeddings: SentenceEmbeddings,
    storage: LocalModelStorage,
    resource: Resource,
    context: ExecutionContext,
) -> Knowledge:
    """Trained, then loaded from what it stored."""
    return train(embeddings.process_training_data(learned), storage, resource, context)


def train(
    data: TrainingData, storage: LocalModelStorage, resource: Resource, context: ExecutionContext
) -> Knowledge:
    config = Knowledge.get_default_config()
    Knowledge.create(config, storage, resource, context).train(data)
    return Knowledge.load(config, storage, resource, context)


def found(component: Knowledge, embeddings: SentenceEmbeddings, text: str) -> list[dict[str, object]]:
    (message,) = component.process(embeddings.process([Message({"text": text})]))
    return list(message.get("entities", []))


@pytest.mark.parametrize(
    ("text", "entry"),
    [("may I bring the dog?", "pets"), ("¿se puede volar un dron?", "drones"), ("wifi in the room?", "wifi")],
)
def test_the_nearest_entry_stands_first_with_its_likeness(
    trained: Knowledge, embeddings: SentenceEmbeddings, text: str, entry: str
) -> None:
    entities = found(trained, embeddings, text)
    values = [entity["value"] for entity in entities]
    assert [entity["entity"] for entity in entities] == ["knowledge"] * 3
    assert values[0]["entry"] == entry  # type: ignore[index]
    assert 1 >= values[0]["likeness"] > values[1]["likeness"] >= 0  # type: ignore[index]


def test_it_has_no_place_in_the_message(trained: Knowledge, embeddings: SentenceEmbeddings) -> None:
    assert {(e["start"], e["end"]) for e in found(trained, embeddings, "can I bring my dog?")} == {(0, 0)}


def test_an_entry_s_own_question_is_very_like_it_and_what_has_nothing_to_do_with_any_is_not(
    trained: Knowledge, embeddings: SentenceEmbeddings
) -> None:
    own, foreign = (
        found(trained, embeddings, text)[0]["confidence"]
        for text in ("can I bring my dog?", "42 blue xylophones")
    )
    assert own > 0.6 > 0.3 > foreign  # type: ignore[operator]


def test_what_has_nothing_to_do_with_the_only_entry_is_not_taken_for_it(
    learned: TrainingData,
    embeddings: SentenceEmbeddings,
    storage: LocalModelStorage,
    resource: Resource,
    context: ExecutionContext,
) -> None:
    few = TrainingData([e for e in learned.training_examples if e.get("intent") != "ask_knowledge"])
    component = train(embeddings.process_training_data(few), storage, resource, context)
    [pets], [nothing] = (
        found(component, embeddings, text) for text in ("can I bring my dog?", "hello, good morning")
    )
    assert pets["confidence"] > 0.6 > 0.3 > nothing["confidence"]  # type: ignore[operator]


@pytest.mark.parametrize("text", ["", "  ", '/ask_pets{"destination": "cusco"}'])
def test_payloads_and_silence_are_like_nothing(
    trained: Knowledge, embeddings: SentenceEmbeddings, text: str
) -> None:
    assert found(trained, embeddings, text) == []


def test_a_catalogue_without_questions_teaches_nothing(
    embeddings: SentenceEmbeddings, storage: LocalModelStorage, resource: Resource, context: ExecutionContext
) -> None:
    data = embeddings.process_training_data(TrainingData([Message({"text": "hola", "intent": "greet"})]))
    assert found(train(data, storage, resource, context), embeddings, "can I bring my dog?") == []
