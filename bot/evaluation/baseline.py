"""Figures that may not get worse: the committed baseline, and how far below it a figure may fall.

Figures are named by paths such as `dev.es.accuracy`. The tolerances are as wide as honest changes swing the figures:
one utterance of 22 is already four points of false accepts. Times are told and not checked: how fast a machine is, is no
merit of the model.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

Figures = Mapping[str, float]


class Tolerance(NamedTuple):
    """How far a figure may go the wrong way."""

    higher_is_better: bool
    add: float


# By the last part of a figure's name.
TOLERANCES: Mapping[str, Tolerance] = {
    "accuracy": Tolerance(higher_is_better=True, add=0.01),
    "macro_f1": Tolerance(higher_is_better=True, add=0.02),
    "entity_f1": Tolerance(higher_is_better=True, add=0.03),
    "false_accept": Tolerance(higher_is_better=False, add=0.05),
    "false_reject": Tolerance(higher_is_better=False, add=0.01),
}


def tolerance_of(name: str) -> Tolerance | None:
    """The tolerance of a figure, None where it is only told and not checked."""
    parts = name.split(".")
    return TOLERANCES.get("entity_f1" if "entities" in parts else parts[-1])


def write_baseline(path: Path, figures: Figures) -> None:
    """Writes every figure that is checked; those of parts not measured this time stay as they were."""
    kept = {**read_baseline(path), **{n: v for n, v in figures.items() if tolerance_of(n)}}
    text = json.dumps(dict(sorted((n, round(v, 4)) for n, v in kept.items())), indent=2)
    path.write_text(text + "\n", encoding="utf-8")


def read_baseline(path: Path) -> Figures:
    """The committed figures; none where there is no such file yet."""
    if not path.exists():
        return {}
    figures: Figures = json.loads(path.read_text(encoding="utf-8"))
    return figures


def drops(baseline: Figures, figures: Figures, measured_parts: frozenset[str]) -> Iterator[str]:
    """A line for every figure that is worse than it may be, or gone although its part was measured."""
    for name, before in baseline.items():
        tolerance = tolerance_of(name)
        if tolerance is None or name.split(".")[0] not in measured_parts:
            continue
        now = figures.get(name)
        if now is None:
            yield f"{name}: was {before:.4g}, is no longer measured"
        elif tolerance.higher_is_better and now < before - tolerance.add:
            yield f"{name}: {now:.4g}, below {before:.4g} by more than {tolerance.add:g}"
        elif not tolerance.higher_is_better and now > before + tolerance.add:
            yield f"{name}: {now:.4g}, worse than {before:.4g} by more than {tolerance.add:g}"
