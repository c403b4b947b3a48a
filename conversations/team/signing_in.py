"""Signing in, and proving that it is still the same person. No database lock is held while a password is checked."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from conversations.team import repository, tries, visits
from conversations.team.auditing import record
from conversations.team.errors import CodeNeeded, WrongCredentials, WrongPassword
from conversations.team.models import Agent
from conversations.team.ports import TeamPorts
from conversations.team.schemas import Me
from conversations.team.tokens import hash_of
from conversations.team.totp import use_code

log = structlog.get_logger()


async def sign_in(ports: TeamPorts, *, email: str, password: str, code: str | None) -> tuple[str, Me]:
    """The cookie's token and who signed in; WrongCredentials, CodeNeeded, Locked.

    An unknown e-mail costs the same statements and the same time as a wrong password.
    """
    email, now = email.strip().lower(), ports.clock()
    account = hash_of(email)
    async with ports.sessions.begin() as session:
        last_try = await tries.count(session, account=account, now=now)
        agent = await session.scalar(select(Agent).where(Agent.email == email, Agent.disabled_at.is_(None)))
    known = agent if agent is not None and ports.guard.admits(email) else None
    right = await ports.passwords.verify(known.password_hash if known else None, password)
    if known is None or not right:
        await _note_lock(ports, known, last_try)
        raise WrongCredentials
    if known.totp_confirmed and not code:
        async with ports.sessions.begin() as session:
            await tries.forgive(session, account=account)
        raise CodeNeeded
    async with ports.sessions.begin() as session:
        token = await _begin(session, known, code, now=now)
    if token is None:
        await _note_lock(ports, known, last_try)
        raise WrongCredentials
    await _renew(ports, known, password)
    return token


async def prove(ports: TeamPorts, *, agent_id: UUID, password: str) -> str:
    """What is kept of the password, once it was right; WrongPassword, Locked. Wrong ones count as at sign-in."""
    now = ports.clock()
    async with ports.sessions.begin() as session:
        agent = await repository.get_agent(session, agent_id)
        account = hash_of(agent.email)
        last_try = await tries.count(session, account=account, now=now)
    if not await ports.passwords.verify(agent.password_hash, password):
        await _note_lock(ports, agent, last_try)
        raise WrongPassword
    async with ports.sessions.begin() as session:
        await tries.clear(session, account=account)
    return agent.password_hash or ""


async def _begin(
    session: AsyncSession, known: Agent, code: str | None, *, now: datetime
) -> tuple[str, Me] | None:
    """Begins the visit unless the code is wrong, or the password changed while it was checked."""
    agent = await repository.get_agent(session, known.id, lock=True)
    if agent.disabled_at is not None or agent.password_hash != known.password_hash:
        return None
    if agent.totp_confirmed and not await use_code(session, agent, code or "", now=now):
        return None
    await tries.clear(session, account=hash_of(agent.email))
    token, csrf = await visits.begin(session, agent_id=agent.id, now=now)
    await record(session, agent_id=agent.id, action="signed_in")
    return token, Me.of(agent, csrf)


async def _note_lock(ports: TeamPorts, agent: Agent | None, last_try: bool) -> None:
    """Writes down that an account was locked, for whoever reads the audit log."""
    if agent is None or not last_try:
        return
    async with ports.sessions.begin() as session:
        await record(session, agent_id=None, action="sign_in.locked", subject=str(agent.id))
    log.warning("sign_in.locked", agent_id=str(agent.id))


async def _renew(ports: TeamPorts, agent: Agent, password: str) -> None:
    """Hashes anew what was hashed at another cost."""
    if agent.password_hash is None or not ports.passwords.outdated(agent.password_hash):
        return
    kept = await ports.passwords.hash(password)
    async with ports.sessions.begin() as session:
        await repository.replace_password(session, agent.id, old=agent.password_hash, new=kept)
