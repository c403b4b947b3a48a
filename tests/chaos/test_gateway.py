"""The worker is killed between every two steps of receive -> turn -> send: nobody is left without an answer.

What holds: every message is answered, each answer is stored once, and everybody reads the answers in the order of what
they wrote. Nobody reads one twice either, with one exception: no provider here knows idempotency keys, so a part that
it took just before the worker died, and that is not written down, may be sent again. The journal of the dying worker
tells which parts those are. On Telegram what was surely taken comes twice, and what was on its way may; WhatsApp and
Messenger tell us themselves what they took, so that there it comes twice only where we hear of it too late; and nothing
else does.

`CHAOS_ROUNDS` is how often each point is died at, with 200 messages; without it once, with 44.
"""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from uuid import UUID

from sqlalchemy import select

from channels.splitting import split_text
from conversations.models import UNSENT, WAITING, Delivery, Direction, Message, Turn
from conversations.realtime import Hub
from tests.chaos.conftest import PEOPLE, Sessions, Town, answers
from tests.chaos.points import Point

ROUNDS = int(os.environ.get("CHAOS_ROUNDS", "0"))
MESSAGES = 200 if ROUNDS else 44
LONGEST = {"web": 10_000, "telegram": 4_096, "whatsapp": 1_600, "messenger": 2_000}
"""Characters of a part."""
TELLING = ("whatsapp", "messenger")
"""Providers that tell us themselves what they took."""


async def test_whenever_the_worker_dies_every_message_is_answered_in_order(
    town: Town, sessions: Sessions, hub: Hub
) -> None:
    deaths = [
        # Who writes at the same time is stored at the same time: a second transaction may never come.
        (point, 1 if point is Point.RECEIVED_UNCOMMITTED else 1 + turn % 3)
        for turn in range(max(ROUNDS, 1))
        for point in Point
    ]
    async with asyncio.timeout(60 + 10 * len(deaths)):
        async with asyncio.TaskGroup() as writing:
            for number in range(max(len(deaths), MESSAGES // len(town.people))):
                for channel in town.people.values():
                    writing.create_task(channel[number % PEOPLE].writes(f"message {number}"))
                if number < len(deaths):
                    town.gateway.begin(*deaths[number])
                    await town.gateway.dies(deaths[number][0])
            town.gateway.begin()
        people = await town.conversations(sessions)
        logs = {person: await settled(its, sessions, hub) for its, person in people.items()}

    inbound = [message for log in logs.values() for message in log if message.direction == Direction.IN]
    assert len(inbound) >= MESSAGES
    assert {message.turn for message in inbound} == {Turn.ANSWERED}
    assert set(town.turns) == {str(message.id) for message in inbound}
    repeated: list[tuple[int, int]] = []
    for person, log in logs.items():
        wrote = [message.text for message in log if message.direction == Direction.IN]
        outbound = [message for message in log if message.direction == Direction.OUT]
        assert wrote == person.wrote
        assert [message.text for message in outbound] == [told for text in wrote for told in answers(text)]
        assert {message.delivery for message in outbound} <= {None, Delivery.SENT, Delivery.DELIVERED}
        said = [text for message in outbound for text in split_text(message.text, LONGEST[person.channel])]
        read = await person.reads()
        assert [text for text, _ in groupby(read)] == said
        repeated.append(assert_only_what_was_on_its_way_came_again(town, outbound, read))
    told, again = (sum(numbers) for numbers in zip(*repeated, strict=True))
    print(f"surely taken where providers tell us so: {told}, of which sent again: {again}")
    assert told < 4 or again <= told // 2


async def settled(conversation_id: UUID, sessions: Sessions, hub: Hub) -> Sequence[Message]:
    """The log of a conversation, as soon as nothing in it waits any more."""
    log = select(Message).where(Message.conversation_id == conversation_id).order_by(Message.offset)
    with hub.watch(conversation_id) as watch:
        while True:
            async with sessions() as session:
                messages = (await session.scalars(log)).all()
            if not any(one.turn in WAITING or one.delivery in UNSENT for one in messages):
                return messages
            await watch.wait(60)


def assert_only_what_was_on_its_way_came_again(
    town: Town, outbound: Sequence[Message], read: list[str]
) -> tuple[int, int]:
    """By the part: at most as often as it was on its way when the worker died, on Telegram at least as often as it was
    surely taken. How many were surely taken where providers tell us so, and how many of them came again.
    """
    came = Counter(read)
    taken = Counter(key for death in town.deaths() for key in death["taken"])
    begun = Counter(key for death in town.deaths() for key in death["begun"])
    told = again = 0
    for message in outbound:
        for place, text in enumerate(split_text(message.text, LONGEST[message.channel]), start=1):
            key, tells = f"{message.id}:{place}", message.channel in TELLING
            assert (0 if tells else taken[key]) <= came[text] - 1 <= begun[key], (message.channel, place)
            told += tells and taken[key]
            again += tells and min(taken[key], came[text] - 1)
    return told, again
