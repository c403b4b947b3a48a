"""What agents are called: the one place that asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from conversations.team.models import Agent

Names = Mapping[UUID, str]
"""Agents' names by id."""


async def names_of(session: AsyncSession, agent_ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """The names of those who are agents, in one statement; none where nobody is meant."""
    wanted = {one for one in agent_ids if one is not None}
    if not wanted:
        return {}
    rows = await session.execute(select(Agent.id, Agent.name).where(Agent.id.in_(wanted)))
    return {row.id: row.name for row in rows}


async def name_of(session: AsyncSession, agent_id: UUID) -> str:
    """What one agent is called; empty where there is none."""
    return (await names_of(session, [agent_id])).get(agent_id, "")
