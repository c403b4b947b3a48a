"""Reconciliation at the console, for who leads: what a provider's list and ours do not agree on, with both sides, and
what somebody has to give back by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator
from sqlalchemy.ext.asyncio import AsyncSession

from backend.bookings.service import references_of
from backend.money import Money
from backend.payments import discrepancies
from backend.payments.discrepancies import DiscrepancyView
from backend.payments.ports import PaymentPorts
from backend.payments.refunded import done_by_hand
from backend.payments.refunding import list_to_be_seen_to
from backend.payments.schemas import RefundView
from conversations.books.tables import SIDE, discrepancies_table
from conversations.console.ports import DeskPorts
from conversations.console.trips.money import shown_refund
from conversations.csv_table import csv_download
from conversations.realtime.quote_sights import amount
from conversations.team.auditing import record
from conversations.team.schemas import Signed

State = Literal["open", "repaired", "settled"]
Shown = dict[str, Any]


class SettleBody(BaseModel):
    """How a person settled it; with ``refund`` what is ours of it goes back, with ``booking`` it is for this booking."""

    model_config = ConfigDict(extra="forbid")

    note: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
    refund: bool = False
    booking: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{3,12}$")] | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.refund and self.booking:
            raise ValueError("money goes back or to a booking, not both")
        return self


class Difference(DiscrepancyView):
    """``shown`` has the amounts of both sides as money, without those of zero."""

    shown: dict[str, Shown | None]


class Reconciled(BaseModel):
    """A page of discrepancies, newest first; ``after=next`` continues it."""

    runs: list[dict[str, Any]]
    discrepancies: list[Difference]
    next: UUID | None


def money_router(ports: DeskPorts, payments: PaymentPorts) -> APIRouter:
    """A part of the console's routes; who settled what is written down."""
    router = APIRouter(tags=["money"])
    leading = Depends(ports.guard.leading)

    @router.get("/reconciliation", dependencies=[leading])
    async def read(state: State | None = "open", after: UUID | None = None) -> Reconciled:
        async with ports.sessions() as session:
            page, following = await discrepancies.list_found(session, state=state, after=after)
            runs = await discrepancies.list_runs(session, providers=payments.providers)
        return Reconciled(runs=runs, discrepancies=[_difference(one) for one in page], next=following)

    @router.post("/reconciliation/{discrepancy_id}/settle")
    async def settle(discrepancy_id: UUID, body: SettleBody, signed: Signed = leading) -> Difference:
        async with ports.sessions.begin() as session:
            settled, new = await discrepancies.settle(
                session,
                payments,
                discrepancy_id=discrepancy_id,
                settled_by=signed.id,
                note=body.note,
                refund=body.refund,
                booking=body.booking,
                now=ports.clock(),
            )
            if new:
                detail = {"note": body.note, "refund": body.refund, "booking": body.booking}
                await record(
                    session,
                    agent_id=signed.id,
                    action="discrepancy.settled",
                    subject=settled.payment,
                    detail=detail,
                )
        return _difference(settled)

    @router.get("/refunds", dependencies=[leading])
    async def refunds() -> dict[str, list[Shown]]:
        async with ports.sessions() as session:
            found = await list_to_be_seen_to(session)
            return {"refunds": await _refunds(session, found)}

    @router.post("/refunds/{refund_id}/done")
    async def refunded(refund_id: UUID, signed: Signed = leading) -> Shown:
        async with ports.sessions.begin() as session:
            refund, new = await done_by_hand(session, payments, refund_id=refund_id)
            (shown,) = await _refunds(session, [refund])
            if new:
                detail = {"amount": shown["amount"]["text"], "provider": refund.provider}
                whose = shown["booking"] or str(refund_id)
                await record(session, agent_id=signed.id, action="refund.done", subject=whose, detail=detail)
        return shown

    @router.get("/reconciliation.csv")
    async def table(
        state: Annotated[State | None, Query()] = None, signed: Signed = leading
    ) -> StreamingResponse:
        async with ports.sessions.begin() as session:
            await record(session, agent_id=signed.id, action="reconciliation.exported")
        zone = ports.terms.issuer.timezone
        lines = discrepancies_table(ports.sessions, state=state, zone=zone, language=signed.language)
        return csv_download(lines, name="reconciliation.csv")

    return router


async def _refunds(session: AsyncSession, views: Sequence[RefundView]) -> list[Shown]:
    """Each with its failure and its booking's reference."""
    whose = await references_of(session, booking_ids={one.booking_id for one in views if one.booking_id})
    return [
        {
            **shown_refund(one),
            "failure": one.failure,
            "booking": whose.get(one.booking_id) if one.booking_id else None,
        }
        for one in views
    ]


def _difference(view: DiscrepancyView) -> Difference:
    sides = {"ours": _side(view.ours), "theirs": _side(view.theirs)}
    return Difference(**view.model_dump(), shown=sides)


def _side(side: Shown | None) -> Shown | None:
    return side and {what: amount(Money(side[what], side["currency"])) for what in SIDE if side[what]}
