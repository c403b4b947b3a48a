"""The whole assistant for tests: the real bot process, app process and database, and travellers on the web channel."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import psycopg
import pytest

from app.bench.stage import free_port
from app.catalogue import load_catalogue
from app.chat import Chat
from app.jobs import conninfo
from app.processes import Child, stop_all
from app.settings import Settings
from app.training import train_if_changed
from app.up import children_of, wait_until_ready
from tests.databases import scratch_database

PROCESS = os.environ.get("PYTEST_XDIST_WORKER", "")
PATIENCE = 900.0
"""Seconds for both to be ready beside everything else that a machine tests; where one has died nobody waits."""


@dataclass
class Assistant:
    """The running assistant, whose bot can be stopped and started."""

    settings: Settings
    app: Child
    bot: Child

    def free_all_places(self) -> None:
        """Forgets every booking and hold, so that no test finds sold out what another one booked."""
        with psycopg.connect(conninfo(self.settings.database_url or "")) as connection:
            # The books refuse to forget; as a replica the database asks no trigger.
            connection.execute("SET session_replication_role = replica")
            connection.execute("TRUNCATE bookings, hold_lines, holds, availabilities CASCADE")

    def wait(self) -> None:
        wait_until_ready(self.settings, [self.app, self.bot], PATIENCE)


@pytest.fixture(scope="session")
def assistant() -> Iterator[Assistant]:
    """App and bot as `make up` starts them, on free ports, with the demo catalogue.

    The database is theirs alone: their worker would answer the conversations of other tests.
    """
    with scratch_database() as url:
        yield from _running(url)


def _running(database_url: str) -> Iterator[Assistant]:
    settings = Settings(app_port=free_port(), bot_port=free_port(), database_url=database_url)
    asyncio.run(load_catalogue(database_url, settings.catalogue_dir))
    train_if_changed(settings)
    app, bot = children_of(settings, database_url, logs=f"test{PROCESS}-")
    for child in (app, bot):
        child.start()
    running = Assistant(settings, app, bot)
    try:
        running.wait()
        yield running
    finally:
        stop_all([app, bot])


@dataclass
class Turn:
    """What came back for one message."""

    raw: dict[str, Any]

    @property
    def text(self) -> str:
        return "\n".join(reply["text"] or "" for reply in self.raw["replies"])

    @property
    def buttons(self) -> list[dict[str, str]]:
        return [button for reply in self.raw["replies"] for button in reply["buttons"] or []]

    @property
    def cards(self) -> list[dict[str, Any]]:
        return [card for reply in self.raw["replies"] for card in reply["cards"] or []]

    @property
    def slots(self) -> dict[str, Any]:
        slots: dict[str, Any] = self.raw["slots"]
        return slots

    @property
    def intent(self) -> str:
        return str(self.raw["intent"])

    @property
    def actions(self) -> list[str]:
        """The actions that the bot ran, forms among them."""
        actions: list[str] = self.raw["actions"]
        return actions

    @property
    def asks(self) -> str | None:
        """The slot that the bot is asking for."""
        return self.slots.get("requested_slot")

    @property
    def silent(self) -> bool:
        return not self.raw["replies"]


@dataclass
class Traveller:
    """A person writing on the web widget."""

    chat: Chat
    turns: list[Turn] = field(default_factory=list)

    def says(self, text: str) -> Turn:
        self.turns.append(Turn(self.chat.say(text)))
        return self.turns[-1]

    def presses(self, title: str) -> Turn:
        """Presses the button of the last turn whose title holds these words."""
        button = next(button for button in self.turns[-1].buttons if title.lower() in button["title"].lower())
        self.turns.append(Turn(self.chat.say(button["title"], button["payload"])))
        return self.turns[-1]

    def hears(self, words: str, seconds: float = 60.0) -> dict[str, Any]:
        """What is said of its own accord, with these words in it, as soon as it is there; with its attachments."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for message in self.chat.since_last_turn():
                if words in message["text"]:
                    return message
            time.sleep(0.1)
        raise AssertionError(f"nobody said {words!r}")

    def picks(self, number: int) -> Turn:
        """Presses the button of a card."""
        button = self.turns[-1].cards[number - 1]["buttons"][0]
        self.turns.append(Turn(self.chat.say(button["title"], button["payload"])))
        return self.turns[-1]


@pytest.fixture(autouse=True)
def places_are_free(request: pytest.FixtureRequest) -> None:
    """Every test with the assistant finds all places free."""
    if "assistant" in request.fixturenames:
        request.getfixturevalue("assistant").free_all_places()


@pytest.fixture
def traveller(assistant: Assistant) -> Traveller:
    """A traveller in a new conversation."""
    return Traveller(Chat(assistant.settings))


@pytest.fixture
def another_traveller(assistant: Assistant) -> Callable[[], Traveller]:
    """Makes further travellers, each in a conversation of their own."""
    return lambda: Traveller(Chat(assistant.settings))
