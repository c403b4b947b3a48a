"""What the lists do not agree on, and how a person settles it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from backend.bookings import service as bookings
from backend.errors import NotPayable, PaymentNotFound
from backend.money import Money
from backend.payments import reconciling_repository as repository
from backend.payments.models import Discrepancy
from backend.payments.ports import PaymentPorts
from backend.payments.refunding import request_refund
from backend.payments.refunds_repository import returnable_of
from backend.payments.repository import (
    find_booking_of,
    find_capture,
    wait_for_captures,
)
from backend.payments.taking import claim

PAGE = 50
AT_ONCE = 500


class DiscrepancyView(BaseModel):
    """``ours`` and ``theirs``: amount, refunded and lost to banks in minor units of ``currency``; None where there is none.

    ``kind``: `ours_only`, `theirs_only`, `different`; ``state``: `open`, `repaired`, `settled`.
    """

    id: UUID
    found_at: datetime
    provider: str
    payment: str
    kind: str
    state: str
    ours: dict[str, Any] | None
    theirs: dict[str, Any] | None
    settled_by: UUID | None
    settled_at: datetime | None
    note: str | None


async def list_found(
    session: AsyncSession, *, state: str | None, after: UUID | None = None, limit: int = PAGE
) -> tuple[list[DiscrepancyView], UUID | None]:
    """A page, newest first, and after which the next begins."""
    rows = await repository.list_discrepancies(session, state=state, after=after, limit=limit)
    views = [_view(row, ran_at) for row, ran_at in rows]
    return views, views[-1].id if len(views) == limit else None


async def count_open(session: AsyncSession) -> int:
    """How many are left to a person."""
    return await repository.count_open(session)


async def stream_found(session: AsyncSession, *, state: str | None) -> AsyncIterator[DiscrepancyView]:
    """All of them, newest first, read while they are used."""
    page, after = await list_found(session, state=state, limit=AT_ONCE)
    while page:
        for one in page:
            yield one
        if after is None:
            return
        page, after = await list_found(session, state=state, after=after, limit=AT_ONCE)


async def list_runs(session: AsyncSession, *, providers: Iterable[str]) -> list[dict[str, Any]]:
    """The newest comparison of each provider: what was compared and repaired, when; ``ran_at`` is None where there was none."""
    runs = {
        run.provider: {
            "provider": run.provider,
            "since": run.since.astimezone(UTC),
            "until": run.until.astimezone(UTC),
            "ran_at": run.ran_at.astimezone(UTC),
            "compared": run.compared,
            "repaired": run.repaired,
        }
        for run in await repository.list_runs(session)
    }
    return [runs.get(name, {"provider": name, "ran_at": None}) for name in providers]


async def settle(
    session: AsyncSession,
    ports: PaymentPorts,
    *,
    discrepancy_id: UUID,
    settled_by: UUID,
    note: str,
    now: datetime,
    refund: bool = False,
    booking: str | None = None,
) -> tuple[DiscrepancyView, bool]:
    """A person is done with it, having had the money given back or found whose it is, and whether that is new; again, it
    changes nothing.

    Raises PaymentNotFound, BookingNotFound, NotPayable where there is no money of ours to do this with, RefundTooHigh.
    """
    found = await repository.lock_discrepancy(session, discrepancy_id)
    if found is None:
        raise PaymentNotFound(discrepancy_id)
    row, found_at = found
    if new := row.state != "settled":
        if refund or booking is not None:
            await _move(session, ports, row, booking, settled_by=settled_by, now=now)
        row.state, row.settled_by, row.settled_at, row.note = "settled", settled_by, now, note
        await session.flush()
    return _view(row, found_at), new


async def _move(
    session: AsyncSession,
    ports: PaymentPorts,
    row: Discrepancy,
    reference: str | None,
    *,
    settled_by: UUID,
    now: datetime,
) -> None:
    """The money goes back, or to a booking, whose traveller is told."""
    await wait_for_captures(session, row.provider, [row.provider_payment_id])
    found = None
    if reference is None:
        booking_id = await find_booking_of(session, row.provider, [row.provider_payment_id])
        if booking_id is not None:
            await bookings.lock_booking(session, booking_id=booking_id)
    else:
        seen = await bookings.get_booking(session, reference=reference)
        await ports.teller.prepare(session, seen.conversation_id)
        found = await bookings.lock_booking(session, booking_id=seen.id)
    capture = await find_capture(session, row.provider, row.provider_payment_id)
    if capture is None:
        raise NotPayable(reference or "", row.kind, row.provider)
    if found is not None:
        outcome, receipts = await claim(
            session, ports.queue, capture=capture, booking=found, now=now, terms=ports.terms
        )
        await ports.teller.tell(session, outcome)
        for receipt in receipts:
            await ports.teller.hand_over(session, receipt)
        return
    await request_refund(
        session,
        ports.queue,
        capture_id=capture.id,
        amount=Money(await returnable_of(session, capture.id), capture.currency),
        reason="reconciled",
        requested_by=settled_by,
        now=now,
    )


def _view(row: Discrepancy, found_at: datetime) -> DiscrepancyView:
    return DiscrepancyView(
        id=row.id,
        found_at=found_at.astimezone(UTC),
        provider=row.provider,
        payment=row.provider_payment_id,
        kind=row.kind,
        state=row.state,
        ours=row.ours,
        theirs=row.theirs,
        settled_by=row.settled_by,
        settled_at=row.settled_at and row.settled_at.astimezone(UTC),
        note=row.note,
    )
