"""The tracker store on a real PostgreSQL: restarts, lost connections, failed turns, long conversations."""

from __future__ import annotations

import asyncio
import uuid

import psycopg2
import pytest
from psycopg2.errors import UniqueViolation
from rasa.core.tracker_store import TrackerStore, check_if_tracker_store_async
from rasa.shared.core.events import BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig
from recorded import DOMAIN, opening, turn

from bot.event_table import EventTable, EventTableUnavailable
from bot.tracker_store import LiveTrackerStore


@pytest.fixture
def store(database_url: str) -> LiveTrackerStore:
    return LiveTrackerStore(DOMAIN, database_url, max_event_history=40)


@pytest.fixture
def conversation() -> str:
    return str(uuid.uuid4())


async def _say(store: TrackerStore, conversation: str, events: list[Event]) -> DialogueStateTracker:
    tracker = await store.get_or_create_tracker(conversation, append_action_listen=False)
    tracker.update_with_events(events if tracker.events else [*opening(), *events], DOMAIN)
    await store.save(tracker)
    return tracker


def _kill_connections(database_url: str) -> None:
    connection = psycopg2.connect(database_url)
    connection.autocommit = True
    connection.cursor().execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'bot'"
    )
    connection.close()


def test_endpoints_yml_can_name_it(database_url: str) -> None:
    config = EndpointConfig(database_url, type="bot.tracker_store.LiveTrackerStore", max_event_history=50)
    store = TrackerStore.create(config, DOMAIN)
    assert isinstance(store, LiveTrackerStore) and check_if_tracker_store_async(store)


async def test_an_unknown_conversation_has_no_tracker(store: LiveTrackerStore, conversation: str) -> None:
    assert await store.retrieve(conversation) is None
    assert await store.retrieve_full_tracker(conversation) is None
    assert await store.recorded_turn(conversation, "m") is None


async def test_a_conversation_stays_alive_between_turns(store: LiveTrackerStore, conversation: str) -> None:
    tracker = await _say(store, conversation, turn("1"))
    assert await store.retrieve(conversation) is tracker


async def test_a_conversation_survives_a_restart(
    store: LiveTrackerStore, database_url: str, conversation: str
) -> None:
    before = await _say(store, conversation, turn("1", "a Cusco 👍", destination="cusco"))
    after = await LiveTrackerStore(DOMAIN, database_url).retrieve(conversation)
    assert after is not None
    assert after.current_slot_values() == before.current_slot_values()
    # Rasa reads a conversation from its latest session on, without the action that opened it.
    assert list(after.events) == list(before.events)[1:]
    await _say(store, conversation, turn("2"))
    full = await LiveTrackerStore(DOMAIN, database_url).retrieve_full_tracker(conversation)
    assert full is not None and len(full.events) == 12


async def test_the_recorded_turn_is_the_same_before_and_after_a_restart(
    store: LiveTrackerStore, database_url: str, conversation: str
) -> None:
    await _say(store, conversation, turn("1", reply="uno"))
    await _say(store, conversation, turn("2", reply="dos"))
    for asked in (store, LiveTrackerStore(DOMAIN, database_url)):
        recorded = await asked.recorded_turn(conversation, "1") or []
        assert isinstance(recorded[0], UserUttered)
        assert [event.text for event in recorded if isinstance(event, BotUttered)] == ["uno"]


async def test_a_long_conversation_keeps_a_bounded_tracker_and_every_event(
    store: LiveTrackerStore, database_url: str, conversation: str
) -> None:
    await _say(store, conversation, turn("0", destination="lima"))
    for number in range(1, 30):
        await _say(store, conversation, turn(str(number)))
        live = await store.retrieve(conversation)
        assert live is not None and len(live.events) <= 40 and live.get_slot("destination") == "lima"
    restarted = await LiveTrackerStore(DOMAIN, database_url, max_event_history=40).retrieve(conversation)
    assert (
        restarted is not None and len(restarted.events) <= 40 and restarted.get_slot("destination") == "lima"
    )
    assert await store.recorded_turn(conversation, "0")
    full = await store.retrieve_full_tracker(conversation)
    assert full is not None and sum(isinstance(event, UserUttered) for event in full.events) == 30


async def test_what_a_failed_turn_left_behind_is_forgotten(
    store: LiveTrackerStore, conversation: str
) -> None:
    tracker = await _say(store, conversation, turn("1", stars=4))
    tracker.update_with_events(turn("2", stars=5)[:3], DOMAIN)
    assert await store.recorded_turn(conversation, "2") is None
    again = await store.retrieve(conversation)
    assert again is not None and again.get_slot("stars") == 4


async def test_the_least_recent_conversations_leave_memory_first(database_url: str) -> None:
    store = LiveTrackerStore(DOMAIN, database_url, live_conversations=2)
    first, second, third = (str(uuid.uuid4()) for _ in range(3))
    trackers = {name: await _say(store, name, turn("1")) for name in (first, second)}
    await store.retrieve(first)
    await _say(store, third, turn("1"))
    assert await store.retrieve(first) is trackers[first]
    assert await store.retrieve(second) is not trackers[second]


async def test_a_lost_connection_is_opened_again(
    store: LiveTrackerStore, database_url: str, conversation: str
) -> None:
    await _say(store, conversation, turn("1"))
    _kill_connections(database_url)
    await _say(store, conversation, turn("2"))
    _kill_connections(database_url)
    assert await store.recorded_turn(conversation, "1")
    full = await store.retrieve_full_tracker(conversation)
    assert full is not None and len(full.events) == 11


async def test_without_a_database_the_error_says_so(conversation: str) -> None:
    store = LiveTrackerStore(DOMAIN, "postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(EventTableUnavailable, match="database cannot be reached"):
        await store.retrieve(conversation)


async def test_a_message_cannot_be_recorded_twice(
    store: LiveTrackerStore, database_url: str, conversation: str
) -> None:
    await _say(store, conversation, turn("1"))
    table = EventTable(database_url)
    with pytest.raises(UniqueViolation):
        table.append(conversation, [event.as_dict() for event in turn("1")])
    assert len(table.read_all(conversation)) == 7


async def test_any_text_can_be_kept(store: LiveTrackerStore, database_url: str, conversation: str) -> None:
    text = "\0 \ud800 \U0001f30e ' \" \\ %s {} مرحبا"
    await _say(store, conversation, turn("1", text))
    (message, *_) = await LiveTrackerStore(DOMAIN, database_url).recorded_turn(conversation, "1") or []
    assert isinstance(message, UserUttered) and message.text == text


async def test_conversations_do_not_wait_for_each_other(store: LiveTrackerStore) -> None:
    names = [str(uuid.uuid4()) for _ in range(10)]
    await asyncio.gather(*(_say(store, name, turn("1", destination=name)) for name in names))
    assert set(names) <= set(await store.keys())
    for name in names:
        tracker = await store.retrieve(name)
        assert tracker is not None and tracker.get_slot("destination") == name
