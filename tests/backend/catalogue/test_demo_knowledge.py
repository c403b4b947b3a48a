"""The demo's answers: every topic and every destination, short, in three languages, and never a price."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from backend.catalogue.knowledge import TOPICS, AnswerSpec, KnowledgeSpec
from tests.backend.test_demo_catalogue import demo

# What products tell of themselves needs no entry of its own.
OF_PRODUCTS = {"cancellation_policy"}
AN_AMOUNT = re.compile(
    r"[$€£]|\b(?:USD|US\$|R\$|EUR|PEN|BRL|ARS|CLP|COP|MXN|DOP|BOB)\b|\d+ (?:d[oó]l|pesos|sol|re)"
)


def answers(entry: KnowledgeSpec) -> Iterator[AnswerSpec]:
    yield entry.answer
    yield from (place.answer for place in entry.places)


def test_there_are_many_entries_and_every_topic_has_one() -> None:
    assert len(demo().knowledge) >= 60
    assert {entry.topic for entry in demo().knowledge} - {None} == set(TOPICS) - OF_PRODUCTS


def test_every_destination_has_its_best_season_its_visa_and_its_money() -> None:
    destinations = {place.code for place in demo().destinations}
    for code in ("best-season", "visa", "currency", "plugs"):
        [entry] = [entry for entry in demo().knowledge if entry.code == code]
        assert {code for place in entry.places for code in place.destinations} == destinations, code


@pytest.mark.parametrize("entry", demo().knowledge, ids=lambda entry: entry.code)
def test_an_answer_is_said_in_each_language_and_names_no_price(entry: KnowledgeSpec) -> None:
    for answer in answers(entry):
        said = (answer.es, answer.en, answer.pt)
        assert len(set(said)) == 3
        assert not any(AN_AMOUNT.search(text) for text in said)
        assert not any(text.endswith("?") for text in said), "what follows an answer may ask"


@pytest.mark.parametrize("entry", demo().knowledge, ids=lambda entry: entry.code)
def test_a_question_is_asked_in_many_ways(entry: KnowledgeSpec) -> None:
    assert all(len(asked) >= 4 for asked in (entry.questions.es, entry.questions.en, entry.questions.pt))
