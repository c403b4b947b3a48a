"""The figures of a set of dialogues, and whether one fell below the committed ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from statistics import mean

from app.dialogues.dialogue import SLOTS
from app.dialogues.verdict import Verdict

Figures = dict[str, float]

# How far a figure may go the wrong way: shares as wide as two or three dialogues swing them, a question for what was
# said already not at all.
MAY_FALL = {"complete": 0.03, "kept": 0.02, **{f"kept_{slot}": 0.04 for slot in SLOTS}}
MAY_RISE = {"asked_again": 0.0, "fell_back": 0.03, "lost_in_fallback": 2.0}


def figures(verdicts: Sequence[Verdict]) -> Figures:
    """Shares from 0 to 1 and counts, by name; a share of nothing is left out."""
    turns = [turn for verdict in verdicts for turn in verdict.turns]
    wanting = [verdict for verdict in verdicts if verdict.measurable]
    needed = [verdict.turns_needed for verdict in wanting if verdict.turns_needed]
    found: Figures = {
        "dialogues": len(verdicts),
        "dialogues_with_slots": len(wanting),
        "turns": len(turns),
        "asked_again": sum(len(verdict.asked_again) for verdict in verdicts),
        "asked_with_reason": sum(len(verdict.asked) - len(verdict.asked_again) for verdict in verdicts),
        "could_not_be_taken": sum(1 for verdict in verdicts for one in verdict.kept if one.reason),
        "fallbacks": sum(turn.fell_back for turn in turns),
        "lost_in_fallback": sum(_lost_in_fallback(verdict) for verdict in verdicts),
        "handed_over": sum(turn.handed_over for turn in turns),
    }
    if wanting:
        found["complete"] = mean(verdict.complete for verdict in wanting)
    if turns:
        found["fell_back"] = found["fallbacks"] / len(turns)
    if needed:
        found["turns_until_said"] = mean(said for said, _ in needed)
        found["turns_until_kept"] = mean(kept for _, kept in needed)
    return found | _kept(verdicts)


def reasons(verdicts: Sequence[Verdict]) -> Counter[tuple[str, str]]:
    """Good reasons for which something was asked again, as (slot, reason)."""
    return Counter((one.slot, one.reason) for verdict in verdicts for one in verdict.asked if one.reason)


def drops(before: Mapping[str, float], now: Mapping[str, float]) -> Iterator[str]:
    """A line for every figure that is worse than it may be."""
    for name, value in now.items():
        last = name.rpartition(".")[2]
        if name not in before:
            continue
        if last in MAY_FALL and value < before[name] - MAY_FALL[last]:
            yield f"{name}: {value:.3f}, was {before[name]:.3f}"
        if last in MAY_RISE and value > before[name] + MAY_RISE[last]:
            yield f"{name}: {value:.3f}, was {before[name]:.3f}"


def checked(found: Mapping[str, float]) -> Figures:
    """The figures that a baseline keeps."""
    kept = {*MAY_FALL, *MAY_RISE}
    return {name: round(value, 4) for name, value in found.items() if name.rpartition(".")[2] in kept}


def _kept(verdicts: Sequence[Verdict]) -> Figures:
    every = [one for verdict in verdicts for one in verdict.measurable]
    found: Figures = {"said": len(every)}
    if every:
        found["kept"] = mean(one.turn is not None for one in every)
    for slot in SLOTS:
        of_slot = [one for one in every if one.statement.kind.slot == slot]
        found[f"said_{slot}"] = len(of_slot)
        if of_slot:
            found[f"kept_{slot}"] = mean(one.turn is not None for one in of_slot)
    return found


def _lost_in_fallback(verdict: Verdict) -> int:
    """Pieces that were said in a turn that was not understood, and never kept."""
    return sum(
        1 for one in verdict.measurable if one.turn is None and verdict.turns[one.statement.turn].fell_back
    )
