"""How many bubbles a turn may have: three are read, a fourth pushes the first off a telephone's screen."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

MOST_BUBBLES = 3

Reply = dict[str, Any]


def joined(replies: Sequence[Reply], most: int = MOST_BUBBLES) -> list[Reply]:
    """The same things said in the same order, in at most `most` bubbles.

    A text moves into the bubble after it, a blank line between them; only where every bubble but the last has cards
    or buttons do two such bubbles become one. A reply that is only a command is no bubble.
    """
    left = list(replies)
    while len(places := [place for place, reply in enumerate(left) if _speaks(reply)]) > most:
        place, after = _pair(left, places)
        left[after] = _together(left[place], left[after])
        del left[place]
    return left


def _pair(replies: Sequence[Reply], places: Sequence[int]) -> tuple[int, int]:
    """The first text and what follows it; the last two bubbles where no text stands alone."""
    pairs = list(pairwise(places))
    return next((pair for pair in pairs if _is_text(replies[pair[0]])), pairs[-1])


def _together(one: Reply, other: Reply) -> Reply:
    return {
        "text": "\n\n".join(text for text in (one["text"], other["text"]) if text),
        "buttons": [
            *one["buttons"],
            *(button for button in other["buttons"] if button not in one["buttons"]),
        ],
        "cards": [*one["cards"], *other["cards"]],
        "command": {**(one["command"] or {}), **(other["command"] or {})} or None,
    }


def _speaks(reply: Reply) -> bool:
    return bool(reply["text"] or reply["buttons"] or reply["cards"])


def _is_text(reply: Reply) -> bool:
    return not reply["buttons"] and not reply["cards"]
