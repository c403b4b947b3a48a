"""The log's order: events get their positions after their commit, and nobody has to look behind themselves."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from app.composition import hub_for
from app.database import engine_for, sessions_for
from conversations.realtime import Hub, conversation_room, publish
from conversations.realtime.events import Event
from conversations.realtime.feed import Feed
from conversations.realtime.models import StoredEvent
from conversations.realtime.placing import KEPT, forget_old, place, read_state
from conversations.realtime.viewing import Viewer
from conversations.team.models import Role
from tests.channels.conftest import Sessions
from tests.databases import scratch_database

AGENT = Viewer(role=Role.AGENT, id=uuid4(), name="Lucía")


@pytest.fixture
async def log() -> AsyncIterator[Sessions]:
    """A database of its own, with an empty log."""
    with scratch_database() as url:
        engine = engine_for(url)
        yield sessions_for(engine)
        await engine.dispose()


async def tell(log: Sessions, number: int, room: str = "company") -> None:
    """One event in a transaction of its own."""
    async with log.begin() as session:
        await publish(session, "agent.told", rooms=[room], data={"number": number})


async def places(log: Sessions) -> list[tuple[int, int | None]]:
    """Numbers and positions, in the order in which they were told."""
    async with log() as session:
        rows = (await session.scalars(select(StoredEvent).order_by(StoredEvent.id))).all()
    return [(row.data["number"], row.position) for row in rows]


async def test_what_was_begun_first_and_committed_last_comes_after_what_was_read(log: Sessions) -> None:
    async with log() as slow:
        await publish(slow, "agent.told", rooms=["company"], data={"number": 1})
        await tell(log, 2)
        assert [row.data["number"] for row in await Feed(log).read_on(0)] == [2]
        await slow.commit()
    assert [row.data["number"] for row in await Feed(log).read_on(1)] == [1]
    assert await places(log) == [(1, 2), (2, 1)]


async def test_what_is_rolled_back_leaves_no_gap(log: Sessions) -> None:
    await tell(log, 1)
    async with log() as session:
        await publish(session, "agent.told", rooms=["company"], data={"number": 2})
        await session.rollback()
    await tell(log, 3)
    assert [(row.data["number"], row.position) for row in await Feed(log).read_on(0)] == [(1, 1), (3, 2)]


async def test_many_hubs_place_each_event_once_and_without_gaps(log: Sessions) -> None:
    async def hub(number: int) -> None:
        for turn in range(20):
            await tell(log, number * 100 + turn)
            async with log.begin() as session:
                await place(session)

    await asyncio.gather(*(hub(number) for number in range(6)))
    async with log.begin() as session:
        await place(session)
    assert sorted(position or 0 for _, position in await places(log)) == list(range(1, 121))


async def test_after_a_day_events_are_forgotten_but_never_how_far_the_log_has_come(log: Sessions) -> None:
    for number in range(5):
        await tell(log, number)
    await Feed(log).read_on(0)
    async with log.begin() as session:
        old = update(StoredEvent).where(StoredEvent.position <= 3).values(at=StoredEvent.at - KEPT)
        await session.execute(old)
        await forget_old(session, now=datetime.now(UTC))
        state = await read_state(session)
        assert (state.newest, state.forgotten) == (5, 3)
        await session.execute(update(StoredEvent).values(at=StoredEvent.at - 2 * KEPT))
        await forget_old(session, now=datetime.now(UTC))
        state = await read_state(session)
        assert (state.newest, state.forgotten) == (5, 4)
    await tell(log, 5)
    assert [row.position for row in await Feed(log).read_on(5)] == [6]


async def test_whoever_comes_and_goes_between_two_hubs_is_told_everything_once_and_in_order(
    log: Sessions,
) -> None:
    url = log.kw["bind"].url.render_as_string(hide_password=False)
    room, told = conversation_room(uuid4()), 150
    async with hub_for(url, log).listening() as one, hub_for(url, log).listening() as other:
        await asyncio.gather(one.connected(), other.connected())
        state = await one.feed.state()
        watchers = [
            asyncio.create_task(wander((one, other), room, state.epoch, until=told, seed=seed))
            for seed in range(8)
        ]
        writers = [asyncio.create_task(write(log, room, range(first, told, 3))) for first in range(3)]
        await asyncio.gather(*writers)
        heard = await asyncio.gather(*watchers)
    assert all(sorted(numbers) == list(range(told)) for numbers in heard)
    assert all(numbers == heard[0] for numbers in heard)


async def test_a_hub_that_could_not_read_an_event_reads_it_once_more(log: Sessions) -> None:
    url = log.kw["bind"].url.render_as_string(hide_password=False)

    class Stumbling(Feed):
        stumbled = False

        async def hydrate(self, rows: Sequence[StoredEvent]) -> list[Event]:
            if not self.stumbled:
                self.stumbled = True
                raise KeyError("a product that was never there")
            return await super().hydrate(rows)

    hub = hub_for(url, log)
    hub.feed = feed = Stumbling(log)
    async with hub.listening():
        await hub.connected()
        with hub.subscribe(AGENT) as subscription:
            hub.enter(subscription, ["company"])
            await tell(log, 1)
            told = await subscription.take(10)
    assert feed.stumbled and isinstance(told, Event) and told.data["number"] == 1


async def write(log: Sessions, room: str, numbers: range) -> None:
    """Tells them one after the other."""
    for number in numbers:
        await tell(log, number, room)
        await asyncio.sleep(0)


async def wander(hubs: tuple[Hub, Hub], room: str, epoch: UUID, *, until: int, seed: int) -> list[int]:
    """Watches now here, now there, each time from the own offset on; the numbers heard."""
    chance, offset = random.Random(seed), 0
    heard: list[int] = []
    while len(heard) < until:
        hub = chance.choice(hubs)
        with hub.subscribe(AGENT) as subscription:
            begin = hub.enter(subscription, [room])
            subscription.since = max(begin, offset)
            missed = await hub.feed.missed(epoch=epoch, after=offset, up_to=begin, rooms=[room])
            assert missed is not None
            live = chance.randrange(1, 8)
            events = [*missed]
            while len(events) < len(missed) + live and (next_one := await subscription.take(0.5)) is not None:
                assert isinstance(next_one, Event)
                events.append(next_one)
        heard += [event.data["number"] for event in events]
        offset = events[-1].offset if events else offset
    return heard
