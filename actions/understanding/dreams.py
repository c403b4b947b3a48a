"""Wishes for a kind of place that sound like a question: "something romantic for our honeymoon", "a cold place"."""

from __future__ import annotations

from actions.understanding.message import Context, Message
from language.themes import find_themes

# A honeymoon is answered besides, the weather was not asked for.
_WISHES = {"ask_honeymoon": "trip", "ask_weather": "place"}


def wish_for_a_place(message: Message, context: Context) -> str | None:
    """What a message wishes for that was taken for a question, asks nothing, and tells a kind of place; else None."""
    if message.asks or context.slots.get("destination"):
        return None
    if message.entities.keys() & {"destination", "product", "place"}:
        return None
    return _WISHES.get(message.intent) if find_themes(message.text, message.language) else None
