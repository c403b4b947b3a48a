"""Queries of the team that more than one module asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from conversations.models import Conversation
from conversations.team.errors import AgentNotFound
from conversations.team.models import HOUSE, Agent, Role


async def get_agent(session: AsyncSession, agent_id: UUID, *, lock: bool = False) -> Agent:
    """The agent, with ``lock`` as the only one who may change them; AgentNotFound."""
    query = select(Agent).where(Agent.id == agent_id).execution_options(populate_existing=True)
    agent = await session.scalar(query.with_for_update(key_share=True) if lock else query)
    if agent is None:
        raise AgentNotFound
    return agent


async def list_agents(session: AsyncSession, *, everybody: bool) -> Sequence[Agent]:
    """By name: those of the house who may work, or ``everybody``."""
    query = select(Agent).order_by(Agent.name, Agent.id)
    if not everybody:
        query = query.where(Agent.role.in_(HOUSE), Agent.disabled_at.is_(None))
    return (await session.scalars(query)).all()


async def lock_administrators(session: AsyncSession) -> Sequence[Agent]:
    """Those who can sign in and administrate, in one order for all, so that two never remove each other."""
    query = (
        select(Agent)
        .where(
            Agent.role == Role.ADMINISTRATOR,
            Agent.disabled_at.is_(None),
            Agent.password_hash.is_not(None),
        )
        .order_by(Agent.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return (await session.scalars(query)).all()


async def loads(session: AsyncSession) -> Mapping[UUID, int]:
    """How many open conversations each agent has; those without any are not there."""
    query = (
        select(Conversation.agent_id, func.count())
        .where(Conversation.agent_id.is_not(None), Conversation.closed_at.is_(None))
        .group_by(Conversation.agent_id)
    )
    return {agent_id: count for agent_id, count in await session.execute(query) if agent_id}


async def replace_password(session: AsyncSession, agent_id: UUID, *, old: str | None, new: str) -> bool:
    """Keeps the new one if the old one still stands."""
    stands = Agent.password_hash.is_not_distinct_from(old)
    changed = update(Agent).where(Agent.id == agent_id, stands).values(password_hash=new).returning(Agent.id)
    return await session.scalar(changed) is not None
