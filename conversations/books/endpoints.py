"""The routes of the books, for those who lead; who read or paid what is written down."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from backend.documents.payables import PayableView, count_overdue, mark_payable_paid, stream_payables
from backend.ledger.commissions import pay_reseller
from backend.ledger.service import balances, trial_balance
from backend.money import Money
from backend.payments.discrepancies import count_open
from backend.payments.refunding import list_to_be_seen_to
from conversations.books.tables import commissions_table, ledger_table, payables_table
from conversations.console.ports import DeskPorts
from conversations.csv_table import csv_download
from conversations.figures.period import EARLIEST, Period
from conversations.realtime.quote_sights import amount
from conversations.team.auditing import record
from conversations.team.errors import Invalid
from conversations.team.schemas import Signed

From = Annotated[date | None, Query(alias="from")]
To = Annotated[date | None, Query(alias="to")]
Code = Annotated[str, Path(pattern=r"^[a-z0-9-]{1,60}$")]
Prefix = Annotated[str, Query(max_length=80)]
TABLES = {"ledger": ledger_table, "payables": payables_table, "commissions": commissions_table}
Table = Literal["ledger", "payables", "commissions"]
BOOKINGS = "booking:"
"""There are many: without a prefix they are shown as one."""
MOST_PAYABLES = 500
"""How many are listed: the rest is in the table."""


class Paid(BaseModel):
    """The day on which a supplier got the money, none to come; today where none is named."""

    paid_on: date | None = None


class Commission(BaseModel):
    """What a reseller got, in minor units; the same ``payment_id`` again is the same payment."""

    payment_id: UUID
    minor: Annotated[int, Field(gt=0, le=10**12)]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]


def books_router(ports: DeskPorts) -> APIRouter:
    """A part of the console's API."""
    router = APIRouter(prefix="/books", tags=["books"])
    leading = Depends(ports.guard.leading)
    zone = ports.terms.issuer.timezone

    @router.get("/balances")
    async def read_balances(prefix: Prefix = "", signed: Signed = leading) -> dict[str, Any]:
        async with ports.sessions() as session:
            lines = await balances(session, prefix, together=None if prefix else BOOKINGS)
            trial = await trial_balance(session)
        shown = [{"account": line.account, "balance": amount(line.amount)} for line in lines]
        return {"balances": shown, "trial": trial}

    @router.get("/attention", dependencies=[leading])
    async def attention() -> dict[str, int]:
        today = ports.clock().astimezone(ZoneInfo(zone)).date()
        async with ports.sessions() as session:
            return {
                "differences": await count_open(session),
                "givebacks": len(await list_to_be_seen_to(session)),
                "overdue": await count_overdue(session, today=today),
            }

    @router.get("/payables")
    async def read_payables(unpaid: bool = True, signed: Signed = leading) -> dict[str, Any]:
        listed: list[dict[str, Any]] = []
        async with ports.sessions() as session:
            async for one in stream_payables(session, unpaid=unpaid, most=MOST_PAYABLES):
                listed.append(_payable(one))
        return {"payables": listed}

    @router.post("/payables/{payable_id}/paid")
    async def paid(payable_id: UUID, body: Paid, signed: Signed = leading) -> dict[str, Any]:
        now = ports.clock()
        today = now.astimezone(ZoneInfo(zone)).date()
        on = body.paid_on or today
        if not EARLIEST <= on <= today:
            raise Invalid("paid_on")
        async with ports.sessions.begin() as session:
            done, new = await mark_payable_paid(session, payable_id=payable_id, paid_on=on, now=now)
            if new:
                paid_on, paid_out = str(done.paid_on), amount(done.amount)["text"]
                detail = {"supplier": done.supplier, "amount": paid_out, "paid_on": paid_on}
                await record(
                    session, agent_id=signed.id, action="payable.paid", subject=done.booking, detail=detail
                )
        return _payable(done)

    @router.post("/commissions/{reseller}/paid")
    async def commission(reseller: Code, body: Commission, signed: Signed = leading) -> dict[str, Any]:
        money = Money(body.minor, body.currency)
        async with ports.sessions.begin() as session:
            left, new = await pay_reseller(
                session, payment_id=body.payment_id, reseller=reseller, amount=money, now=ports.clock()
            )
            if new:
                detail = {"amount": amount(money)["text"]}
                await record(
                    session, agent_id=signed.id, action="commission.paid", subject=reseller, detail=detail
                )
        return {"reseller": reseller, "owed": amount(left)}

    @router.get("/{table}.csv")
    async def read_table(
        table: Table, first: From = None, last: To = None, signed: Signed = leading
    ) -> StreamingResponse:
        period = Period.of(first, last, zone=zone, now=ports.clock())
        detail = {"from": str(period.first), "to": str(period.last)}
        async with ports.sessions.begin() as session:
            await record(session, agent_id=signed.id, action="books.exported", subject=table, detail=detail)
        lines = TABLES[table](ports.sessions, period=period, language=signed.language)
        return csv_download(lines, name=f"{table}-{period.first}-{period.last}.csv")

    return router


def _payable(one: PayableView) -> dict[str, Any]:
    return {
        "id": one.id,
        "booking": one.booking,
        "supplier": one.supplier,
        "amount": amount(one.amount),
        "due_on": one.due_on,
        "paid_on": one.paid_on,
    }
