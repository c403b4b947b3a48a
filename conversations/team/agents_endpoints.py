"""The team: who is there, and its administration; who did what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from conversations.team import administration, reading, repository
from conversations.team.bodies import NewAgent, OfAgent
from conversations.team.invitations import link
from conversations.team.models import Agent, Role
from conversations.team.ports import TeamPorts
from conversations.team.schemas import Signed


def agents_router(ports: TeamPorts) -> APIRouter:
    """Routes for the house, for its leaders, for administrators."""
    router = APIRouter()
    guard = ports.guard
    house, leading = Depends(guard.house), Depends(guard.leading)
    administrator = Depends(guard.administrator)

    @router.get("/agents")
    async def list_agents(signed: Signed = house) -> dict[str, Any]:
        everything = signed.role == Role.ADMINISTRATOR
        async with ports.sessions() as session:
            agents = await repository.list_agents(session, everybody=everything)
            loads = await repository.loads(session)
        return {"agents": [_shown(agent, loads, everything=everything) for agent in agents]}

    @router.post("/agents", status_code=201)
    async def create(body: NewAgent, signed: Signed = administrator) -> dict[str, Any]:
        async with ports.sessions.begin() as session:
            agent, token = await administration.create(
                session, by=signed.id, fields=body.model_dump(), now=ports.clock()
            )
        return {"agent": _shown(agent, {}, everything=True), "invitation": link(ports.address, token)}

    @router.patch("/agents/{agent_id}")
    async def change(agent_id: UUID, body: OfAgent, signed: Signed = administrator) -> dict[str, Any]:
        async with ports.sessions.begin() as session:
            agent = await administration.change(
                session, by=signed.id, agent_id=agent_id, changes=body.changes(), now=ports.clock()
            )
            loads = await repository.loads(session)
        return _shown(agent, loads, everything=True)

    @router.post("/agents/{agent_id}/invitation")
    async def invite(agent_id: UUID, signed: Signed = administrator) -> dict[str, str]:
        async with ports.sessions.begin() as session:
            token = await administration.invite_again(
                session, by=signed.id, agent_id=agent_id, now=ports.clock()
            )
        return {"invitation": link(ports.address, token)}

    @router.get("/audit")
    async def audit(
        before: Annotated[int | None, Query(ge=1, le=2**63 - 1)] = None,
        agent: UUID | None = None,
        conversation: UUID | None = None,
        signed: Signed = leading,
    ) -> reading.AuditPage:
        async with ports.sessions.begin() as session:
            return await reading.read_audit(
                session, by=signed.id, before=before, agent_id=agent, conversation_id=conversation
            )

    return router


def _shown(agent: Agent, loads: Mapping[UUID, int], *, everything: bool) -> dict[str, Any]:
    """What colleagues see of somebody, and, with ``everything``, what administrators do."""
    shown: dict[str, Any] = {
        "id": agent.id,
        "name": agent.name,
        "role": agent.role,
        "on_duty": agent.on_duty,
        "languages": agent.languages,
        "skills": agent.skills,
        "load": loads.get(agent.id, 0),
        "capacity": agent.capacity,
    }
    if everything:
        shown |= {
            "email": agent.email,
            "language": agent.language,
            "disabled": agent.disabled_at is not None,
            "supplier_code": agent.supplier_code,
            "reseller_code": agent.reseller_code,
            "invited": agent.password_hash is None,
            "totp": agent.totp_confirmed,
        }
    return shown
