"""Whose the conversation is (docs/architecture.md): while it is a person's, Rasa's tracker is paused.

Given back, the slots are set that people changed meanwhile. What form was open is left: people talked about other
things since. Telling the same change again changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from rasa.shared.core.constants import REQUESTED_SLOT
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActiveLoop,
    ConversationPaused,
    ConversationResumed,
    Event,
    SlotSet,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.turn_request import LARGEST_BODY, InvalidTurn

CHANGE = "change_id"
LOCK_POLL_SECONDS = 0.1


@dataclass(frozen=True)
class StateChange:
    """The bot is to keep silent, or to go on with these slots; `change_id` tells one change from another."""

    conversation_id: str
    paused: bool
    slots: Mapping[str, Any]
    change_id: str


def read_change(body: bytes) -> StateChange:
    """The change of a JSON body; raises `InvalidTurn`."""
    if len(body) > LARGEST_BODY:
        raise InvalidTurn(f"The body is larger than {LARGEST_BODY} bytes.")
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise InvalidTurn(f"The body is not JSON: {error}.") from error
    if not isinstance(fields, dict) or not isinstance(fields.get("paused"), bool):
        raise InvalidTurn("paused is neither true nor false.")
    slots = fields.get("slots") or {}
    if not isinstance(slots, dict):
        raise InvalidTurn("slots is not an object.")
    try:
        conversation_id, change_id = str(UUID(fields["conversation_id"])), str(UUID(fields[CHANGE]))
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise InvalidTurn("conversation_id or change_id is not a UUID.") from error
    return StateChange(conversation_id, fields["paused"], slots, change_id)


async def change_state(agent: Any, change: StateChange) -> None:
    """Records the change, once. `agent` is Rasa's `Agent`."""
    async with agent.lock_store.lock(change.conversation_id, wait_time_in_seconds=LOCK_POLL_SECONDS):
        tracker = await agent.processor.fetch_tracker_and_update_session(change.conversation_id)
        if is_known(tracker, change):
            return
        for event in events_of(change, agent.tracker_store.domain):
            tracker.update(event)
        await agent.tracker_store.save(tracker)


def is_known(tracker: DialogueStateTracker, change: StateChange) -> bool:
    """Whether the change was recorded before."""
    return any((event.metadata or {}).get(CHANGE) == change.change_id for event in tracker.events)


def events_of(change: StateChange, domain: Domain) -> list[Event]:
    """How the change is recorded; slots that the domain does not have are left out."""
    named = {CHANGE: change.change_id}
    if change.paused:
        return [ConversationPaused(metadata=named)]
    known = {slot.name for slot in domain.slots}
    return [
        ActiveLoop(None),
        SlotSet(REQUESTED_SLOT, None),
        *(SlotSet(name, value) for name, value in change.slots.items() if name in known),
        ConversationResumed(metadata=named),
    ]
