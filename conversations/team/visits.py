"""Signed-in browsers: begun at sign-in, ended by time, by signing out, or for a reason of ours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from conversations.team.models import Agent, AgentSession
from conversations.team.schemas import Signed, Visit
from conversations.team.tokens import hash_of, new_token

IDLE = timedelta(hours=12)
"""Without a request, and it is over."""
LONGEST = timedelta(days=14)
NOTED_EVERY = timedelta(minutes=5)
"""How exactly it is written down when somebody was last here: not with each request."""


@dataclass(frozen=True, slots=True)
class Found:
    """A visit that goes on, and whether it is time to write down that somebody was here."""

    visit: Visit
    to_note: bool


async def begin(
    session: AsyncSession, *, agent_id: UUID, now: datetime, csrf: str | None = None
) -> tuple[str, str]:
    """A new visit's token, for the cookie alone, and its word for the page."""
    token, csrf = new_token(), csrf or new_token()
    session.add(
        AgentSession(
            token_hash=hash_of(token),
            agent_id=agent_id,
            csrf=csrf,
            created_at=now,
            last_seen_at=now,
            expires_at=now + LONGEST,
        )
    )
    await session.flush()
    return token, csrf


async def find(session: AsyncSession, *, token_hash: bytes, now: datetime) -> Found | None:
    """The visit with what its agent is at this moment; None where it is over or they are disabled."""
    row = (
        await session.execute(
            select(AgentSession, Agent)
            .join(Agent, Agent.id == AgentSession.agent_id)
            .where(
                AgentSession.token_hash == token_hash,
                goes_on(now),
                Agent.disabled_at.is_(None),
            )
        )
    ).one_or_none()
    if row is None:
        return None
    kept, agent = row
    visit = Visit(signed=Signed.model_validate(agent), token_hash=token_hash, csrf=kept.csrf)
    return Found(visit, to_note=now - kept.last_seen_at >= NOTED_EVERY)


async def note(session: AsyncSession, *, token_hash: bytes, now: datetime) -> None:
    """Writes down that somebody was here."""
    here = update(AgentSession).where(AgentSession.token_hash == token_hash)
    await session.execute(here.values(last_seen_at=now))


async def end(session: AsyncSession, *, token_hash: bytes) -> None:
    """Signs one browser out."""
    await session.execute(delete(AgentSession).where(AgentSession.token_hash == token_hash))


async def end_all(session: AsyncSession, *, agent_id: UUID) -> None:
    """Signs somebody out everywhere."""
    await session.execute(delete(AgentSession).where(AgentSession.agent_id == agent_id))


def goes_on(now: datetime) -> ColumnElement[bool]:
    """Of a visit: that it is not over."""
    return and_(AgentSession.expires_at > now, AgentSession.last_seen_at > now - IDLE)
