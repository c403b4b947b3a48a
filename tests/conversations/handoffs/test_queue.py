"""The queue: who is offered what, in which order, and what happens when nobody answers."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID

from sqlalchemy import update

from conversations.handoffs import service as handoffs
from conversations.team.models import Agent
from tests.conversations.conftest import Talk
from tests.conversations.handoffs.conftest import Desk, Hire

More = Callable[..., Awaitable[Talk]]


async def test_it_is_offered_to_who_speaks_the_language(desk: Desk, hire: Hire, another_talk: More) -> None:
    talk = await another_talk("pt")
    await hire("Laura", languages=["es", "en"])
    bruno = await hire("Bruno", languages=["pt"])
    await desk.asks_for_person(talk)
    await desk.tend()
    assert await desk.offered_to(talk) == bruno.id


async def test_who_speaks_it_but_is_full_is_waited_for(desk: Desk, hire: Hire, another_talk: More) -> None:
    talk = await another_talk("pt")
    await hire("Laura", languages=["es"])
    await hire("Bruno", languages=["pt"], capacity=0)
    await desk.asks_for_person(talk)
    await desk.tend()
    assert await desk.offered_to(talk) is None
    assert not (await desk.handoff(talk)).left_word


async def test_a_language_that_nobody_of_the_team_speaks_is_anybody_s(
    desk: Desk, hire: Hire, another_talk: More
) -> None:
    talk = await another_talk("pt")
    laura = await hire("Laura", languages=["es", "en"])
    await desk.asks_for_person(talk)
    await desk.tend()
    assert await desk.offered_to(talk) == laura.id


async def test_it_is_offered_to_who_has_the_skill(desk: Desk, hire: Hire, talk: Talk) -> None:
    await hire("Laura")
    bruno = await hire("Bruno", skills=["groups"])
    await desk.asks_for_person(talk, skill="groups")
    await desk.tend()
    assert await desk.offered_to(talk) == bruno.id


async def test_the_least_busy_is_asked_and_of_those_who_has_waited_longest(
    desk: Desk, hire: Hire, another_talk: More
) -> None:
    agents = [await hire(name) for name in ("Laura", "Bruno", "Carmen")]
    offered: list[UUID | None] = []
    for _ in range(6):
        talk = await another_talk()
        await desk.asks_for_person(talk)
        await desk.tend(1)
        offered.append(await desk.offered_to(talk))
        agent = next(one for one in agents if one.id == offered[-1])
        await desk.do(handoffs.accept_offer, talk, agent=agent)
    assert offered[:3] == offered[3:]
    assert set(offered) == {agent.id for agent in agents}


async def test_nobody_is_offered_more_than_they_can_have(desk: Desk, hire: Hire, another_talk: More) -> None:
    laura = await hire(capacity=2)
    talks = [await another_talk() for _ in range(3)]
    for talk in talks:
        desk.now = desk.now.replace(microsecond=desk.now.microsecond)
        await desk.asks_for_person(talk)
        await desk.tend(1)
    assert [await desk.offered_to(talk) for talk in talks] == [laura.id, laura.id, None]


async def test_urgency_comes_before_patience_and_patience_before_chance(
    desk: Desk, hire: Hire, another_talk: More
) -> None:
    early, late, urgent = [await another_talk() for _ in range(3)]
    for talk, reason in ((early, "requested"), (late, "requested"), (urgent, "urgent")):
        await desk.asks_for_person(talk, reason)
        await desk.tend(1)
    await hire(capacity=2)
    await desk.tend(1)
    assert await desk.offered_to(urgent) is not None
    assert await desk.offered_to(early) is not None
    assert await desk.offered_to(late) is None


async def test_an_offer_that_is_declined_or_lapses_goes_on_and_comes_round_again(
    desk: Desk, hire: Hire, talk: Talk
) -> None:
    agents = {one.id: one for one in (await hire("Laura"), await hire("Bruno"))}
    await desk.asks_for_person(talk)
    await desk.tend()
    first = await desk.offered_to(talk)
    assert first is not None
    await desk.do(handoffs.decline_offer, talk, agent=agents[first])
    await desk.tend(1)
    second = await desk.offered_to(talk)
    assert {first, second} == set(agents)
    await desk.tend(59)
    assert await desk.offered_to(talk) == second
    await desk.tend(2)
    assert await desk.offered_to(talk) in agents
    assert "handoff.offered" in await desk.events(talk)


async def test_a_silent_agent_is_reminded_once_and_then_loses_it(desk: Desk, hire: Hire, talk: Talk) -> None:
    laura, bruno = await hire("Laura"), await hire("Bruno")
    await desk.asks_for_person(talk)
    await desk.takes(laura, talk)
    await desk.tend(179)
    assert "handoff.reminded" not in await desk.events(talk)
    await desk.tend(2)
    await desk.tend(5)
    assert (await desk.events(talk)).count("handoff.reminded") == 1
    await desk.tend(600)
    assert (await desk.conversation(talk)).owner == "queue"
    assert (await desk.handoff(talk)).priority > 0
    await desk.tend(5)
    assert await desk.offered_to(talk) == bruno.id


async def test_an_agent_who_answered_is_left_alone(desk: Desk, hire: Hire, talk: Talk) -> None:
    laura = await hire()
    await desk.asks_for_person(talk)
    await desk.takes(laura, talk)
    await desk.says(laura, talk, "Hola")
    await desk.tend(3600)
    assert (await desk.conversation(talk)).agent_id == laura.id
    assert "handoff.reminded" not in await desk.events(talk)


async def test_who_got_it_just_now_has_their_time_however_long_the_traveller_has_waited(
    desk: Desk, hire: Hire, talk: Talk
) -> None:
    laura = await hire()
    await desk.asks_for_person(talk)
    await desk.tend(3600)
    await desk.takes(laura, talk)
    await desk.tend(5)
    assert (await desk.conversation(talk)).agent_id == laura.id
    assert "handoff.reminded" not in await desk.events(talk)


async def test_what_a_disabled_agent_had_goes_back_to_the_queue(desk: Desk, hire: Hire, talk: Talk) -> None:
    laura = await hire()
    await desk.takes(laura, talk)
    async with desk.sessions.begin() as session:
        await session.execute(update(Agent).where(Agent.id == laura.id).values(disabled_at=desk.now))
    await desk.tend()
    assert (await desk.conversation(talk)).owner == "queue"


async def test_several_processes_offer_it_once(desk: Desk, hire: Hire, talk: Talk) -> None:
    for name in ("Laura", "Bruno", "Carmen"):
        await hire(name)
    await desk.asks_for_person(talk)
    await asyncio.gather(*(desk.tend() for _ in range(5)))
    assert (await desk.events(talk)).count("handoff.offered") == 1
