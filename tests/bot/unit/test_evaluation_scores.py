"""The figures of a report, and what counts as worse."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from bot.evaluation.baseline import drops, read_baseline, write_baseline
from bot.evaluation.cross_validation import groups_of
from bot.evaluation.findings import judge_dev
from bot.evaluation.heat_map import heat_map
from bot.evaluation.measured import Span, Table, read_utterances
from bot.evaluation.scores import accuracy, entity_agreement, f1_by_label, macro_f1, refusal
from bot.evaluation.understanding import Understood

SIDES = {"ours": frozenset({"dates"}), "theirs": frozenset({"date_from", "date_to"})}


def test_accuracy_and_f1_count_pairs() -> None:
    pairs = [("greet", "greet"), ("greet", "thank"), ("thank", "thank"), ("deny", "deny")]
    assert accuracy(pairs) == 0.75
    assert f1_by_label(pairs) == {"deny": 1.0, "greet": pytest.approx(2 / 3), "thank": pytest.approx(2 / 3)}
    assert macro_f1(pairs) == pytest.approx(7 / 9)


def test_what_is_refused_is_judged_both_ways() -> None:
    judged = [(True, True), (True, False), (False, False), (False, False), (False, True), (False, False)]
    assert refusal(judged) == (0.5, 0.25)
    assert refusal([(False, False)]).false_accept is None


def test_one_long_mention_finds_the_two_that_it_covers() -> None:
    theirs = [Span("date_from", 5, 6), Span("date_to", 10, 20)]
    agreement = entity_agreement([(theirs, [Span("dates", 0, 20)])], SIDES)
    assert agreement[:3] == (1.0, 1.0, 1.0)


def test_a_mention_of_ours_on_one_of_another_type_is_not_held_against_us() -> None:
    texts = [
        ([Span("time", 0, 5)], [Span("dates", 0, 5)]),
        ([Span("date_to", 0, 5)], [Span("dates", 0, 5), Span("dates", 8, 9)]),
    ]
    assert entity_agreement(texts, SIDES)[:2] == (0.5, 1.0)


def test_a_label_is_right_when_it_is_an_alternative_too(tmp_path: Path) -> None:
    row = {
        "text": "Book me a flight",
        "lang": "en",
        "label": "search_flight",
        "alt_labels": ["book"],
        "source": "x",
    }
    (tmp_path / "utterances_en.jsonl").write_text(json.dumps(row), encoding="utf-8")
    (utterance,) = read_utterances(tmp_path)
    table = Table.read()
    assert [table.label_of(i, utterance) for i in ("search_transport", "book")] == ["search_flight"] * 2
    assert table.label_of("greet", utterance) == "greet"
    assert table.label_of("repeat", utterance) == "(repeat)"


def test_words_of_an_entity_are_found_where_they_stand(tmp_path: Path) -> None:
    dates = [{"type": "date_from", "value": "Thursday"}, {"type": "date_to", "value": "Thursday"}]
    row = {
        "text": "from Thursday until thursday",
        "lang": "en",
        "label": "inform",
        "entities": dates,
        "source": "x",
    }
    (tmp_path / "utterances_en.jsonl").write_text(json.dumps(row), encoding="utf-8")
    (utterance,) = read_utterances(tmp_path)
    assert utterance.spans == (Span("date_from", 5, 13), Span("date_to", 20, 28))


def test_a_number_is_found_as_a_word_and_not_inside_another(tmp_path: Path) -> None:
    row = {
        "text": "from the 26th for 2",
        "lang": "en",
        "label": "inform",
        "entities": [{"type": "adults", "value": "2"}],
        "source": "x",
    }
    (tmp_path / "utterances_en.jsonl").write_text(json.dumps(row), encoding="utf-8")
    (utterance,) = read_utterances(tmp_path)
    assert utterance.spans == (Span("adults", 18, 19),)


def test_a_mention_is_no_mistake_where_the_source_marks_none_of_its_kind(tmp_path: Path) -> None:
    marked = [("we are 2", "people", "2", "looked"), ("3 of us in Lima", "city", "Lima", "did not look")]
    rows = [
        {"text": t, "lang": "en", "label": "inform", "entities": [{"type": k, "value": v}], "source": s}
        for t, k, v, s in marked
    ]
    lines = "\n".join(json.dumps(row) for row in rows)
    (tmp_path / "utterances_en.jsonl").write_text(lines, encoding="utf-8")
    answers = [
        Understood("inform", 0.9, (), (Span("party", 0, 8),)),
        Understood("inform", 0.9, (), (Span("party", 0, 7), Span("place", 11, 15))),
    ]
    (part,) = judge_dev(list(read_utterances(tmp_path)), answers, Table.read())
    assert (part.entities["party"].precision, part.entities["place"].precision) == (1, 1)


def test_what_names_no_place_is_compared_under_a_figure_of_its_own(tmp_path: Path) -> None:
    places = [{"type": "place_name", "value": value} for value in ("my town", "Town Hall Road", "Lima")]
    text = "from my town to Town Hall Road in Lima"
    row = {"text": text, "lang": "en", "label": "inform", "entities": places, "source": "x"}
    (tmp_path / "utterances_en.jsonl").write_text(json.dumps(row), encoding="utf-8")
    (utterance,) = read_utterances(tmp_path)
    compared = {kind: Table.read().compared(kind, utterance) for kind in ("place", "place_or_area")}
    assert [text[span.start : span.end] for span in compared["place"]] == ["Town Hall Road", "Lima"]
    assert len(compared["place_or_area"]) == 3


def test_the_table_knows_every_intent_of_the_domain() -> None:
    import yaml

    domain = yaml.safe_load(Path("domain.yml").read_text(encoding="utf-8"))
    names = {next(iter(i)) if isinstance(i, dict) else i for i in domain["intents"]}
    assert names - set(Table.read().intents) == set()


def test_a_figure_may_fall_a_little_and_no_more(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    write_baseline(path, {"dev.es.accuracy": 0.92, "own.es.false_reject": 0.02, "latency.cold.p95_ms": 30.0})
    baseline = read_baseline(path)
    assert set(baseline) == {"dev.es.accuracy", "own.es.false_reject"}
    both = frozenset({"dev", "own"})
    assert list(drops(baseline, {"dev.es.accuracy": 0.911, "own.es.false_reject": 0.0}, both)) == []
    assert list(drops(baseline, {"dev.es.accuracy": 0.90, "own.es.false_reject": 0.2}, both)) == [
        "dev.es.accuracy: 0.9, below 0.92 by more than 0.01",
        "own.es.false_reject: 0.2, worse than 0.02 by more than 0.01",
    ]


def test_what_could_not_be_measured_is_not_checked_and_stays_in_the_baseline(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    write_baseline(path, {"dev.es.accuracy": 0.92, "own.es.accuracy": 0.8})
    write_baseline(path, {"own.es.accuracy": 0.85})
    baseline = read_baseline(path)
    assert baseline == {"dev.es.accuracy": 0.92, "own.es.accuracy": 0.85}
    assert list(drops(baseline, {"own.es.accuracy": 0.85}, frozenset({"own"}))) == []
    assert list(drops(baseline, {"own.es.accuracy": 0.85}, frozenset({"own", "dev"}))) == [
        "dev.es.accuracy: was 0.92, is no longer measured"
    ]


def test_nearly_the_same_examples_stay_together() -> None:
    import numpy as np

    vectors = np.array([[1, 0], [0, 1], [0.999, 0.01], [0.6, 0.8]], dtype=np.float32)
    groups = groups_of(["from 3 to 9", "thanks", "another", "From 14 to 20!"], vectors)
    assert groups[0] == groups[2] == groups[3] != groups[1]


def test_the_heat_map_says_what_each_cell_means() -> None:
    picture = heat_map(Counter({("greet", "greet"): 3, ("greet", "<odd>"): 1}))
    assert (
        "greet understood as greet: 3 (75 %)" in picture
        and "&lt;odd&gt;" in picture
        and "<odd>" not in picture
    )
