"""What became of a dialogue: what was kept and when, what was asked although it was said, where it fell back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from app.dialogues.dialogue import SLOTS, Kind, Said, Statement
from app.dialogues.replay import Played
from app.dialogues.state import PlaceNames, State, holds, state_of
from texts import LANGUAGES, subtree

NOT_UNDERSTOOD = ("nlu_fallback", "out_of_scope")
NOT_SOLD, REPLACED = "not sold", "another one was named since"
# Why a thing that was said may be asked again, by the sentence that says why (`problem.` in texts). A place is never
# refused: one that we do not go to is kept all the same, and one that is not kept was not understood.
REASONS = {
    "dates_past": "past",
    "dates_past_bare": "past",
    "dates_ambiguous": "two readings",
    "dates_too_far": "too far ahead",
    "dates_too_long": "too long",
    "dates_end_before_start": "ends before it starts",
    "dates_not_a_date": "not on the calendar",
    "party_zero": "no adult",
    "party_too_many": "too many",
}
_SLOT_OF = {"destination": "place", "travel_dates": "dates", "party": "party", "stars": "stars"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question for a slot of which something was said before; ``reason`` is None where there is no good one."""

    turn: int
    slot: str
    statement: Statement
    reason: str | None


@dataclass(frozen=True, slots=True)
class Kept:
    """A piece that was said: after which turn the slots held it, if ever, or why it could not be taken."""

    statement: Statement
    turn: int | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn as played."""

    said: Said
    replies: tuple[dict[str, Any], ...]
    intent: str
    asks: str | None
    state: State
    fell_back: bool
    handed_over: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """A dialogue as played, with what became of everything that was said in it."""

    played: Played
    turns: tuple[Turn, ...]
    kept: tuple[Kept, ...]
    asked: tuple[Asked, ...]

    @property
    def asked_again(self) -> tuple[Asked, ...]:
        """Questions for what was said already, without a good reason."""
        return tuple(one for one in self.asked if one.reason is None)

    @property
    def measurable(self) -> tuple[Kept, ...]:
        """What stands at the end and could be taken."""
        return tuple(one for one in self.kept if one.statement.wanted and not one.reason)

    @property
    def complete(self) -> bool:
        """Whether everything that stands at the end and could be taken was kept."""
        return all(one.turn is not None for one in self.measurable)

    @property
    def turns_needed(self) -> tuple[int, int] | None:
        """Turns until everything was said, and until everything was kept; None where it was not, or there is nothing."""
        if not self.measurable or not self.complete:
            return None
        said = max(one.statement.turn for one in self.measurable)
        return said + 1, max(one.turn for one in self.measurable if one.turn is not None) + 1


def judge(played: Played, names: PlaceNames, today: date) -> Verdict:
    """``names`` are those of our destinations; ``today`` is the day of the replay (UTC)."""
    turns = tuple(
        _turn(said, answer, names) for said, answer in zip(played.dialogue.turns, played.answers, strict=True)
    )
    reasons = _reasons(played, turns, today)
    kept = tuple(_kept(statement, turns, reasons, today) for statement in played.dialogue.statements)
    return Verdict(played, turns, kept, tuple(_asked(played, turns, reasons, today)))


def _turn(said: Said, answer: Mapping[str, Any], names: PlaceNames) -> Turn:
    slots = answer.get("slots") or {}
    asked = "trip_form" in answer["actions"] and not (slots.get("turn") or {}).get("asked")
    intent = str(answer.get("intent") or "")
    return Turn(
        said=said,
        replies=tuple(answer["replies"]),
        intent=intent,
        asks=_SLOT_OF.get(str(slots.get("requested_slot"))) if asked and answer["replies"] else None,
        state=state_of(slots, names),
        fell_back=intent in NOT_UNDERSTOOD or bool(slots.get("misunderstood")),
        handed_over=answer.get("owner") not in (None, "bot"),
    )


def _reasons(played: Played, turns: Sequence[Turn], today: date) -> dict[Statement, str]:
    """Why what was said could not be taken, told in the very turn or found then and told later."""
    reasons: dict[Statement, str] = {}
    for place, answer in enumerate(played.answers):
        problem = (answer["slots"].get("turn") or {}).get("problem") or {}
        slot, reason = _SLOT_OF.get(problem.get("slot", "")), reason_for(problem.get("text", ""))
        for said in played.dialogue.statements:
            if said.kind.slot != slot or said.turn != place or reason is None:
                continue
            if not holds(turns[place].state, said, today):
                reasons[said] = reason
    return reasons


def _kept(statement: Statement, turns: Sequence[Turn], reasons: Mapping[Statement, str], today: date) -> Kept:
    held = (
        place for place in range(statement.turn, len(turns)) if holds(turns[place].state, statement, today)
    )
    turn = next(held, None)
    return Kept(statement, turn, reasons.get(statement) if turn is None else None)


def _asked(
    played: Played, turns: Sequence[Turn], reasons: Mapping[Statement, str], today: date
) -> list[Asked]:
    found = []
    for place, turn in enumerate(turns):
        said = [one for one in played.dialogue.said_by(place) if one.kind.slot == turn.asks]
        lost = [one for one in said if not holds(turn.state, one, today)]
        if lost:
            reason = reasons.get(lost[0]) or _replaced(lost[0], turns[: place + 1], today)
            found.append(Asked(place, lost[0].kind.slot, lost[0], reason))
        elif said and turn.asks == "place":
            found.append(Asked(place, "place", said[0], NOT_SOLD))
        elif said and _has_all(turn):
            found.append(Asked(place, said[0].kind.slot, said[0], None))
    return found


def _replaced(lost: Statement, turns: Sequence[Turn], today: date) -> str | None:
    """A place that was kept until a later message, an answer to a question of theirs, named another."""
    kept = any(holds(turn.state, lost, today) for turn in turns[lost.turn :])
    return REPLACED if kept and lost.kind is Kind.PLACE and turns[-1].state.has(lost.kind) else None


def _has_all(turn: Turn) -> bool:
    """Whether the slot that is asked for stands in full already: then all of it was asked for nothing."""
    state = turn.state
    if turn.asks == "dates":
        return state.start is not None and (state.end is not None or state.nights is not None)
    if turn.asks == "party":
        return state.adults is not None
    return turn.asks in SLOTS


def reason_for(text: str) -> str | None:
    """The good reason that a sentence of ours tells for asking again."""
    return next((REASONS[key] for key, pattern in _sentences() if pattern.search(text)), None)


@cache
def _sentences() -> list[tuple[str, re.Pattern[str]]]:
    return [
        (key, re.compile(".+?".join(re.escape(part) for part in re.split(r"\{\w+\}", sentence)), re.DOTALL))
        for language in LANGUAGES
        for key, sentence in subtree(language, "problem").items()
        if key in REASONS
    ]
