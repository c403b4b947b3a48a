"""Exactly one owner: taking, answering, passing on and giving back, also when two do it at once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from uuid import uuid4

import pytest

from conversations import service
from conversations.handoffs import service as handoffs
from conversations.handoffs.errors import AtCapacity, NotYours, NowhereToTransfer, OfferGone, TakenByAnother
from conversations.models import Sender
from conversations.team.errors import AgentNotFound
from conversations.team.models import Role
from tests.conversations.conftest import Talk
from tests.conversations.handoffs.conftest import Desk, Hire


async def test_of_two_agents_who_take_it_at_once_one_gets_it(desk: Desk, hire: Hire, talk: Talk) -> None:
    await desk.asks_for_person(talk)
    both = [await hire("Laura"), await hire("Bruno")]
    done = await asyncio.gather(*(desk.takes(agent, talk) for agent in both), return_exceptions=True)
    (refusal,) = [one for one in done if isinstance(one, Exception)]
    owner = (await desk.conversation(talk)).agent_id
    assert isinstance(refusal, TakenByAnother)
    assert owner in {agent.id for agent in both}
    assert refusal.values["name"] == next(agent.name for agent in both if agent.id == owner)


async def test_of_two_agents_who_take_and_answer_at_once_one_is_read(
    desk: Desk, hire: Hire, talk: Talk
) -> None:
    await desk.asks_for_person(talk)

    async def answer(name: str) -> None:
        agent = await hire(name)
        await desk.takes(agent, talk)
        await desk.says(agent, talk, f"Soy {name}")

    names = ("Laura", "Bruno", "Carmen")
    await asyncio.gather(*(answer(name) for name in names), return_exceptions=True)
    assert [sender for sender, _ in await talk.said()].count("agent") == 1


async def test_taking_what_is_mine_changes_nothing(desk: Desk, hire: Hire, talk: Talk) -> None:
    laura = await hire()
    first = await desk.takes(laura, talk)
    assert (await desk.takes(laura, talk)).version == first.version


async def test_who_steps_in_stops_the_bot(desk: Desk, hire: Hire, talk: Talk) -> None:
    laura = await hire()
    await desk.takes(laura, talk)
    await talk.write("hola")
    await talk.answer()
    assert await talk.said() == [("traveller", "hola")]
    assert (await desk.handoff(talk)).reason == "agent_stepped_in"


async def test_nobody_but_its_agent_writes(desk: Desk, hire: Hire, talk: Talk) -> None:
    laura, bruno = await hire("Laura"), await hire("Bruno")
    await desk.asks_for_person(talk)
    with pytest.raises(NotYours):
        await desk.says(laura, talk, "todavía no")
    await desk.takes(laura, talk)
    with pytest.raises(NotYours):
        await desk.says(bruno, talk, "yo también")
    with pytest.raises(NotYours):
        await desk.do(_speak_as_bot, talk)
    await desk.says(laura, talk, "Hola, soy Laura")
    assert (await talk.said())[-1] == ("agent", "Hola, soy Laura")


async def _speak_as_bot(session: object, queue: object, *, conversation_id: object, now: object) -> None:
    await service.say(session, queue, conversation_id=conversation_id, text="yo", sender=Sender.BOT)  # type: ignore[arg-type]


async def test_the_same_message_of_an_agent_is_stored_once(desk: Desk, hire: Hire, talk: Talk) -> None:
    laura, client_id = await hire(), uuid4()
    await desk.takes(laura, talk)
    first = await desk.says(laura, talk, "Hola", client_id)
    again = await desk.says(laura, talk, "Hola", client_id)
    assert (first.id, first.agent_id) == (again.id, laura.id)
    assert len(await talk.log()) == 1


async def test_an_answer_ends_the_wait_and_the_first_one_is_noted(desk: Desk, hire: Hire, talk: Talk) -> None:
    laura = await hire()
    await desk.asks_for_person(talk)
    assert (await desk.conversation(talk)).waiting_since is not None
    await desk.takes(laura, talk)
    await desk.says(laura, talk, "Hola")
    assert (await desk.conversation(talk)).waiting_since is None
    assert (await desk.handoff(talk)).first_answer_at == desk.now
    await talk.write("¿y el desayuno?")
    await talk.answer()
    assert (await desk.conversation(talk)).waiting_since is not None


async def test_who_has_enough_takes_no_more_out_of_the_queue(
    desk: Desk, hire: Hire, another_talk: Callable[..., Awaitable[Talk]]
) -> None:
    laura, boss = await hire(capacity=1), await hire("Rosa", Role.SUPERVISOR, capacity=0)
    first, second = await another_talk(), await another_talk()
    for one in (first, second):
        await desk.asks_for_person(one)
    await desk.takes(laura, first)
    with pytest.raises(AtCapacity):
        await desk.takes(laura, second)
    await desk.takes(boss, second)


async def test_taking_two_at_once_does_not_get_past_the_capacity(
    desk: Desk, hire: Hire, another_talk: Callable[..., Awaitable[Talk]]
) -> None:
    laura = await hire(capacity=1)
    talks = [await another_talk() for _ in range(3)]
    for one in talks:
        await desk.asks_for_person(one)
    done = await asyncio.gather(*(desk.takes(laura, one) for one in talks), return_exceptions=True)
    assert sorted(type(one).__name__ for one in done) == ["AtCapacity", "AtCapacity", "ConversationView"]


async def test_it_is_passed_to_a_colleague_or_to_a_skill(desk: Desk, hire: Hire, talk: Talk) -> None:
    laura, bruno = await hire("Laura"), await hire("Bruno")
    await desk.takes(laura, talk)
    await desk.do(handoffs.transfer, talk, agent=laura, to_agent=bruno.id)
    assert (await desk.conversation(talk)).agent_id == bruno.id
    with pytest.raises(NotYours):
        await desk.do(handoffs.transfer, talk, agent=laura, to_agent=laura.id)
    await desk.do(handoffs.transfer, talk, agent=bruno, to_skill="groups")
    assert (await desk.conversation(talk)).owner == "queue"
    assert (await desk.handoff(talk)).skill == "groups"


async def test_a_transfer_needs_somebody_who_is_there_and_has_room(
    desk: Desk, hire: Hire, talk: Talk
) -> None:
    laura, full = await hire("Laura"), await hire("Bruno", capacity=0)
    boss, outside = await hire("Rosa", Role.SUPERVISOR), await hire("Hotel", Role.SUPPLIER)
    await desk.takes(laura, talk)
    for nowhere in ({}, {"to_agent": full.id, "to_skill": "groups"}):
        with pytest.raises(NowhereToTransfer):
            await desk.do(handoffs.transfer, talk, agent=laura, **nowhere)
    for nobody in (uuid4(), outside.id):
        with pytest.raises(AgentNotFound):
            await desk.do(handoffs.transfer, talk, agent=laura, to_agent=nobody)
    with pytest.raises(AtCapacity):
        await desk.do(handoffs.transfer, talk, agent=laura, to_agent=full.id)
    await desk.do(handoffs.transfer, talk, agent=boss, to_agent=full.id)
    assert (await desk.conversation(talk)).agent_id == full.id


async def test_what_is_another_s_is_only_moved_by_who_leads(desk: Desk, hire: Hire, talk: Talk) -> None:
    laura, bruno = await hire("Laura"), await hire("Bruno")
    await desk.takes(laura, talk)
    for verb in (handoffs.release, handoffs.hand_back, handoffs.close):
        with pytest.raises(NotYours):
            await desk.do(verb, talk, agent=bruno)
    await desk.do(handoffs.release, talk, agent=await hire("Rosa", Role.SUPERVISOR))
    assert (await desk.conversation(talk)).owner == "queue"


async def test_an_offer_that_is_not_mine_or_is_over_is_gone(desk: Desk, hire: Hire, talk: Talk) -> None:
    laura = await hire("Laura")
    await desk.asks_for_person(talk)
    await desk.tend()
    bruno = await hire("Bruno")
    for verb in (handoffs.accept_offer, handoffs.decline_offer):
        with pytest.raises(OfferGone):
            await desk.do(verb, talk, agent=bruno)
    await desk.takes(bruno, talk)
    with pytest.raises(TakenByAnother):
        await desk.do(handoffs.accept_offer, talk, agent=laura)
