"""Rasa's tracker store: live trackers of this process in front of an append-only table.

Rasa's own stores rebuild the tracker from its events on every turn, and a tracker that is never cut makes every
turn of a long conversation dearer than the last (docs/decisions/0004-rasa-hot-spots.md). Here a conversation is read
once, then kept alive; each turn appends its events to the table and long histories are cut (`bot.history`).

A live tracker is only right while nobody else writes to its conversation: with several bot processes, send each
conversation to one of them by its id.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, deserialise_events
from rasa.shared.core.trackers import DialogueStateTracker

from bot.erasure import answer_alone, new_beginning
from bot.event_table import EventTable
from bot.history import cut_history, turn_of

Result = TypeVar("Result")
LANGUAGE_SLOT = "language"


@dataclass
class _Live:
    """A tracker and how much of it the table holds: its last saved event, or None while it is new."""

    tracker: DialogueStateTracker
    saved: Event | None

    def unsaved(self) -> list[Event]:
        """The events since the last save."""
        events: list[Event] = []
        for event in reversed(self.tracker.events):
            if event is self.saved:
                break
            events.append(event)
        return events[::-1]


class LiveTrackerStore(TrackerStore):
    """See the module. `endpoints.yml` gives `url` (a libpq URL), `max_event_history` and `live_conversations`."""

    def __init__(
        self,
        domain: Domain | None,
        host: str,
        event_broker: EventBroker | None = None,
        max_event_history: int = 400,
        live_conversations: int = 2000,
        **kwargs: Any,
    ) -> None:
        super().__init__(domain, event_broker, **kwargs)
        self._table = EventTable(host)
        # One thread: the table has one connection, and the event loop must not wait for the database.
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="events")
        self._longest_history = max_event_history
        self._most_live = live_conversations
        self._live: OrderedDict[str, _Live] = OrderedDict()

    @property
    def domain(self) -> Domain:
        """The domain trackers take their slots from."""
        return self._domain

    @domain.setter
    def domain(self, domain: Domain | None) -> None:
        self._domain = domain or Domain.empty()
        # Live trackers have the slots of the domain they were built with.
        self._live = OrderedDict()

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The live tracker of the conversation's latest session, None where there is none.

        A tracker with events that were never saved is the remains of a turn that failed; it is read again.
        """
        live = self._live.get(sender_id)
        if live is None or live.unsaved():
            events = await self._run(self._table.read_session, sender_id)
            if not events:
                self._live.pop(sender_id, None)
                return None
            live = self._keep(self._rebuilt(sender_id, events))
        self._live.move_to_end(sender_id)
        return live.tracker

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        """A tracker of everything the conversation ever said; read from the table, for inspection."""
        events = await self._run(self._table.read_all, conversation_id)
        if not events:
            return None
        return DialogueStateTracker.from_dict(conversation_id, events, self.domain.slots)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Appends the new events to the table, all or none, then cuts a history grown too long."""
        live = self._live.get(tracker.sender_id)
        if live is None or live.tracker is not tracker:
            live = _Live(tracker, saved=None)
        events = live.unsaved()
        if not events:
            return
        await self._run(self._table.append, tracker.sender_id, [event.as_dict() for event in events])
        if self.event_broker:
            await self._stream_new_events(self.event_broker, events, tracker.sender_id)
        self._keep(cut_history(tracker, self._longest_history))

    async def recorded_turn(self, conversation_id: str, message_id: str) -> list[Event] | None:
        """The events of the turn that answered this message, its `UserUttered` first; None before it was answered."""
        live = self._live.get(conversation_id)
        if live is not None and not live.unsaved() and (turn := turn_of(live.tracker.events, message_id)):
            return turn
        events = await self._run(self._table.read_turn, conversation_id, message_id)
        return turn_of(deserialise_events(events), message_id) or None

    async def forget(self, conversation_id: str, turn: Sequence[Event]) -> None:
        """Leaves nothing of the conversation but its language and the answer to the newest turn, without its words.

        The answer stays, so that asking for it once more gives the same; the conversation then begins anew.
        """
        tracker = await self.retrieve(conversation_id)
        language = tracker.get_slot(LANGUAGE_SLOT) if tracker else None
        events = [*answer_alone(turn), *new_beginning({LANGUAGE_SLOT: language})]
        self._live.pop(conversation_id, None)
        await self._run(self._table.replace, conversation_id, [event.as_dict() for event in events])

    async def keys(self) -> Iterable[str]:
        """The ids of all conversations."""
        return await self._run(self._table.conversations)

    def _rebuilt(self, conversation_id: str, events: list[dict[str, Any]]) -> DialogueStateTracker:
        tracker = DialogueStateTracker.from_dict(conversation_id, events, self.domain.slots)
        return cut_history(tracker, self._longest_history)

    def _keep(self, tracker: DialogueStateTracker) -> _Live:
        live = _Live(tracker, saved=tracker.events[-1])
        self._live[tracker.sender_id] = live
        self._live.move_to_end(tracker.sender_id)
        while len(self._live) > self._most_live:
            self._live.popitem(last=False)
        return live

    async def _run(self, work: Callable[..., Result], *arguments: object) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work, *arguments)
