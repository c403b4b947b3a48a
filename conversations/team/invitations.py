"""Links with which people choose their password, once: at first, or when they lost it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from conversations.team import repository, tries, visits
from conversations.team.accounts import announce, check_password
from conversations.team.auditing import record
from conversations.team.errors import CodeNeeded, InvitationGone, WrongCode
from conversations.team.models import Agent, AgentInvitation
from conversations.team.ports import TeamPorts
from conversations.team.schemas import Me
from conversations.team.tokens import MOST, hash_of, new_token
from conversations.team.totp import use_code

LASTS = timedelta(days=7)


def link(address: str, token: str) -> str:
    """Where the page takes the token: behind the `#`, so that it stands in no log and is passed on to nobody."""
    return f"{address.rstrip('/')}/console#/invitation/{token}"


async def invite(session: AsyncSession, *, agent: Agent, now: datetime) -> str:
    """A new invitation's token; earlier ones of the same person count no more."""
    token = new_token()
    await withdraw(session, agent=agent)
    session.add(AgentInvitation(token_hash=hash_of(token), agent_id=agent.id, expires_at=now + LASTS))
    await session.flush()
    return token


async def withdraw(session: AsyncSession, *, agent: Agent) -> None:
    """Their invitations count no more."""
    await session.execute(delete(AgentInvitation).where(AgentInvitation.agent_id == agent.id))


async def find(session: AsyncSession, *, token: str, now: datetime) -> Agent:
    """Who is invited; InvitationGone."""
    query = (
        select(Agent)
        .join(AgentInvitation, AgentInvitation.agent_id == Agent.id)
        .where(
            AgentInvitation.token_hash == hash_of(token),
            AgentInvitation.used_at.is_(None),
            AgentInvitation.expires_at > now,
            Agent.disabled_at.is_(None),
        )
    )
    agent = await session.scalar(query) if len(token) <= MOST else None
    if agent is None:
        raise InvitationGone
    return agent


async def accept(ports: TeamPorts, *, token: str, password: str, code: str | None) -> tuple[str, Me]:
    """Keeps the password and signs in, and out everywhere else; the cookie's token and who it is.

    Who has a second factor needs it here too: a link alone, come by in whatever way, opens nothing of theirs.
    InvitationGone, PasswordRefused, CodeNeeded, WrongCode, Locked.
    """
    now = ports.clock()
    async with ports.sessions.begin() as session:
        invited = await find(session, token=token, now=now)
        check_password(invited, password)
        if invited.totp_confirmed:
            if not code:
                raise CodeNeeded
            await tries.count(session, account=hash_of(invited.email), now=now)
    kept = await ports.passwords.hash(password)
    async with ports.sessions.begin() as session:
        return await _take(session, token=token, kept=kept, code=code, now=now)


async def _take(
    session: AsyncSession, *, token: str, kept: str, code: str | None, now: datetime
) -> tuple[str, Me]:
    used = (
        update(AgentInvitation)
        .where(
            AgentInvitation.token_hash == hash_of(token),
            AgentInvitation.used_at.is_(None),
            AgentInvitation.expires_at > now,
        )
        .values(used_at=now)
        .returning(AgentInvitation.agent_id)
    )
    agent_id = await session.scalar(used)
    if agent_id is None:
        raise InvitationGone
    agent = await repository.get_agent(session, agent_id, lock=True)
    if agent.disabled_at is not None:
        raise InvitationGone
    if agent.totp_confirmed and not await use_code(session, agent, code or "", now=now):
        raise WrongCode
    agent.password_hash = kept
    await tries.clear(session, account=hash_of(agent.email))
    await visits.end_all(session, agent_id=agent.id)
    begun, csrf = await visits.begin(session, agent_id=agent.id, now=now)
    await record(session, agent_id=agent.id, action="invitation.accepted")
    await announce(session, agent_id=agent.id)
    return begun, Me.of(agent, csrf)
