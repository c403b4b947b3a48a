"""Who looks at a conversation and who is writing, in all processes, as signals tell; nothing of it is kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from pydantic import Field, TypeAdapter

from conversations.console.rows import Person
from conversations.schemas import Frozen

LOOKING_FOR: Final = 70.0
"""Seconds without word after which nobody is there any more: more than two heartbeats."""
TYPING_FOR: Final = 8.0


class Viewing(Frozen):
    """An agent's window shows a conversation, or none any more."""

    type: Literal["viewing"] = "viewing"
    window: UUID
    agent: Person
    conversation_id: UUID | None


class AgentTypes(Frozen):
    """An agent writes; ``to_traveller`` where the traveller is shown it too."""

    type: Literal["agent_types"] = "agent_types"
    window: UUID
    agent: Person
    conversation_id: UUID
    on: bool
    to_traveller: bool


class TravellerTypes(Frozen):
    """A traveller writes."""

    type: Literal["traveller_types"] = "traveller_types"
    conversation_id: UUID
    on: bool


Signal = Viewing | AgentTypes | TravellerTypes
SIGNALS: TypeAdapter[Signal] = TypeAdapter(Annotated[Signal, Field(discriminator="type")])


@dataclass(slots=True)
class _Window:
    agent: Person
    looking_until: float = 0.0
    typing_until: float = 0.0
    heard_until: float = 0.0


class Presence:
    """What one process knows of it."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._windows: defaultdict[UUID, dict[UUID, _Window]] = defaultdict(dict)
        self._shown: dict[UUID, UUID] = {}
        self._travellers: dict[UUID, float] = {}

    def hear(self, signal: Signal) -> set[UUID]:
        """Takes in what a signal tells; the conversations of which it changes something."""
        now = self._clock()
        if isinstance(signal, TravellerTypes):
            self._travellers[signal.conversation_id] = now + TYPING_FOR if signal.on else 0.0
            return {signal.conversation_id}
        if isinstance(signal, AgentTypes):
            window = self._window(signal.conversation_id, signal.window, signal.agent)
            window.typing_until = now + TYPING_FOR if signal.on else 0.0
            window.heard_until = window.typing_until if signal.to_traveller else 0.0
            return {signal.conversation_id}
        return self._look(signal, now)

    def frame(self, conversation_id: UUID) -> dict[str, Any]:
        """What the console's socket tells of a conversation."""
        return {
            "type": "presence",
            "conversation_id": str(conversation_id),
            "viewers": [
                {"id": str(one.agent.id), "name": one.agent.name, "typing": one.typing_until > self._clock()}
                for one in self._present(conversation_id)
            ],
            "traveller_typing": self._travellers.get(conversation_id, 0.0) > self._clock(),
        }

    def viewers(self, conversation_id: UUID) -> list[Person]:
        """Who looks at a conversation now."""
        return [one.agent for one in self._present(conversation_id)]

    def agent_typing(self, conversation_id: UUID) -> bool:
        """Whether the traveller is to be shown that somebody writes to them."""
        windows = self._windows.get(conversation_id, {}).values()
        return any(window.heard_until > self._clock() for window in windows)

    def nobody(self, conversation_id: UUID) -> bool:
        """Whether nothing is known of a conversation."""
        return conversation_id not in self._windows and conversation_id not in self._travellers

    def forget(self, conversation_id: UUID) -> None:
        """Drops what is over."""
        now = self._clock()
        windows = self._windows.get(conversation_id, {})
        for key in [key for key, one in windows.items() if max(one.looking_until, one.typing_until) <= now]:
            del windows[key]
            self._shown.pop(key, None)
        if not windows:
            self._windows.pop(conversation_id, None)
        if self._travellers.get(conversation_id, now + 1) <= now:
            del self._travellers[conversation_id]

    def _look(self, signal: Viewing, now: float) -> set[UUID]:
        before = self._shown.pop(signal.window, None)
        if before is not None and before != signal.conversation_id:
            self._windows.get(before, {}).pop(signal.window, None)
        if signal.conversation_id is not None:
            self._shown[signal.window] = signal.conversation_id
            window = self._window(signal.conversation_id, signal.window, signal.agent)
            window.looking_until = now + LOOKING_FOR
        return {one for one in (before, signal.conversation_id) if one is not None}

    def _window(self, conversation_id: UUID, window: UUID, agent: Person) -> _Window:
        return self._windows[conversation_id].setdefault(window, _Window(agent))

    def _present(self, conversation_id: UUID) -> list[_Window]:
        """One for each agent, however many windows they have."""
        now = self._clock()
        by_agent: dict[UUID, _Window] = {}
        for one in self._windows.get(conversation_id, {}).values():
            if max(one.looking_until, one.typing_until) > now:
                known = by_agent.get(one.agent.id)
                if known is None or one.typing_until > known.typing_until:
                    by_agent[one.agent.id] = one
        return sorted(by_agent.values(), key=lambda one: one.agent.name)
