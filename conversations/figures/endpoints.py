"""The leaders' routes: the board, a period's figures, its conversations as a table."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import StreamingResponse
from sqlalchemy.ext.asyncio import AsyncSession

from conversations.csv_table import csv_download
from conversations.figures.board import read_board
from conversations.figures.period import Period
from conversations.figures.schemas import Board, Summary
from conversations.figures.summary import read_summary
from conversations.figures.table import write_table
from conversations.team.auditing import record
from conversations.team.ports import TeamPorts
from conversations.team.schemas import Signed
from conversations.team.settings import read_hours

From = Annotated[date | None, Query(alias="from")]
To = Annotated[date | None, Query(alias="to")]


def figures_router(ports: TeamPorts) -> APIRouter:
    """A part of the console's routes; who read what is written down."""
    router = APIRouter(prefix="/reports", tags=["reports"])
    leading = Depends(ports.guard.leading)

    async def asked(
        session: AsyncSession, first: date | None, last: date | None, *, by: Signed, action: str
    ) -> Period:
        zone = (await read_hours(session)).timezone
        period = Period.of(first, last, zone=zone, now=ports.clock())
        days = {"from": str(period.first), "to": str(period.last)}
        await record(session, agent_id=by.id, action=action, detail=days)
        return period

    @router.get("/live", dependencies=[leading])
    async def live() -> Board:
        async with ports.sessions() as session:
            return await read_board(session, now=ports.clock())

    @router.get("/summary")
    async def summary(first: From = None, last: To = None, signed: Signed = leading) -> Summary:
        async with ports.sessions.begin() as session:
            period = await asked(session, first, last, by=signed, action="report.read")
            return await read_summary(session, period=period, now=ports.clock())

    @router.get("/conversations.csv")
    async def table(first: From = None, last: To = None, signed: Signed = leading) -> StreamingResponse:
        async with ports.sessions.begin() as session:
            period = await asked(session, first, last, by=signed, action="report.exported")
        name = f"conversations-{period.first}-{period.last}.csv"
        return csv_download(write_table(ports.sessions, period=period, reader=signed), name=name)

    return router
