"""What the app gets back for a turn, read from the events that record it: the first answer and a repeated one agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rasa.shared.core.constants import (
    ACTION_EXTRACT_SLOTS,
    ACTION_LISTEN_NAME,
    ACTION_SESSION_START_NAME,
    SESSION_START_METADATA_SLOT,
)
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, UserUttered

from bot.bubbles import joined
from bot.components.language_choice import DEFAULT

# What Rasa does in every turn, which tells nothing of this one.
_ALWAYS = frozenset({ACTION_EXTRACT_SLOTS, ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME})


def answer_of(turn: Sequence[Event], slots: Mapping[str, Any]) -> dict[str, Any]:
    """The body of docs/architecture.md: replies, language, intent, entities, actions and the slots that hold a value."""
    message = next(event for event in turn if isinstance(event, UserUttered))
    said = {
        name: value
        for name, value in slots.items()
        if value is not None and name != SESSION_START_METADATA_SLOT
    }
    return {
        "replies": joined(
            [_reply(event) for event in turn if isinstance(event, BotUttered) and _says_something(event)]
        ),
        "language": said.get("language") or _language_of(message),
        "intent": {"name": message.intent_name, "confidence": message.intent.get("confidence", 0.0)},
        "entities": message.entities,
        "actions": [
            event.action_name
            for event in turn
            if isinstance(event, ActionExecuted) and event.action_name not in _ALWAYS
        ],
        "slots": said,
    }


def no_answer(slots: Mapping[str, Any]) -> dict[str, Any]:
    """The body where the bot keeps silent, since a person has the conversation: nothing was said or understood."""
    said = {name: value for name, value in slots.items() if value is not None}
    said.pop(SESSION_START_METADATA_SLOT, None)
    return {
        "replies": [],
        "language": said.get("language") or DEFAULT,
        "intent": {"name": None, "confidence": 0.0},
        "entities": [],
        "actions": [],
        "slots": said,
    }


def _reply(uttered: BotUttered) -> dict[str, Any]:
    custom = uttered.data.get("custom") or {}
    return {
        "text": uttered.text or "",
        "buttons": [_button(button) for button in uttered.data.get("buttons") or []],
        "cards": custom.get("cards") or [],
        "command": custom.get("command"),
    }


def _button(button: Mapping[str, Any]) -> dict[str, Any]:
    return {"title": button.get("title", ""), "payload": button.get("payload", "")}


def _says_something(uttered: BotUttered) -> bool:
    return bool(uttered.text or uttered.data.get("buttons") or uttered.data.get("custom"))


def _language_of(message: UserUttered) -> str:
    return next((entity["value"] for entity in message.entities if entity["entity"] == "language"), DEFAULT)
