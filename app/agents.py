"""`make agent`: the first administrator, or a fresh way in for somebody, on the database itself."""

from __future__ import annotations

from datetime import UTC, datetime

from argon2 import PasswordHasher
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.database import engine_for, sessions_for
from conversations.team import administration
from conversations.team.accounts import announce
from conversations.team.auditing import record
from conversations.team.demo import DOMAIN, PASSWORD, PEOPLE
from conversations.team.errors import Invalid
from conversations.team.invitations import link
from conversations.team.models import Agent, Role


class AgentRefused(Exception):
    """Nobody was made; the message says why."""


async def invite_agent(
    database_url: str, address: str, *, email: str, name: str | None = None, forget_totp: bool = False
) -> str:
    """Lines to print: with the link by which somebody chooses a password.

    An e-mail that nobody has becomes an administrator's. Whoever can run this has the database anyway.
    """
    engine = engine_for(database_url)
    try:
        async with sessions_for(engine).begin() as session:
            agent, token, new = await _invited(session, email=email, name=name, forget_totp=forget_totp)
            what = f"{agent.email} is {'a new' if new else 'an'} {agent.role}"
            closed = (
                "\nThis account is disabled; an administrator has to open it first."
                if agent.disabled_at
                else ""
            )
    finally:
        await engine.dispose()
    return f"{what}. Within 7 days, once, a password can be chosen at\n{link(address, token)}{closed}"


async def _invited(
    session: AsyncSession, *, email: str, name: str | None, forget_totp: bool
) -> tuple[Agent, str, bool]:
    now = datetime.now(UTC)
    try:
        known = administration.checked_email(email)
    except Invalid as refusal:
        raise AgentRefused(
            f"{email!r} is no e-mail address. Name one: make agent EMAIL=you@example.com"
        ) from refusal
    agent = await session.scalar(select(Agent).where(Agent.email == known))
    if agent is None:
        fields = {"email": known, "name": name or known.partition("@")[0], "role": Role.ADMINISTRATOR}
        agent, token = await administration.create(session, by=None, fields=fields, now=now)
        return agent, token, True
    if forget_totp:
        agent.totp_secret, agent.totp_confirmed = None, False
        await record(session, agent_id=None, action="totp.turned_off", subject=str(agent.id))
    token = await administration.invite_again(session, by=None, agent_id=agent.id, now=now)
    return agent, token, False


async def count_agents(database_url: str) -> int:
    """How many could sign in, or could once they have chosen a password, outside of the demo."""
    engine = engine_for(database_url)
    try:
        async with sessions_for(engine)() as session:
            theirs = Agent.disabled_at.is_(None), Agent.email.not_like(f"%@{DOMAIN}")
            return await session.scalar(select(func.count()).select_from(Agent).where(*theirs)) or 0
    finally:
        await engine.dispose()


async def make_demo(database_url: str) -> None:
    """Makes the people of the demo, or gives them back the password that everybody knows."""
    engine = engine_for(database_url)
    kept = PasswordHasher().hash(PASSWORD)
    try:
        async with sessions_for(engine).begin() as session:
            for role, name in PEOPLE.items():
                email = f"{role}@{DOMAIN}"
                agent = await session.scalar(select(Agent).where(Agent.email == email))
                if agent is None:
                    agent = Agent(email=email, role=role, name=name, languages=["es", "en", "pt"])
                    session.add(agent)
                agent.password_hash, agent.totp_confirmed, agent.disabled_at = kept, False, None
                await session.flush()
                await announce(session, agent_id=agent.id)
    finally:
        await engine.dispose()
