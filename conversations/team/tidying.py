"""What counts no more is deleted: visits that are over, tries of yesterday, invitations that were taken or lapsed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, or_
from sqlalchemy.ext.asyncio import AsyncSession

from conversations.team.models import AgentInvitation, AgentSession, SignInTry
from conversations.team.tries import FORGOTTEN_AFTER
from conversations.team.visits import IDLE


async def tidy_team(session: AsyncSession, *, now: datetime) -> None:
    """Three statements; what was done stays in the audit log."""
    over = or_(AgentSession.expires_at <= now, AgentSession.last_seen_at <= now - IDLE)
    await session.execute(delete(AgentSession).where(over))
    await session.execute(delete(SignInTry).where(SignInTry.at < now - FORGOTTEN_AFTER))
    taken = or_(AgentInvitation.used_at.is_not(None), AgentInvitation.expires_at <= now)
    await session.execute(delete(AgentInvitation).where(taken))
