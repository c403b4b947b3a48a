"""Actions as the bot calls them: one call, its replies, and the slots it leaves, on the real database."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from rasa_sdk.executor import ActionExecutor
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from actions.executor import build_executor
from tests.databases import small_catalogue

NOW = datetime(2027, 3, 1, 15, tzinfo=UTC)
CUSCO_IN_MAY = {
    "language": "es",
    "destination": "cusco",
    "travel_dates": {"start": "2027-05-10", "end": "2027-05-14"},
    "party": {"adults": 2, "children": 1},
    "child_ages": [8],
}


@dataclass
class Clock:
    """A clock that tests move."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Conversation:
    """A conversation as the bot keeps it: slots that actions change, and what was said."""

    executor: ActionExecutor
    slots: dict[str, Any]
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    form: str | None = None
    events: list[dict[str, Any]] = field(default_factory=list)
    followed_by: str | None = None
    ranking: dict[str, float] = field(default_factory=dict)

    async def run(
        self, action: str, text: str = "", intent: str = "inform", **entities: Any
    ) -> list[dict[str, Any]]:
        """Runs one action after a message; returns its replies."""
        self.events.append({"event": "user", "text": text, "message_id": str(uuid.uuid4())})
        return await self._call(action, text, intent, entities)

    async def run_again(
        self, action: str, text: str = "", intent: str = "inform", **entities: Any
    ) -> list[dict[str, Any]]:
        """Runs an action once more in the same turn."""
        return await self._call(action, text, intent, entities)

    async def validate(self, form: str, intent: str = "inform", **filled: Any) -> list[dict[str, Any]]:
        """Runs a form's validation as Rasa does: the slots that the message filled are the newest events."""
        self.form = form
        self.slots |= filled
        self.events += [{"event": "user", "text": ""}, {"event": "action", "name": form}]
        self.events += [{"event": "slot", "name": name, "value": value} for name, value in filled.items()]
        return await self._call(f"validate_{form}", "", intent, {})

    async def _call(
        self, action: str, text: str, intent: str, entities: dict[str, Any]
    ) -> list[dict[str, Any]]:
        found = [{"entity": name, "value": value} for name, value in entities.items()]
        call = {
            "next_action": action,
            "sender_id": self.id,
            "domain": {},
            "tracker": {
                "sender_id": self.id,
                "slots": dict(self.slots),
                "latest_message": {
                    "text": text,
                    "intent": {"name": intent, "confidence": 0.9},
                    "entities": found,
                    "intent_ranking": [
                        {"name": name, "confidence": likely} for name, likely in self.ranking.items()
                    ],
                },
                "events": list(self.events),
                "active_loop": {"name": self.form} if self.form else {},
            },
        }
        result = await self.executor.run(call)
        assert result is not None
        self._apply(result.events)
        self.events += [{"event": "bot", "text": reply["text"], "data": reply} for reply in result.responses]
        return list(result.responses)

    def _apply(self, events: list[dict[str, Any]]) -> None:
        self.followed_by = None
        for event in events:
            if event["event"] == "slot":
                self.slots[event["name"]] = event["value"]
                self.events.append(event)
            elif event["event"] == "active_loop":
                self.form = event["name"]
            elif event["event"] == "followup":
                self.followed_by = event["name"]


@pytest.fixture(scope="session")
async def catalogue_of_actions() -> AsyncIterator[AsyncEngine]:
    """A database of their own with a small catalogue."""
    async with small_catalogue() as engine:
        yield engine


@pytest.fixture
async def desk_sessions(catalogue_of_actions: AsyncEngine) -> AsyncIterator[async_sessionmaker[AsyncSession]]:
    """Sessions that actions commit, all inside one transaction that is rolled back after the test."""
    async with catalogue_of_actions.connect() as connection:
        transaction = await connection.begin()
        yield async_sessionmaker(connection, expire_on_commit=False, join_transaction_mode="create_savepoint")
        await transaction.rollback()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def executor(desk_sessions: async_sessionmaker[AsyncSession], clock: Clock) -> ActionExecutor:
    return build_executor(desk_sessions, clock=clock, operator_name="Viajes Altamar")


@pytest.fixture
def conversation(executor: ActionExecutor) -> Callable[..., Conversation]:
    """Makes conversations, by default in Spanish about Cusco in May for a couple and a child of 8."""

    def make(**slots: Any) -> Conversation:
        return Conversation(executor, {**CUSCO_IN_MAY, **slots})

    return make


def text_of(replies: list[dict[str, Any]]) -> str:
    """Everything that was said."""
    return "\n".join(reply["text"] or "" for reply in replies)


def payloads_of(replies: list[dict[str, Any]]) -> list[str]:
    """The payloads of all buttons."""
    return [button["payload"] for reply in replies for button in reply["buttons"]]
