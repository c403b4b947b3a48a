"""What stays of a conversation whose traveller asked to be forgotten: the last answer, and a new beginning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SessionStarted, SlotSet, UserUttered

COMMAND = "erase"


def is_to_be_forgotten(turn: Iterable[Event]) -> bool:
    """Whether the turn answers with the command to erase and the conversation was not begun anew after it."""
    events = list(turn)
    return any(map(_erases, events)) and not any(isinstance(event, SessionStarted) for event in events)


def answer_alone(turn: Iterable[Event]) -> list[Event]:
    """The turn with what was answered, but neither the traveller's words nor what they filled."""
    return [
        _without_words(event) if isinstance(event, UserUttered) else event
        for event in turn
        if isinstance(event, (UserUttered, ActionExecuted, BotUttered))
    ]


def new_beginning(slots: Mapping[str, Any]) -> Sequence[Event]:
    """How a conversation begins in which only these slots are known."""
    return [
        ActionExecuted(ACTION_SESSION_START_NAME),
        SessionStarted(),
        *(SlotSet(name, value) for name, value in slots.items() if value is not None),
        ActionExecuted(ACTION_LISTEN_NAME),
    ]


def _erases(event: Event) -> bool:
    command = (event.data.get("custom") or {}).get("command") if isinstance(event, BotUttered) else None
    return COMMAND in (command or {})


def _without_words(said: UserUttered) -> UserUttered:
    intent = {"name": said.intent_name, "confidence": said.intent.get("confidence", 0.0)}
    return UserUttered("", intent, timestamp=said.timestamp, message_id=said.message_id)
