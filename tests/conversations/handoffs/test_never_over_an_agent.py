"""A thousand conversations in which everybody acts at once: the bot never speaks in one that an agent owns, no agent in
another's, and nothing is lost or doubled.

What happened is judged by the realtime log: changes of owner and messages are both told under the conversation's lock,
so its order is theirs.
"""

from __future__ import annotations

import asyncio
import os
import random
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.jobs import PostgresQueue
from conversations import service
from conversations.bot_client import FakeBot
from conversations.errors import Refusal
from conversations.handoffs import service as handoffs
from conversations.handoffs.telling import HANDED_BACK, tell_bot
from conversations.models import Conversation, Message
from conversations.realtime.models import StoredEvent
from conversations.schemas import TurnRequest, TurnResult
from conversations.team.schemas import Signed
from tests.conversations.conftest import Talk
from tests.conversations.handoffs.conftest import Desk, Hire, Sessions

INTERLEAVINGS = 1_000
ROUNDS = 5
"""Interleavings of one conversation, which is judged after them."""
AT_ONCE = 6
TIME = float(os.environ.get("RACE_SECONDS", "50"))
"""Seconds; a machine that is too busy to do them all in time must have done a tenth."""
LETTERS = str.maketrans("0123456789", "ghijklmnop")
DOINGS = (
    "write",
    "write",
    "write",
    "take",
    "take",
    "say",
    "say",
    "hand_back",
    "hand_back",
    "request",
    "release",
    "close",
)


def unlike_any_other() -> str:
    """A word that nobody else writes; in letters, for digits in a row may be a card's number, which is masked."""
    return uuid4().hex.translate(LETTERS)


@dataclass(frozen=True)
class Told:
    """One line of a conversation's history: who has it now, or who spoke."""

    kind: str
    owner: str | None = None
    agent: str | None = None
    sender: str | None = None


def out_of_turn(history: Iterable[Told]) -> list[Told]:
    """What was said by somebody who did not own the conversation at that moment."""
    owner, agent, wrong = "bot", None, []
    for told in history:
        if told.kind == "owner":
            owner, agent = told.owner or "", told.agent
        elif (told.sender == "bot" and owner != "bot") or (
            told.sender == "agent" and (owner, agent) != ("agent", told.agent)
        ):
            wrong.append(told)
    return wrong


def test_the_judge_sees_who_speaks_out_of_turn() -> None:
    laura = Told("owner", owner="agent", agent="laura")
    bot, bruno = Told("said", sender="bot"), Told("said", sender="agent", agent="bruno")
    mine = Told("said", sender="agent", agent="laura")
    assert out_of_turn([bot, laura, mine, Told("owner", owner="bot"), bot]) == []
    assert out_of_turn([laura, bot]) == [bot]
    assert out_of_turn([laura, bruno, bot]) == [bruno, bot]
    assert out_of_turn([Told("owner", owner="queue"), mine]) == [mine]


