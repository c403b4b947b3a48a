"""With a Redis, processes wake each other through it, and do without when it is gone."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from app.bench.stage import free_port
from app.composition import hub_for
from app.database import engine_for, sessions_for
from conversations.console.rows import Person
from conversations.realtime import Hub, publish
from conversations.realtime.events import Event
from conversations.realtime.presence import Viewing
from conversations.realtime.subscription import Subscription
from conversations.realtime.viewing import Viewer
from conversations.team.models import Role
from tests.channels.conftest import Sessions
from tests.conversations.realtime.conftest import Thread, begun
from tests.conversations.realtime.test_placing import AGENT


class Redis:
    """A server of its own, in memory alone."""

    def __init__(self, folder: Path) -> None:
        self.port, self._folder = free_port(), folder
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Returns as soon as it listens."""
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self._folder)]
        self._process = subprocess.Popen(["redis-server", *options], stdout=subprocess.DEVNULL)
        for _ in range(500):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.02)
        pytest.fail("Redis does not start")

    def stop(self) -> None:
        """At once."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()


@pytest.fixture
async def redis(tmp_path: Path) -> AsyncIterator[Redis]:
    """A running one."""
    server = Redis(tmp_path)
    server.start()
    yield server
    server.stop()


@asynccontextmanager
async def process(database_url: str, redis: Redis) -> AsyncIterator[tuple[Hub, Sessions]]:
    """A process's hub, and sessions that wake through it."""
    engine: AsyncEngine = engine_for(database_url)
    sessions = sessions_for(engine)
    hub = hub_for(database_url, sessions, redis_url=redis.url)
    async with hub.listening():
        await hub.connected()
        yield hub, sessions
    await hub.aclose()
    await engine.dispose()


async def next_event(subscription: Subscription, seconds: float) -> Event:
    """What is told next."""
    told = await subscription.take(seconds)
    assert isinstance(told, Event)
    return told


async def test_events_and_signals_cross_by_redis_and_postgresql_notifies_nobody(
    database_url: str, redis: Redis
) -> None:
    async with process(database_url, redis) as (one, sessions), process(database_url, redis) as (other, _):
        thread = await begun(sessions)
        with one.subscribe(AGENT) as here, other.subscribe(AGENT) as there:
            one.enter(here, [thread.room])
            other.enter(there, [thread.room])
            for number in range(5):
                begun_at = monotonic()
                await thread.say(f"número {number}")
                for subscription in (here, there):
                    event = await next_event(subscription, 5)
                    assert event.message is not None
                    assert event.message.text == f"número {number}"
                assert monotonic() - begun_at < 0.9
            assert AGENT.id is not None
            lucia = Person(id=AGENT.id, name="Lucía")
            await one.signal(Viewing(window=thread.id, agent=lucia, conversation_id=thread.id))
            assert isinstance(frame := await there.take(5), dict)
            assert frame["viewers"][0]["name"] == "Lucía"
        async with sessions() as session:
            listening = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN events%' AND datname = current_database()"
            assert await session.scalar(text(listening)) == 0


async def test_nobody_is_woken_by_what_is_rolled_back_or_only_a_savepoint(
    database_url: str, redis: Redis
) -> None:
    async with process(database_url, redis) as (hub, sessions):
        with hub.subscribe(AGENT) as here:
            hub.enter(here, ["company"])
            async with sessions() as session:
                async with session.begin_nested():
                    await publish(session, "agent.told", rooms=["company"], data={"number": 1})
                assert await here.take(0.3) is None
                await session.commit()
            assert (await next_event(here, 5)).data == {"number": 1}


async def test_without_the_redis_events_come_a_little_later_and_none_is_lost(
    database_url: str, redis: Redis
) -> None:
    async with process(database_url, redis) as (hub, sessions):
        thread: Thread = await begun(sessions)
        with hub.subscribe(Viewer(role=Role.AGENT, id=thread.id)) as here:
            hub.enter(here, [thread.room])
            redis.stop()
            await thread.say("sin Redis")
            event = await next_event(here, 10)
            assert event.message is not None
            assert event.message.text == "sin Redis"
            redis.start()
            async with asyncio.timeout(10):
                await hub.connected()
            await thread.say("con Redis")
            assert (await next_event(here, 10)).message is not None
