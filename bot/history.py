"""Turns in a conversation's events, and how a long history is cut without forgetting anything that was settled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    ConversationPaused,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker


def turn_of(events: Iterable[Event], message_id: str) -> list[Event]:
    """From the message with that id up to the next message; empty where it is not among the events."""
    turn: list[Event] = []
    for event in events:
        if isinstance(event, UserUttered):
            if turn:
                break
            if event.message_id == message_id:
                turn.append(event)
        elif turn:
            turn.append(event)
    return turn


def cut_history(tracker: DialogueStateTracker, longest: int) -> DialogueStateTracker:
    """The tracker itself up to `longest` events, else one with about the newest half of them, cut before a message.

    Rasa rebuilds slots from events whenever it copies a tracker, so dropping events alone would drop what the
    traveller said. The new history therefore opens the way a new session does that carries its slots over.
    """
    events = list(tracker.events)
    if len(events) <= longest:
        return tracker
    start = _turn_start(events, len(events) - longest // 2)
    settled = tracker.init_copy()
    for event in events[:start]:
        settled.update(event)
    cut = tracker.init_copy()
    for event in [*_opening(settled, events[start].timestamp), *events[start:]]:
        cut.update(event)
    return cut


def _turn_start(events: Sequence[Event], wanted: int) -> int:
    """The place of the first message from `wanted` on, or of the last one before it."""
    messages = [place for place, event in enumerate(events) if isinstance(event, UserUttered)]
    later = (place for place in messages if place >= wanted)
    return next(later, messages[-1] if messages else 0)


def _opening(settled: DialogueStateTracker, at: float) -> list[Event]:
    slots = [slot for slot in settled.slots.values() if slot.value != slot.initial_value]
    return [
        ActionExecuted(ACTION_SESSION_START_NAME, timestamp=at),
        SessionStarted(timestamp=at),
        *(SlotSet(slot.name, slot.value, timestamp=at) for slot in slots),
        *([ActiveLoop(settled.active_loop_name, timestamp=at)] if settled.active_loop_name else []),
        ActionExecuted(ACTION_LISTEN_NAME, timestamp=at),
        *([ConversationPaused(timestamp=at)] if settled.is_paused() else []),
    ]
