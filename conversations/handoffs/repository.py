"""Every query of handoffs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from conversations.handoffs.rules import AtWork
from conversations.models import Conversation, Direction, Handoff, Message, Owner, Sender, Turn
from conversations.team.models import HOUSE, Agent

MOST_OVERHEARD = 20
"""Lines of a traveller that the bot is told of when it goes on."""


async def open_handoff_or_none(session: AsyncSession, conversation_id: UUID) -> Handoff | None:
    """The handoff that is not closed yet, read anew; there is never more than one."""
    return await session.scalar(
        select(Handoff)
        .where(Handoff.conversation_id == conversation_id, Handoff.closed_at.is_(None))
        .execution_options(populate_existing=True)
    )


async def last_closed_or_none(session: AsyncSession, conversation_id: UUID) -> Handoff | None:
    """The handoff that was closed last."""
    return await session.scalar(
        select(Handoff)
        .where(Handoff.conversation_id == conversation_id, Handoff.closed_at.is_not(None))
        .order_by(Handoff.closed_at.desc())
        .limit(1)
    )


async def list_said_to_people(session: AsyncSession, handoff: Handoff) -> list[str]:
    """What the traveller wrote between asking for a person and going back to the bot, oldest first; the newest few."""
    newest = (
        select(Message.text)
        .where(
            Message.conversation_id == handoff.conversation_id,
            Message.turn == Turn.SILENT,
            Message.text != "",
            Message.created_at >= handoff.requested_at,
        )
        .order_by(Message.offset.desc())
        .limit(MOST_OVERHEARD)
    )
    return list(reversed((await session.scalars(newest)).all()))


async def lock_agent_or_none(session: AsyncSession, agent_id: UUID) -> Agent | None:
    """An agent of the house who can work, and whose load nobody else changes until the transaction ends.

    Lock the conversation first: everybody does.
    """
    return await session.scalar(
        select(Agent)
        .where(Agent.id == agent_id, Agent.role.in_(HOUSE), Agent.disabled_at.is_(None))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )


async def load_of(session: AsyncSession, agent_id: UUID) -> int:
    """How many conversations an agent has."""
    query = select(func.count()).select_from(Conversation).where(Conversation.agent_id == agent_id)
    return await session.scalar(query) or 0


async def last_understanding(session: AsyncSession, conversation_id: UUID) -> dict[str, object]:
    """The bot's slots after the newest message that it understood; empty where there is none."""
    understanding = await session.scalar(
        select(Message.understanding)
        .where(Message.conversation_id == conversation_id, Message.understanding.is_not(None))
        .order_by(Message.offset.desc())
        .limit(1)
    )
    slots = (understanding or {}).get("slots")
    return slots if isinstance(slots, dict) else {}


async def last_words(session: AsyncSession, conversation_id: UUID, *, most: int) -> Sequence[str]:
    """What the traveller wrote last, oldest first."""
    query = (
        select(Message.text)
        .where(
            Message.conversation_id == conversation_id,
            Message.sender == Sender.TRAVELLER,
            Message.text != "",
        )
        .order_by(Message.offset.desc())
        .limit(most)
    )
    return (await session.scalars(query)).all()[::-1]


async def unanswered_or_none(
    session: AsyncSession, conversation_id: UUID, *, since: datetime
) -> Message | None:
    """What the traveller wrote last, since a moment, and the bot kept silent on."""
    return await session.scalar(
        select(Message)
        .where(
            Message.conversation_id == conversation_id,
            Message.created_at > since,
            Message.direction == Direction.IN,
            Message.turn == Turn.SILENT,
            Message.text != "",
        )
        .order_by(Message.offset.desc())
        .limit(1)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """An open handoff as the queue looks at it."""

    conversation_id: UUID
    owner: str
    version: int
    language: str
    waiting_since: datetime | None
    skill: str | None
    left_word: bool
    declined: list[str]
    offered_to: UUID | None
    offered_until: datetime | None
    assigned_at: datetime | None
    reminded_at: datetime | None
    agent_gone: bool

    @property
    def passed(self) -> set[UUID]:
        """Who let it pass, or let the offer lapse."""
        return {*map(UUID, self.declined), *([self.offered_to] if self.offered_to else [])}


async def list_open(session: AsyncSession) -> list[Open]:
    """Every handoff that is not closed, in the order in which they are served."""
    gone = func.coalesce(Agent.disabled_at.is_not(None) | Agent.role.not_in(HOUSE), False)
    rows = await session.execute(
        select(
            Conversation.id.label("conversation_id"),
            *(Conversation.owner, Conversation.version, Conversation.language, Conversation.waiting_since),
            *(Handoff.skill, Handoff.left_word, Handoff.declined, Handoff.offered_to, Handoff.offered_until),
            *(Handoff.assigned_at, Handoff.reminded_at, gone.label("agent_gone")),
        )
        .join(Conversation, Conversation.id == Handoff.conversation_id)
        .outerjoin(Agent, Agent.id == Conversation.agent_id)
        .where(Handoff.closed_at.is_(None), Conversation.owner != Owner.BOT)
        .order_by(Handoff.priority.desc(), Handoff.requested_at, Handoff.id)
    )
    return [Open(**row._mapping) for row in rows]


async def list_team(session: AsyncSession) -> list[AtWork]:
    """Everybody of the house who can work, with what they have and what they are offered."""
    has = (
        select(func.count()).select_from(Conversation).where(Conversation.agent_id == Agent.id)
    ).scalar_subquery()
    offered = (
        select(func.count())
        .select_from(Handoff)
        .where(Handoff.offered_to == Agent.id, Handoff.closed_at.is_(None))
    ).scalar_subquery()
    idle_since = select(func.max(Handoff.assigned_at)).where(Handoff.agent_id == Agent.id).scalar_subquery()
    rows = await session.execute(
        select(
            *(Agent.id, Agent.name, Agent.languages, Agent.skills, Agent.capacity, Agent.on_duty),
            (has + offered).label("load"),
            idle_since.label("idle_since"),
        ).where(Agent.role.in_(HOUSE), Agent.disabled_at.is_(None))
    )
    return [AtWork(**row._mapping) for row in rows]
