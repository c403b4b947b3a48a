"""What administrators do with the others' accounts. Whatever changes what somebody may do signs them out everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from email_validator import EmailNotValidError, validate_email
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from backend.catalogue import service as catalogue
from conversations.team import repository, visits
from conversations.team.accounts import announce
from conversations.team.auditing import record
from conversations.team.demo import is_demo
from conversations.team.errors import EmailTaken, Invalid, LastAdministrator
from conversations.team.invitations import invite, withdraw
from conversations.team.models import HOUSE, Agent, Role

DECISIVE = frozenset({"role", "supplier_code", "reseller_code", "disabled"})
"""What somebody may see hangs on these."""
CODES = {Role.SUPPLIER: "supplier_code", Role.RESELLER: "reseller_code"}


async def create(
    session: AsyncSession, *, by: UUID | None, fields: Mapping[str, Any], now: datetime
) -> tuple[Agent, str]:
    """A new agent and the token of their invitation; EmailTaken, Invalid."""
    agent = Agent(**{**fields, "email": checked_email(fields["email"])})
    await _check_role(session, agent)
    try:
        async with session.begin_nested():
            session.add(agent)
    except IntegrityError:
        raise EmailTaken from None
    await session.refresh(agent)
    await record(
        session, agent_id=by, action="agent.created", subject=str(agent.id), detail={"role": agent.role}
    )
    await announce(session, agent_id=agent.id)
    return agent, await invite(session, agent=agent, now=now)


async def change(
    session: AsyncSession, *, by: UUID, agent_id: UUID, changes: dict[str, Any], now: datetime
) -> Agent:
    """The agent as they are then; AgentNotFound, EmailTaken, Invalid, LastAdministrator.

    ``disabled`` and ``totp`` (only false: the second factor is taken off) are not columns but wishes.
    """
    administrators = await repository.lock_administrators(session)
    agent = await repository.get_agent(session, agent_id, lock=True)
    before = {name: getattr(agent, name) for name in DECISIVE if name != "disabled"}
    _apply(agent, changes, now=now)
    try:
        async with session.begin_nested():
            await session.flush()
    except IntegrityError:
        raise EmailTaken from None
    stays = agent.role == Role.ADMINISTRATOR and agent.disabled_at is None
    if not stays and [one.id for one in administrators] == [agent.id]:
        raise LastAdministrator
    await _check_role(session, agent)
    if agent.disabled_at is not None:
        await withdraw(session, agent=agent)
    if "disabled" in changes or any(getattr(agent, name) != was for name, was in before.items()):
        await visits.end_all(session, agent_id=agent.id)
    detail = {name: value for name, value in changes.items() if name not in ("email", "name")}
    detail |= {name: True for name in ("email", "name") if name in changes}
    await record(session, agent_id=by, action="agent.changed", subject=str(agent.id), detail=detail)
    await announce(session, agent_id=agent.id)
    return agent


async def invite_again(session: AsyncSession, *, by: UUID | None, agent_id: UUID, now: datetime) -> str:
    """A fresh invitation's token; AgentNotFound."""
    agent = await repository.get_agent(session, agent_id, lock=True)
    await record(session, agent_id=by, action="agent.invited", subject=str(agent.id))
    return await invite(session, agent=agent, now=now)


def checked_email(email: str) -> str:
    """The address as it is kept; Invalid."""
    try:
        known = validate_email(email, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        raise Invalid("email") from None
    if is_demo(known):
        raise Invalid("email")
    return known


def _apply(agent: Agent, changes: dict[str, Any], *, now: datetime) -> None:
    for name, value in changes.items():
        if name == "disabled":
            agent.disabled_at = (agent.disabled_at or now) if value else None
        elif name == "totp":
            agent.totp_secret, agent.totp_confirmed = None, False
        elif name == "email":
            agent.email = agent.email if value == agent.email else checked_email(value)
        else:
            setattr(agent, name, value)
    for role, code in CODES.items():
        if agent.role != role and code not in changes:
            setattr(agent, code, None)
    if agent.disabled_at is not None or agent.role not in HOUSE:
        agent.on_duty = False


async def _check_role(session: AsyncSession, agent: Agent) -> None:
    """Suppliers and resellers are bound to their code in the catalogue, and nobody else is."""
    for role, code in CODES.items():
        if (agent.role == role) != (getattr(agent, code) is not None):
            raise Invalid("role")
    if not await catalogue.knows_partner(session, supplier=agent.supplier_code, reseller=agent.reseller_code):
        raise Invalid("role")
