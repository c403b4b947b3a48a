"""What is due every few seconds: offers that go out or lapse, agents who keep silent, travellers whom nobody can answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from conversations.handoffs import repository, rules
from conversations.handoffs.absence import tell_absence
from conversations.handoffs.hours import is_open
from conversations.handoffs.ownership import enqueue, tell_handoff
from conversations.handoffs.repository import Open
from conversations.handoffs.rules import AtWork, Silence
from conversations.models import Conversation, Handoff, Owner
from conversations.ports import JobQueue
from conversations.repository import get_conversation
from conversations.team.settings import Hours, Times, read_hours, read_times

log = structlog.get_logger()
Sessions = async_sessionmaker[AsyncSession]
TENDING: Final = 7_301_208
"""The lock of whoever tends at this moment: one process of all."""
REQUEUED: Final = 30
"""Priority that a traveller gains whose agent kept silent."""


async def tend_handoffs(*, sessions: Sessions, queue: JobQueue, now: datetime) -> None:
    """Does what is due, each conversation in a transaction of its own; does nothing while another process is at it.

    Nothing rests on being alone: each is looked at again under its lock.
    """
    async with sessions.begin() as alone:
        if not await alone.scalar(select(func.pg_try_advisory_xact_lock(TENDING))):
            return
        async with sessions() as session:
            opened = await repository.list_open(session)
            if not opened:
                return
            round_ = _Round(
                queue=queue,
                hours=await read_hours(session),
                times=await read_times(session),
                team=await repository.list_team(session),
                now=now,
            )
        for one in opened:
            if round_.is_due(one):
                async with sessions.begin() as session:
                    await round_.tend(session, one)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Round:
    """One look at all open handoffs; the team's loads are kept up while offers go out."""

    queue: JobQueue
    hours: Hours
    times: Times
    team: list[AtWork]
    now: datetime

    def is_due(self, one: Open) -> bool:
        """Whether there is anything to do, seen without a lock."""
        if one.owner == Owner.AGENT:
            return one.agent_gone or self._silence(one) is not None
        if one.offered_to is not None:
            return (one.offered_until or self.now) <= self.now
        return self._choose(one) is not None or (not one.left_word and not self._is_anybody_there(one))

    async def tend(self, session: AsyncSession, one: Open) -> None:
        """Does it, if under the conversation's lock it is still so."""
        conversation = await get_conversation(session, one.conversation_id, lock=True)
        handoff = await repository.open_handoff_or_none(session, one.conversation_id)
        if handoff is None or conversation.version != one.version:
            return
        if conversation.owner == Owner.AGENT:
            if conversation.waiting_since != one.waiting_since:
                return  # They answered just now.
            await self._watch(session, conversation, handoff, one)
        elif handoff.offered_to == one.offered_to:
            await self._offer(session, conversation, handoff, one)

    async def _watch(
        self, session: AsyncSession, conversation: Conversation, handoff: Handoff, one: Open
    ) -> None:
        if one.agent_gone or self._silence(one) is Silence.REQUEUE:
            if conversation.waiting_since is not None:
                handoff.priority += REQUEUED
            await enqueue(
                session, self.queue, conversation, handoff, now=self.now, passing=conversation.agent_id
            )
            log.info("handoff.requeued", conversation_id=str(conversation.id))
        else:
            handoff.reminded_at = self.now
            await session.flush()
            await tell_handoff(session, "handoff.reminded", handoff, to=conversation.agent_id)

    async def _offer(
        self, session: AsyncSession, conversation: Conversation, handoff: Handoff, one: Open
    ) -> None:
        lapsed = handoff.offered_to
        if lapsed is not None:
            handoff.declined = [*handoff.declined, str(lapsed)]
            handoff.offered_to, handoff.offered_until = None, None
        chosen = self._choose(one)
        if chosen is not None and await repository.lock_agent_or_none(session, chosen.id) is not None:
            if chosen.id in one.passed:  # Everybody has let it pass: from the start.
                handoff.declined = []
            handoff.offered_to = chosen.id
            handoff.offered_until = self.now + timedelta(seconds=self.times.offer_seconds)
            chosen.load += 1
            await session.flush()
            await tell_handoff(session, "handoff.offered", handoff, to=chosen.id)
        elif lapsed is not None:
            await session.flush()
            await tell_handoff(session, "handoff.offered", handoff, to=lapsed)
        if not handoff.left_word and not self._is_anybody_there(one):
            await tell_absence(session, self.queue, conversation, handoff, hours=self.hours, now=self.now)

    def _choose(self, one: Open) -> AtWork | None:
        if not is_open(self.hours, self.now):
            return None
        return rules.choose(self.team, language=one.language, skill=one.skill, passed=one.passed)

    def _is_anybody_there(self, one: Open) -> bool:
        return is_open(self.hours, self.now) and rules.is_anybody_there(
            self.team, language=one.language, skill=one.skill
        )

    def _silence(self, one: Open) -> Silence | None:
        if one.waiting_since is None:
            return None
        since = max(one.waiting_since, one.assigned_at or one.waiting_since)
        return rules.after_silence(
            since, reminded=one.reminded_at is not None, times=self.times, now=self.now
        )
