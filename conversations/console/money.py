"""Reconciliation at the console, for who leads: what a provider's list and ours do not agree on, with both sides."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, StringConstraints

from backend.payments import discrepancies
from backend.payments.discrepancies import DiscrepancyView
from backend.payments.ports import PaymentPorts
from backend.payments.refunding import done_by_hand, list_to_be_seen_to
from backend.payments.schemas import RefundView
from conversations.console.ports import DeskPorts
from conversations.team.auditing import record
from conversations.team.schemas import Signed

State = Literal["open", "repaired", "settled"]
COLUMNS = ("found_at", "provider", "payment", "kind", "state", "ours", "theirs", "note")


class SettleBody(BaseModel):
    """How a person settled it; with ``refund`` what is ours of it goes back, with ``booking`` it is for this booking."""

    model_config = ConfigDict(extra="forbid")

    note: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
    refund: bool = False
    booking: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{3,12}$")] | None = None


class Reconciled(BaseModel):
    """A page of discrepancies, newest first; ``next`` continues it."""

    runs: list[dict[str, Any]]
    discrepancies: list[DiscrepancyView]
    next: datetime | None


def money_router(ports: DeskPorts, payments: PaymentPorts) -> APIRouter:
    """A part of the console's routes; who settled what is written down."""
    router = APIRouter(tags=["money"])
    leading = Depends(ports.guard.leading)

    @router.get("/reconciliation", dependencies=[leading])
    async def read(state: State | None = "open", before: datetime | None = None) -> Reconciled:
        async with ports.sessions() as session:
            page, following = await discrepancies.list_found(session, state=state, before=before)
            runs = await discrepancies.list_runs(session)
        return Reconciled(runs=runs, discrepancies=page, next=following)

    @router.post("/reconciliation/{discrepancy_id}/settle")
    async def settle(discrepancy_id: UUID, body: SettleBody, signed: Signed = leading) -> DiscrepancyView:
        async with ports.sessions.begin() as session:
            settled = await discrepancies.settle(
                session,
                payments,
                discrepancy_id=discrepancy_id,
                settled_by=signed.id,
                note=body.note,
                refund=body.refund,
                booking=body.booking,
                now=ports.clock(),
            )
            await record(
                session,
                agent_id=signed.id,
                action="discrepancy.settled",
                subject=settled.payment,
                detail={"note": body.note, "refund": body.refund, "booking": body.booking},
            )
        return settled

    @router.get("/refunds", dependencies=[leading])
    async def refunds() -> dict[str, list[dict[str, Any]]]:
        async with ports.sessions() as session:
            return {"refunds": [_refund(one) for one in await list_to_be_seen_to(session)]}

    @router.post("/refunds/{refund_id}/done")
    async def refunded(refund_id: UUID, signed: Signed = leading) -> dict[str, Any]:
        async with ports.sessions.begin() as session:
            refund = await done_by_hand(session, payments, refund_id=refund_id)
            await record(session, agent_id=signed.id, action="refund.done", subject=str(refund_id))
        return _refund(refund)

    @router.get("/reconciliation.csv")
    async def table(state: Annotated[State | None, Query()] = None, signed: Signed = leading) -> Response:
        async with ports.sessions.begin() as session:
            found, _ = await discrepancies.list_found(session, state=state, before=None, limit=10_000)
            await record(session, agent_id=signed.id, action="reconciliation.exported")
        text = io.StringIO()
        rows = csv.writer(text)
        rows.writerow(COLUMNS)
        for one in found:
            shown = one.model_dump(mode="json")
            rows.writerow([_cell(shown[name]) for name in COLUMNS])
        return Response(
            text.getvalue(),
            media_type="text/csv; charset=utf-8",
            headers={
                "Content-Disposition": 'attachment; filename="reconciliation.csv"',
                "Cache-Control": "no-store",
                "X-Content-Type-Options": "nosniff",
            },
        )

    return router


def _refund(view: RefundView) -> dict[str, Any]:
    return {
        "id": view.id,
        "booking_id": view.booking_id,
        "provider": view.provider,
        "minor": view.amount.amount,
        "currency": view.amount.currency,
        "reason": view.reason,
        "state": view.state,
        "requested_at": view.requested_at,
        "done_at": view.done_at,
    }


def _cell(value: Any) -> str:
    """Sides as `amount 100; currency USD`; nothing that a table would take for a formula."""
    if isinstance(value, dict):
        return "; ".join(f"{name} {value[name]}" for name in sorted(value))
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in "=+-@\t\r" else text
