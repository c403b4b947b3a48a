"""What people change of themselves: their name and language, their password, their second factor."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from conversations.realtime import COMPANY, agent_room, publish
from conversations.team import repository, totp, visits
from conversations.team.auditing import record
from conversations.team.errors import NotAllowed, PasswordRefused, TotpStands, WrongCode, WrongPassword
from conversations.team.models import HOUSE, Agent
from conversations.team.password_rules import weakness
from conversations.team.ports import TeamPorts
from conversations.team.schemas import Me, Visit
from conversations.team.signing_in import prove


async def announce(session: AsyncSession, *, agent_id: UUID) -> None:
    """Tells everybody who watches; sockets of somebody who may no more end by it."""
    rooms = [agent_room(agent_id), COMPANY]
    await publish(session, "agent.changed", rooms=rooms, data={"agent_id": agent_id})


def check_password(agent: Agent, password: str) -> None:
    """PasswordRefused."""
    if weak := weakness(password, name=agent.name, email=agent.email):
        raise PasswordRefused(weak)


async def read(ports: TeamPorts, visit: Visit) -> Me:
    """Who it is."""
    async with ports.sessions() as session:
        return Me.of(await repository.get_agent(session, visit.signed.id), visit.csrf)


async def change(ports: TeamPorts, visit: Visit, changes: dict[str, Any]) -> Me:
    """Name, language, and whether they are offered conversations; NotAllowed for the last one outside the house."""
    async with ports.sessions.begin() as session:
        agent = await repository.get_agent(session, visit.signed.id, lock=True)
        if "on_duty" in changes and agent.role not in HOUSE:
            raise NotAllowed
        for name, value in changes.items():
            setattr(agent, name, value)
        await record(session, agent_id=agent.id, action="me.changed", detail=changes)
        await announce(session, agent_id=agent.id)
        return Me.of(agent, visit.csrf)


async def change_password(ports: TeamPorts, visit: Visit, *, current: str, new: str) -> str:
    """Signs out everywhere; the token of the new visit that this browser goes on with."""
    kept = await prove(ports, agent_id=visit.signed.id, password=current)
    async with ports.sessions() as session:
        check_password(await repository.get_agent(session, visit.signed.id), new)
    hashed = await ports.passwords.hash(new)
    async with ports.sessions.begin() as session:
        if not await repository.replace_password(session, visit.signed.id, old=kept, new=hashed):
            raise WrongPassword
        await visits.end_all(session, agent_id=visit.signed.id)
        agent = await repository.get_agent(session, visit.signed.id)
        token, _ = await visits.begin(session, agent_id=agent.id, now=ports.clock(), csrf=visit.csrf)
        await record(session, agent_id=agent.id, action="password.changed")
        await announce(session, agent_id=agent.id)
    return token


async def enrol(ports: TeamPorts, visit: Visit) -> totp.Enrolment:
    """A new second factor, which counts once its first code was right; TotpStands."""
    enrolment = totp.enrol(email=visit.signed.email, issuer=ports.operator)
    async with ports.sessions.begin() as session:
        agent = await repository.get_agent(session, visit.signed.id, lock=True)
        if agent.totp_confirmed:
            raise TotpStands
        agent.totp_secret, agent.totp_last_step = enrolment.secret, 0
    return enrolment


async def confirm(ports: TeamPorts, visit: Visit, *, code: str) -> Me:
    """From now on sign-in asks for a code; WrongCode, TotpStands."""
    async with ports.sessions.begin() as session:
        agent = await repository.get_agent(session, visit.signed.id, lock=True)
        if agent.totp_confirmed:
            raise TotpStands
        if not await totp.use_code(session, agent, code, now=ports.clock()):
            raise WrongCode
        agent.totp_confirmed = True
        await record(session, agent_id=agent.id, action="totp.turned_on")
        return Me.of(agent, visit.csrf)


async def turn_off(ports: TeamPorts, visit: Visit, *, password: str) -> Me:
    """No second factor any more; WrongPassword, Locked."""
    await prove(ports, agent_id=visit.signed.id, password=password)
    async with ports.sessions.begin() as session:
        agent = await repository.get_agent(session, visit.signed.id, lock=True)
        agent.totp_secret, agent.totp_confirmed = None, False
        await record(session, agent_id=agent.id, action="totp.turned_off")
        return Me.of(agent, visit.csrf)
