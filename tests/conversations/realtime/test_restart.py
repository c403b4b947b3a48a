"""The app is killed while 200 clients are connected and write: after its restart all have all messages, once."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator
from uuid import uuid4

import pytest

from app.bench import stage
from app.bench_realtime.crowd import Client, Room
from app.bench_realtime.figures import complete, figures_of
from app.bench_realtime.invitations import invite
from app.database import engine_for, sessions_for
from app.jobs import PostgresQueue
from app.processes import Child, stop_all
from app.settings import Settings
from conversations import service
from tests.databases import scratch_database

ROOMS = 67
"""Of three clients each."""


@pytest.fixture
def settings() -> Iterator[Settings]:
    """Of an app on a database of its own."""
    with scratch_database() as url:
        yield Settings(database_url=url, app_port=stage.free_port(), visitor_secret=uuid4().hex)


@pytest.fixture
def app(settings: Settings) -> Iterator[Child]:
    """The real app, without a worker."""
    app = stage.app_alone(settings, VISITOR_SECRET=settings.visitor_secret, LOG_LEVEL="WARNING")
    app.log = settings.data_dir / "logs" / "test-restart.log"
    app.start()
    stage.await_port(app, settings.app_port)
    yield app
    stop_all([app])


async def test_after_a_kill_everybody_has_everything_once(settings: Settings, app: Child) -> None:
    rooms = await invite(settings, ROOMS)
    clients: list[Client] = [client for room in rooms for client in room]
    tasks = [asyncio.create_task(client.run()) for client in clients]
    async with asyncio.timeout(90):
        await asyncio.gather(*(client.connected.wait() for client in clients))
        await write(rooms, "before")
        await told(rooms)
        writing = asyncio.create_task(write(rooms, "amid"))
        await asyncio.sleep(0.2)
        assert app.process is not None
        app.process.send_signal(signal.SIGKILL)
        app.process.wait()
        await writing
        await say_meanwhile(settings, rooms)
        app.start()
        await write(rooms, "after")
        await told(rooms)
        await asyncio.gather(*(client.connected.wait() for client in clients))
    await asyncio.sleep(0.5)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    figures = figures_of(rooms, dict.fromkeys((text for room in rooms for text in room.written), 0.0))
    assert (figures.lost, figures.doubled, figures.unrecovered) == (0, 0, 0)
    assert figures.expected == 4 * len(clients)
    assert all(client.returns >= 1 for client in clients)


async def write(rooms: list[Room], word: str) -> None:
    """Every traveller says something."""
    for number, room in enumerate(rooms):
        text = f"{word} {number}"
        room.written.append(text)
        await room.traveller.write(text)


async def say_meanwhile(settings: Settings, rooms: list[Room]) -> None:
    """A worker goes on while the app is down."""
    engine = engine_for(str(settings.database_url))
    sessions = sessions_for(engine)
    for number, room in enumerate(rooms):
        room.written.append(f"meanwhile {number}")
        async with sessions.begin() as session:
            await service.say(
                session,
                PostgresQueue(),
                conversation_id=room.traveller.conversation_id,
                text=f"meanwhile {number}",
            )
    await engine.dispose()


async def told(rooms: list[Room]) -> None:
    """Everybody has everything."""
    while True:
        if complete(rooms):
            return
        await asyncio.sleep(0.05)
