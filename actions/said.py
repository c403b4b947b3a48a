"""What the bot said in earlier turns, and saying it again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from actions.turn import Turn

Bubble = dict[str, Any]


def last_said(events: Sequence[dict[str, Any]]) -> list[Bubble]:
    """The bubbles before the traveller's newest message."""
    return next(iter(_turns_before_this(events)), [])


def said_before(events: Sequence[dict[str, Any]]) -> list[Bubble]:
    """The bubbles of the turn before that."""
    return next(iter(_turns_before_this(events)[1:]), [])


def say_again(turn: Turn, said: Sequence[Bubble]) -> None:
    """The same bubbles with their buttons and cards, but without their commands."""
    for event in said:
        data = event.get("data") or {}
        cards = (data.get("custom") or {}).get("cards") or ()
        turn.tell(event.get("text"), data.get("buttons") or (), cards)


def _turns_before_this(events: Sequence[dict[str, Any]]) -> list[list[Bubble]]:
    """What was said in each turn but the one that is open, newest first; silent turns are left out."""
    turns: list[list[Bubble]] = [[]]
    for event in events:
        if event["event"] == "user":
            turns.append([])
        elif event["event"] == "bot":
            turns[-1].append(event)
    return [said for said in reversed(turns[:-1]) if said]
