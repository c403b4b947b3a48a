"""The one place where a conversation changes hands; nobody else writes its owner."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from conversations.handoffs import repository
from conversations.handoffs.errors import AtCapacity, NotYours
from conversations.handoffs.summary import summarise
from conversations.models import Conversation, Handoff, Owner
from conversations.ports import TELL_BOT, JobQueue
from conversations.realtime import agent_room, publish, talk_rooms
from conversations.team.models import Agent
from conversations.team.schemas import Signed

log = structlog.get_logger()
AGENT_STEPPED_IN = "agent_stepped_in"


class Named(Protocol):
    """An agent, for whoever only wants to know who it is."""

    @property
    def id(self) -> UUID: ...
    @property
    def name(self) -> str: ...


async def give(
    session: AsyncSession,
    queue: JobQueue,
    conversation: Conversation,
    owner: Owner,
    *,
    agent: Named | None = None,
) -> None:
    """Gives a locked conversation to another owner, tells whoever watches, and has the bot told if it concerns it."""
    was_bots, is_told = conversation.owner == Owner.BOT, conversation.told_version == conversation.version
    conversation.owner, conversation.agent_id = owner, agent.id if agent else None
    conversation.version += 1
    if was_bots != (owner is Owner.BOT):
        key = str(conversation.id)
        await queue.defer(session, TELL_BOT, lock=key, conversation_id=key)
    elif is_told:
        conversation.told_version = conversation.version
    await session.flush()
    rooms = [*talk_rooms(conversation.id), *([agent_room(agent.id)] if agent else [])]
    named = {"id": str(agent.id), "name": agent.name} if agent else None
    data = {"owner": owner, "agent": named, "version": conversation.version}
    await publish(session, "owner.changed", rooms=rooms, conversation_id=conversation.id, data=data)
    log.info("owner.changed", conversation_id=str(conversation.id), owner=owner, version=conversation.version)


async def open_handoff(
    session: AsyncSession, conversation: Conversation, *, reason: str, now: datetime, **fields: Any
) -> Handoff:
    """The open handoff of a locked conversation, a new one for this reason where there is none.

    What was agreed and never reached the bot, since an agent was quicker, is kept for the next time.
    """
    found = await repository.open_handoff_or_none(session, conversation.id)
    if found is not None:
        return found
    agreed: dict[str, Any] = {}
    if conversation.told_version != conversation.version:
        last = await repository.last_closed_or_none(session, conversation.id)
        agreed = dict(last.agreed) if last else {}
    summary = await summarise(session, conversation.id, reason=reason)
    handoff = Handoff(
        conversation_id=conversation.id,
        reason=reason,
        requested_at=now,
        summary=summary,
        agreed=agreed,
        **fields,
    )
    session.add(handoff)
    await session.flush()
    return handoff


async def assign(
    session: AsyncSession,
    queue: JobQueue,
    conversation: Conversation,
    handoff: Handoff,
    agent: Named,
    *,
    now: datetime,
) -> None:
    """Makes a locked conversation an agent's."""
    handoff.agent_id, handoff.assigned_at, handoff.reminded_at = agent.id, now, None
    handoff.offered_to, handoff.offered_until, handoff.declined = None, None, []
    conversation.closed_at = None
    await give(session, queue, conversation, Owner.AGENT, agent=agent)


async def enqueue(
    session: AsyncSession,
    queue: JobQueue,
    conversation: Conversation,
    handoff: Handoff,
    *,
    now: datetime,
    passing: UUID | None = None,
) -> None:
    """Puts a locked conversation into the queue; it is not offered again at once to who is ``passing`` it on."""
    handoff.assigned_at, handoff.reminded_at = None, None
    handoff.offered_to, handoff.offered_until = None, None
    handoff.declined = [str(passing)] if passing else []
    conversation.waiting_since = conversation.waiting_since or now
    await give(session, queue, conversation, Owner.QUEUE)
    await tell_handoff(session, "handoff.requested", handoff)


async def tell_handoff(session: AsyncSession, kind: str, handoff: Handoff, *, to: UUID | None = None) -> None:
    """Tells whoever watches what became of a handoff, and the agent whom it is about."""
    rooms = [*talk_rooms(handoff.conversation_id), *([agent_room(to)] if to else [])]
    data = {
        "handoff_id": str(handoff.id),
        "reason": handoff.reason,
        "skill": handoff.skill,
        "priority": handoff.priority,
        "offered_to": str(handoff.offered_to) if handoff.offered_to else None,
        "offered_until": handoff.offered_until.isoformat() if handoff.offered_until else None,
    }
    await publish(session, kind, rooms=rooms, conversation_id=handoff.conversation_id, data=data)


async def make_room(session: AsyncSession, agent_id: UUID) -> Agent:
    """The agent, locked, if one more conversation is not too many for them; AtCapacity, NotYours where they may not work."""
    agent = await repository.lock_agent_or_none(session, agent_id)
    if agent is None:
        raise NotYours
    if await repository.load_of(session, agent_id) >= agent.capacity:
        raise AtCapacity(agent.name, agent.capacity)
    return agent


def may_move(conversation: Conversation, agent: Signed) -> bool:
    """Whether somebody of the house may decide who owns it next: its agent, who leads, and anybody where it is nobody's."""
    anybodys = conversation.owner != Owner.AGENT or conversation.agent_id is None
    return anybodys or conversation.agent_id == agent.id or agent.leading
