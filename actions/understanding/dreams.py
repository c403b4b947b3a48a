"""Wishes for a kind of place that sound like a question: "something romantic for our honeymoon", "a cold place"."""

from __future__ import annotations

from actions.understanding.message import Context, Message
from language.themes import find_themes

# Questions that are hardly to be told from such a wish.
_LIKE_DREAMS = frozenset({"ask_honeymoon", "ask_weather"})


def dreams_of_a_place(message: Message, context: Context) -> bool:
    """Whether a message that was taken for a question asks nothing, and tells what kind of place they wish for."""
    if message.intent not in _LIKE_DREAMS or message.asks or context.slots.get("destination"):
        return False
    named = message.entities.keys() & {"destination", "product", "place"}
    return not named and bool(find_themes(message.text, message.language))
