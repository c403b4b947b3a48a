"""Figures over pairs of what was meant and what was understood; shares are between 0 and 1."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from bot.evaluation.measured import Span

Pair = tuple[str, str]


class Agreement(NamedTuple):
    """How far two lists of mentions agree; `None` where there is nothing to compare."""

    precision: float | None
    recall: float | None
    f1: float | None
    theirs: int
    ours: int


def accuracy(pairs: Sequence[Pair]) -> float:
    """The share of pairs (meant, understood) that are equal."""
    return sum(meant == understood for meant, understood in pairs) / len(pairs)


def f1_by_label(pairs: Sequence[Pair]) -> dict[str, float]:
    """F1 of every label that was meant at least once."""
    meant, understood = Counter(m for m, _ in pairs), Counter(u for _, u in pairs)
    right = Counter(m for m, u in pairs if m == u)
    return {label: 2 * right[label] / (meant[label] + understood[label]) for label in sorted(meant)}


def macro_f1(pairs: Sequence[Pair]) -> float:
    """The mean of `f1_by_label`: every label counts the same, however rare."""
    scores = f1_by_label(pairs)
    return sum(scores.values()) / len(scores)


def confusion(pairs: Sequence[Pair]) -> Counter[Pair]:
    """How often each label was understood as each."""
    return Counter(pairs)


class Refusal(NamedTuple):
    """`false_accept`: share of what is none of our business answered as if understood; `false_reject`: share of
    what is our business that was refused. `None` where there was no such text."""

    false_accept: float | None
    false_reject: float | None


def refusal(judged: Iterable[tuple[bool, bool]]) -> Refusal:
    """From pairs (is out of scope, was refused)."""
    counts = Counter(judged)
    foreign = counts[True, True] + counts[True, False]
    ours = counts[False, True] + counts[False, False]
    return Refusal(
        false_accept=counts[True, False] / foreign if foreign else None,
        false_reject=counts[False, True] / ours if ours else None,
    )


def entity_agreement(
    texts: Sequence[tuple[Sequence[Span], Sequence[Span]]], sides: Mapping[str, frozenset[str]]
) -> Agreement:
    """How mentions of one kind agree over texts of (theirs, ours), by overlap.

    One of ours that lies on a mention of another type of theirs is left out of the precision: their types are cut
    otherwise ("two days from now" is a time to some), and what they did mark there is not nothing.
    """
    found = theirs_all = right = ours_all = 0
    for theirs, ours in texts:
        wanted = [span for span in theirs if span.type in sides["theirs"]]
        others = [span for span in theirs if span.type not in sides["theirs"]]
        given = [span for span in ours if span.type in sides["ours"]]
        theirs_all += len(wanted)
        found += sum(any(span.overlaps(other) for other in given) for span in wanted)
        for span in given:
            hit = any(span.overlaps(other) for other in wanted)
            if hit or not any(span.overlaps(other) for other in others):
                ours_all, right = ours_all + 1, right + hit
    recall = found / theirs_all if theirs_all else None
    precision = right / ours_all if ours_all else None
    f1 = None if recall is None else _harmonic(precision or 0.0, recall)
    return Agreement(precision, recall, f1, theirs_all, ours_all)


def _harmonic(left: float, right: float) -> float:
    return 2 * left * right / (left + right) if left + right else 0.0
