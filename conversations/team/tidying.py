"""What counts no more is deleted: visits that are over, tries of yesterday, invitations that were taken or lapsed.

Whoever is signed in nowhere is not on duty: else travellers would wait for somebody who has gone home.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists, or_, update
from sqlalchemy.ext.asyncio import AsyncSession

from conversations.team.accounts import announce
from conversations.team.models import Agent, AgentInvitation, AgentSession, SignInTry
from conversations.team.tries import FORGOTTEN_AFTER
from conversations.team.visits import goes_on


async def tidy_team(session: AsyncSession, *, now: datetime) -> None:
    """Four statements; what was done stays in the audit log."""
    await session.execute(delete(AgentSession).where(~goes_on(now)))
    await send_home(session, now=now)
    await session.execute(delete(SignInTry).where(SignInTry.at < now - FORGOTTEN_AFTER))
    taken = or_(AgentInvitation.used_at.is_not(None), AgentInvitation.expires_at <= now)
    await session.execute(delete(AgentInvitation).where(taken))


async def send_home(session: AsyncSession, *, now: datetime, agent_id: UUID | None = None) -> None:
    """Takes off duty whoever is signed in nowhere any more, everybody or one of them, and tells those who watch."""
    here = exists().where(AgentSession.agent_id == Agent.id, goes_on(now))
    gone = update(Agent).where(Agent.on_duty, ~here)
    if agent_id is not None:
        gone = gone.where(Agent.id == agent_id)
    for one in await session.scalars(gone.values(on_duty=False).returning(Agent.id)):
        await announce(session, agent_id=one)