class Hesitant(FakeBot):
    """Thinks for a moment, in which anything may happen."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__()
        self._chance = chance

    async def turn(self, request: TurnRequest) -> TurnResult:
        result = await super().turn(request)
        await asyncio.sleep(self._chance.random() * 0.01)
        return result


@dataclass
class Tumult:
    """One conversation and everybody who acts in it."""

    desk: Desk
    talk: Talk
    agents: tuple[Signed, ...]
    chance: random.Random
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    written: set[str] = field(default_factory=set)
    said: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)

    async def play(self) -> None:
        """Rounds of three or four doings at once, then everything that is still due."""
        for _ in range(ROUNDS):
            doings = [self.chance.choice(DOINGS) for _ in range(self.chance.randint(3, 4))]
            await asyncio.gather(*(self._one(doing) for doing in doings))
        await self.talk.answer()
        await self._tell_bot()

    async def _one(self, doing: str) -> None:
        await asyncio.sleep(self.chance.random() * 0.02)
        agent = self.chance.choice(self.agents)
        with suppress(Refusal):
            await getattr(self, f"_{doing}")(agent)

    async def _jobs(self) -> None:
        """What the queue does, one at a time for a conversation."""
        async with self.turn:
            await self.talk.answer()
            if self.chance.random() < 0.5:
                await self._tell_bot()

    async def _tell_bot(self) -> None:
        sessions, bot = self.desk.sessions, self.talk.bot
        await tell_bot(self.talk.id, sessions=sessions, bot=bot, queue=PostgresQueue())

    async def _write(self, agent: Signed) -> None:
        text = f"mensaje {unlike_any_other()}"
        self.written.add(text)
        provider_id = uuid4().hex
        for _ in range(self.chance.choice((1, 1, 2))):
            await self.talk.write(text, provider_id=provider_id)
        await self._jobs()

    async def _say(self, agent: Signed) -> None:
        text, client_id = f"agente {unlike_any_other()}", uuid4()
        try:
            for _ in range(self.chance.choice((1, 1, 2))):
                await self.desk.says(agent, self.talk, text, client_id)
                self.said.add(text)
        except Refusal:
            self.refused.add(text)

    async def _take(self, agent: Signed) -> None:
        await self.desk.takes(agent, self.talk)

    async def _hand_back(self, agent: Signed) -> None:
        await self.desk.do(handoffs.hand_back, self.talk, agent=agent)
        await self._jobs()

    async def _close(self, agent: Signed) -> None:
        await self.desk.do(handoffs.close, self.talk, agent=agent)

    async def _release(self, agent: Signed) -> None:
        await self.desk.do(handoffs.release, self.talk, agent=agent)

    async def _request(self, agent: Signed) -> None:
        await self.desk.asks_for_person(self.talk)

    async def judge(self) -> None:
        """Nobody spoke out of turn, nothing is lost, doubled or left waiting, and the bot knows whose it is."""
        async with self.desk.sessions() as session:
            conversation = await session.get_one(Conversation, self.talk.id)
            log = list(await session.scalars(_log(self.talk.id)))
            history = await _history(session, self.talk.id, log)
        assert out_of_turn(history) == []
        assert [message.offset for message in log] == list(range(1, len(log) + 1))
        inbound = Counter(message.text for message in log if message.direction == "in")
        assert inbound == Counter(self.written)
        by_agents = Counter(message.text for message in log if message.sender == "agent")
        assert by_agents == Counter(self.said)
        answers = Counter(
            message.text for message in log if message.sender == "bot" and message.text != HANDED_BACK
        )
        assert answers == Counter(message.text for message in log if message.turn == "answered")
        assert {message.turn for message in log if message.direction == "in"} <= {"answered", "silent"}
        changes = [told for told in history if told.kind == "owner"]
        assert len(changes) == conversation.version
        owners = ["bot", *(told.owner for told in changes)]
        assert owners[-1] == conversation.owner
        assert isinstance(self.talk.bot, FakeBot)
        assert (self.talk.id in self.talk.bot.paused) == (conversation.owner != "bot")


def _log(conversation_id: UUID) -> Any:
    return select(Message).where(Message.conversation_id == conversation_id).order_by(Message.offset)


async def _history(session: AsyncSession, conversation_id: UUID, log: list[Message]) -> list[Told]:
    at = {message.offset: message for message in log}
    events = select(StoredEvent).where(StoredEvent.conversation_id == conversation_id)
    told = []
    for event in await session.scalars(events.order_by(StoredEvent.id)):
        if event.kind == "owner.changed":
            agent = (event.data["agent"] or {}).get("id")
            told.append(Told("owner", owner=event.data["owner"], agent=agent))
        elif event.kind == "message.stored":
            said = at[event.message_offset or 0]
            told.append(Told("said", sender=said.sender, agent=str(said.agent_id)))
    return told


async def test_the_bot_never_speaks_over_an_agent_and_nothing_is_lost_or_doubled(
    desk: Desk, hire: Hire, sessions: Sessions
) -> None:
    agents = (await hire("Laura", capacity=10_000), await hire("Bruno", capacity=10_000))
    seed = random.randrange(2**32)
    began, waiting = monotonic(), iter(range(INTERLEAVINGS // ROUNDS))
    done: Counter[str] = Counter()

    async def some() -> None:
        for number in waiting:
            if monotonic() - began > TIME:
                return
            chance = random.Random(f"{seed}/{number}")
            async with sessions.begin() as session:
                started = await service.start_conversation(
                    session, channel="web", address=None, language="es"
                )
            tumult = Tumult(desk, Talk(sessions, started.id, Hesitant(chance)), agents, chance)
            try:
                await tumult.play()
                await tumult.judge()
            except AssertionError as error:
                raise AssertionError(f"seed {seed}, conversation {number}: {error}") from error
            done.update(rounds=ROUNDS, said=len(tumult.said), refused=len(tumult.refused))

    await asyncio.gather(*(some() for _ in range(AT_ONCE)))
    assert done["rounds"] == INTERLEAVINGS or done["rounds"] >= INTERLEAVINGS / 10
    # The tumult was one: agents got to speak, and were refused, again and again.
    assert min(done["said"], done["refused"]) > done["rounds"] / 20
