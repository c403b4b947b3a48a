"""The routes of suppliers and resellers: their own, and read only."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import StreamingResponse

from conversations.books.tables import commissions_table
from conversations.console.ports import DeskPorts
from conversations.csv_table import csv_download
from conversations.figures.period import Period
from conversations.partners.reading import Shown, read_reseller, read_supplier
from conversations.realtime.viewing import Viewer
from conversations.team.auditing import record
from conversations.team.errors import NotAllowed
from conversations.team.models import Role
from conversations.team.schemas import Signed

From = Annotated[date | None, Query(alias="from")]
To = Annotated[date | None, Query(alias="to")]


def partners_router(ports: DeskPorts) -> APIRouter:
    """A part of the console's API, for those outside of the house."""
    router = APIRouter(prefix="/partner", tags=["partners"])
    partner = Depends(ports.guard.partner)

    @router.get("")
    async def read(signed: Signed = partner) -> Shown:
        read_own = read_supplier if signed.role == Role.SUPPLIER else read_reseller
        async with ports.sessions() as session:
            return await read_own(session, Viewer.signed_in(signed))

    @router.get("/commissions.csv")
    async def commissions(first: From = None, last: To = None, signed: Signed = partner) -> StreamingResponse:
        if signed.role != Role.RESELLER or not signed.reseller_code:
            raise NotAllowed
        period = Period.of(first, last, zone=ports.terms.issuer.timezone, now=ports.clock())
        detail = {"from": str(period.first), "to": str(period.last)}
        async with ports.sessions.begin() as session:
            await record(
                session, agent_id=signed.id, action="books.exported", subject="commissions", detail=detail
            )
        lines = commissions_table(
            ports.sessions, period=period, language=signed.language, reseller=signed.reseller_code
        )
        return csv_download(lines, name=f"commissions-{period.first}-{period.last}.csv")

    return router
