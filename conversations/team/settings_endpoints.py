"""Opening hours and times: read by the house, set by administrators."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from conversations.schemas import Frozen
from conversations.team.auditing import record
from conversations.team.ports import TeamPorts
from conversations.team.schemas import Signed
from conversations.team.settings import HOURS, TIMES, Hours, Times, read_hours, read_times, write


def settings_router(ports: TeamPorts) -> APIRouter:
    """A part of the team's routes."""
    router = APIRouter()
    house, administrator = Depends(ports.guard.house), Depends(ports.guard.administrator)

    async def keep(key: str, value: Frozen, signed: Signed) -> None:
        async with ports.sessions.begin() as session:
            await write(session, key, value)
            detail = value.model_dump(mode="json")
            await record(session, agent_id=signed.id, action=f"{key}.changed", detail=detail)

    @router.get("/hours", dependencies=[house])
    async def hours() -> Hours:
        async with ports.sessions() as session:
            return await read_hours(session)

    @router.put("/hours")
    async def set_hours(body: Hours, signed: Signed = administrator) -> Hours:
        await keep(HOURS, body, signed)
        return body

    @router.get("/times", dependencies=[house])
    async def times() -> Times:
        async with ports.sessions() as session:
            return await read_times(session)

    @router.put("/times")
    async def set_times(body: Times, signed: Signed = administrator) -> Times:
        await keep(TIMES, body, signed)
        return body

    return router
