"""What a report tells: figures by name, and the texts behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.evaluation.cross_validation import Judged
from bot.evaluation.measured import LANGUAGES, Span, Table, Utterance
from bot.evaluation.scores import (
    Agreement,
    Pair,
    Refusal,
    accuracy,
    confusion,
    entity_agreement,
    f1_by_label,
    macro_f1,
    refusal,
)
from bot.evaluation.understanding import Latency, Understood


class Miss(NamedTuple):
    """A text that was not understood as meant, and how sure the model was of its mistake."""

    text: str
    meant: str
    understood: str
    confidence: float
    place: str


class Part(NamedTuple):
    """One set of texts in one language."""

    language: str
    texts: int
    accuracy: float
    macro_f1: float
    refusal: Refusal
    f1: Mapping[str, float]
    confusion: Counter[Pair]
    misses: Sequence[Miss]
    entities: Mapping[str, Agreement]
    entity_misses: Sequence[Miss]


class Findings(NamedTuple):
    """Everything a report tells; `dev` is empty where there was nothing to measure with."""

    dev: Sequence[Part]
    own: Sequence[Part]
    cold: Latency
    cached: Latency

    def figures(self) -> dict[str, float]:
        """Every figure by its name."""
        named: dict[str, float | None] = {}
        for name, parts in (("dev", self.dev), ("own", self.own)):
            for part in parts:
                prefix = f"{name}.{part.language}"
                named[f"{prefix}.accuracy"] = part.accuracy
                named[f"{prefix}.macro_f1"] = part.macro_f1
                named[f"{prefix}.false_accept"] = part.refusal.false_accept
                named[f"{prefix}.false_reject"] = part.refusal.false_reject
                for kind, agreement in part.entities.items():
                    named[f"{prefix}.entities.{kind}"] = agreement.f1
        for name, latency in (("cold", self.cold), ("cached", self.cached)):
            named[f"latency.{name}.median_ms"] = latency.median
            named[f"latency.{name}.p95_ms"] = latency.p95
        return {name: value for name, value in named.items() if value is not None}


def judge_dev(utterances: Sequence[Utterance], answers: Sequence[Understood], table: Table) -> list[Part]:
    """A part for every language there are utterances in."""
    return [
        _dev_part(
            language,
            [(u, a) for u, a in zip(utterances, answers, strict=True) if u.language == language],
            table,
        )
        for language in LANGUAGES
        if any(u.language == language for u in utterances)
    ]


def judge_own(judged: Sequence[Judged], table: Table, threshold: float) -> list[Part]:
    """A part for every language of our examples; below `threshold` an answer is a doubt, as in the bot."""
    return [
        _own_part(language, [j for j in judged if j.example.language == language], table, threshold)
        for language in LANGUAGES
    ]


def _dev_part(language: str, answered: Sequence[tuple[Utterance, Understood]], table: Table) -> Part:
    pairs = [(u.label, table.label_of(a.intent, u)) for u, a in answered]
    misses = [
        Miss(u.text, u.label, a.intent, a.confidence, u.source)
        for (u, a), (meant, understood) in zip(answered, pairs, strict=True)
        if meant != understood
    ]
    annotated = [(u, a) for u, a in answered if u.spans]
    return Part(
        language=language,
        texts=len(pairs),
        accuracy=accuracy(pairs),
        macro_f1=macro_f1(pairs),
        refusal=refusal(
            # Where both count as right there is nothing to judge.
            (u.label in table.out_of_scope, a.intent in table.refused)
            for u, a in answered
            if u.label in table.out_of_scope or not u.right & table.out_of_scope
        ),
        f1=f1_by_label(pairs),
        confusion=confusion(pairs),
        misses=_surest_first(misses),
        entities={
            kind: entity_agreement(
                [
                    (table.compared(kind, u), a.spans)
                    for u, a in _by_sources_that_mark(sides["theirs"], annotated)
                ],
                sides,
            )
            for kind, sides in table.entities.items()
        },
        entity_misses=[miss for u, a in annotated for miss in _entity_misses(u, a.spans, table)],
    )


def _by_sources_that_mark(
    types: frozenset[str], annotated: Sequence[tuple[Utterance, Understood]]
) -> list[tuple[Utterance, Understood]]:
    """Only what comes from a source that marks such a type somewhere: where nobody looked for people, "for 2 people" is
    not marked, and to find it is no mistake."""
    marking = {u.source for u, _ in annotated if any(span.type in types for span in u.spans)}
    return [(u, a) for u, a in annotated if u.source in marking]


def _own_part(language: str, judged: Sequence[Judged], table: Table, threshold: float) -> Part:
    answers = [j.intent if j.confidence >= threshold else "nlu_fallback" for j in judged]
    pairs = [(j.example.intent, j.intent) for j in judged]
    misses = [Miss(j.example.text, j.example.intent, j.intent, j.confidence, j.example.place) for j in judged]
    foreign = (
        (j.example.intent in table.refused, a in table.refused) for j, a in zip(judged, answers, strict=True)
    )
    return Part(
        language=language,
        texts=len(pairs),
        accuracy=accuracy(pairs),
        macro_f1=macro_f1(pairs),
        refusal=refusal(foreign),
        f1=f1_by_label(pairs),
        confusion=confusion(pairs),
        misses=_surest_first([miss for miss in misses if miss.meant != miss.understood]),
        entities={},
        entity_misses=[],
    )


def _entity_misses(utterance: Utterance, ours: Sequence[Span], table: Table) -> list[Miss]:
    """Mentions of theirs that none of ours overlaps, and of ours that none of theirs does; each under one kind."""
    misses: dict[Span, Miss] = {}
    text, source = utterance.text, utterance.source
    for kind, sides in table.entities.items():
        theirs = table.compared(kind, utterance)
        wanted = [span for span in theirs if span.type in sides["theirs"]]
        given = [span for span in ours if span.type in sides["ours"]]
        for span in wanted:
            if not any(span.overlaps(other) for other in given):
                misses.setdefault(
                    span, Miss(text, f"{kind}: {_words(utterance, span)}", "nothing", 0.0, source)
                )
        for span in given:
            if not any(span.overlaps(other) for other in theirs):
                misses.setdefault(
                    span, Miss(text, "nothing", f"{kind}: {_words(utterance, span)}", 1.0, source)
                )
    return list(misses.values())


def _words(utterance: Utterance, span: Span) -> str:
    return utterance.text[span.start : span.end]


def _surest_first(misses: Sequence[Miss]) -> list[Miss]:
    return sorted(misses, key=lambda miss: -miss.confidence)
