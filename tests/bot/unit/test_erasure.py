"""Whoever is forgotten leaves nothing in the bot's table or memory, and still gets the same answer twice."""

from __future__ import annotations

import json
import uuid
from types import SimpleNamespace

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SlotSet, UserUttered
from recorded import DOMAIN, opening, turn

from bot.event_table import EventTable
from bot.tracker_store import LiveTrackerStore
from bot.turn_channel import run_turn
from bot.turn_request import TurnRequest

NAME = "Ana Torres"


class Forgetful:
    """Stands in for Rasa's processor: remembers names, and forgets when asked to."""

    def __init__(self, store: LiveTrackerStore) -> None:
        self.tracker_store = store
        self.heard = 0

    async def handle_message(self, message: UserMessage) -> None:
        self.heard += 1
        tracker = await self.tracker_store.get_or_create_tracker(
            message.sender_id, append_action_listen=False
        )
        events = _erasing(message) if "borra" in message.text else _noting(message)
        tracker.update_with_events(events if tracker.events else [*opening(), *events], DOMAIN)
        await self.tracker_store.save(tracker)


def _noting(message: UserMessage) -> list[Event]:
    return turn(
        message.message_id, message.text, f"Gracias, {message.text}", destination=message.text, language="pt"
    )


def _erasing(message: UserMessage) -> list[Event]:
    return [
        UserUttered(message.text, {"name": "affirm", "confidence": 0.9}, message_id=message.message_id),
        SlotSet("destination", None),
        ActionExecuted("action_erase_data"),
        BotUttered("Borrado.", {"custom": {"command": {"erase": {}}}}),
        ActionExecuted("action_listen"),
    ]


@pytest.fixture
def agent(database_url: str) -> SimpleNamespace:
    store = LiveTrackerStore(DOMAIN, database_url)
    return SimpleNamespace(tracker_store=store, processor=Forgetful(store), lock_store=InMemoryLockStore())


def says(conversation: str, words: str, message: str | None = None) -> TurnRequest:
    return TurnRequest(conversation, message or str(uuid.uuid4()), words, "pt")


async def test_nothing_said_before_is_in_the_table_or_in_memory(
    agent: SimpleNamespace, database_url: str
) -> None:
    conversation = str(uuid.uuid4())
    await run_turn(agent, says(conversation, NAME))
    await run_turn(agent, says(conversation, f"soy {NAME}, borra todo"))

    tracker = await agent.tracker_store.retrieve(conversation)
    assert NAME not in json.dumps(EventTable(database_url).read_all(conversation))
    assert NAME not in json.dumps([event.as_dict() for event in tracker.events])
    assert {name: value for name, value in tracker.current_slot_values().items() if value} == {
        "language": "pt"
    }


async def test_the_answer_to_it_is_given_again_and_nothing_is_forgotten_twice(agent: SimpleNamespace) -> None:
    conversation, message = str(uuid.uuid4()), str(uuid.uuid4())
    await run_turn(agent, says(conversation, NAME))
    first = await run_turn(agent, says(conversation, "borra todo", message))
    assert await run_turn(agent, says(conversation, "borra todo", message)) == first
    assert first["replies"][0]["command"] == {"erase": {}}
    assert (first["intent"]["name"], first["slots"]) == ("affirm", {"language": "pt"})

    await run_turn(agent, says(conversation, "lima"))
    again = await run_turn(agent, says(conversation, "borra todo", message))
    assert again["replies"] == first["replies"]
    assert (await agent.tracker_store.retrieve(conversation)).get_slot("destination") == "lima"
    assert agent.processor.heard == 3


async def test_an_erasure_that_was_cut_short_is_finished_when_it_is_asked_for_again(
    agent: SimpleNamespace, database_url: str
) -> None:
    conversation, message = str(uuid.uuid4()), str(uuid.uuid4())
    await run_turn(agent, says(conversation, NAME))
    asked = says(conversation, "borra todo", message)
    await agent.processor.handle_message(
        UserMessage("borra todo", sender_id=conversation, message_id=message)
    )
    assert NAME in json.dumps(EventTable(database_url).read_all(conversation))

    await run_turn(agent, asked)
    assert NAME not in json.dumps(EventTable(database_url).read_all(conversation))


async def test_the_conversation_that_begins_anew_survives_a_restart(
    agent: SimpleNamespace, database_url: str
) -> None:
    conversation = str(uuid.uuid4())
    await run_turn(agent, says(conversation, NAME))
    await run_turn(agent, says(conversation, "borra todo"))
    tracker = await LiveTrackerStore(DOMAIN, database_url).retrieve(conversation)
    assert (
        tracker is not None
        and tracker.get_slot("language") == "pt"
        and tracker.get_slot("destination") is None
    )
    assert not any(isinstance(event, UserUttered) for event in tracker.events)
