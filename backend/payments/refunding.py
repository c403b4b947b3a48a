"""Money that shall go back, as a wish of ours; what becomes of it: `refunded`."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.bookings import service as bookings
from backend.bookings.schemas import BookingView
from backend.errors import PaymentNotFound, RefundTooHigh
from backend.money import Money
from backend.payments import refunds_repository, repository
from backend.payments.calls import write_call
from backend.payments.models import Capture, Refund
from backend.payments.ports import JobQueue
from backend.payments.schemas import OUTSIDE, RefundView

ON_ITS_WAY = ("requested", "pending")
MOST = 200
CANCELLATION = "cancellation"
"""The reason of what a cancellation leaves of what was paid."""


async def request_refund(
    session: AsyncSession,
    queue: JobQueue,
    *,
    amount: Money,
    reason: str,
    now: datetime,
    booking_id: UUID | None = None,
    capture_id: UUID | None = None,
    requested_by: UUID | None = None,
    request_id: UUID | None = None,
) -> list[RefundView]:
    """Has money given back, of one capture or of a booking's newest ones, never more than is left: RefundTooHigh.

    It is done by job and told when it is done; what came from `OUTSIDE` is given back by hand (`done_by_hand`). Of a
    booking the same ``request_id`` again is the same refund.
    """
    request_id = request_id or uuid.uuid4()
    if booking_id is not None:
        await bookings.lock_booking(session, booking_id=booking_id)
        if asked := await list_requested(session, booking_id=booking_id, request_id=request_id):
            return asked
        parts = await refunds_repository.returnable(session, booking_id, amount.currency)
    elif capture_id is not None:
        await repository.get_capture(session, capture_id)
        parts = [(capture_id, await refunds_repository.returnable_of(session, capture_id))]
    else:
        raise PaymentNotFound("")
    left = sum(most for _, most in parts)
    if not 0 < amount.amount <= left:
        raise RefundTooHigh(amount.amount, left)
    made = []
    wanted = amount.amount
    for capture, most in parts:
        if (part := min(most, wanted)) > 0:
            of = _part_of(request_id, capture)
            made.append(await _request(session, queue, of, capture, part, reason, requested_by, now))
            wanted -= part
    return made


async def given_by(session: AsyncSession, *, agent_id: UUID, booking: BookingView) -> Money:
    """What an agent had given back of a booking so far, but for what its cancellation left."""
    given = await refunds_repository.requested_by(session, agent_id, booking.id, but_for=CANCELLATION)
    return Money(given, booking.total.currency)


async def list_requested(session: AsyncSession, *, booking_id: UUID, request_id: UUID) -> list[RefundView]:
    """What goes back of a booking by one request, newest capture first; nothing where it was never made."""
    rows = await refunds_repository.list_refunds_of_booking(session, booking_id)
    parts = [(refund, capture) for refund, capture in rows if refund.id == _part_of(request_id, capture.id)]
    # In the order in which they were asked for, also of what was paid in the same moment (`refunds_repository.returnable`).
    parts.sort(key=lambda part: (-part[1].paid_at.timestamp(), part[1].id))
    return [refund_view(refund, capture) for refund, capture in parts]


def _part_of(request_id: UUID, capture_id: UUID) -> UUID:
    """The id of what goes back of a capture by one request."""
    return uuid.uuid5(request_id, str(capture_id))


async def _request(
    session: AsyncSession,
    queue: JobQueue,
    refund_id: UUID,
    capture_id: UUID,
    amount: int,
    reason: str,
    requested_by: UUID | None,
    now: datetime,
) -> RefundView:
    capture = await repository.get_capture(session, capture_id)
    by_hand = capture.provider == OUTSIDE
    refund = Refund(
        id=refund_id,
        capture_id=capture_id,
        booking_id=capture.booking_id,
        currency=capture.currency,
        amount=amount,
        reason=reason,
        state="pending" if by_hand else "requested",
        requested_by=requested_by,
        requested_at=now,
    )
    await repository.add(session, refund)
    if not by_hand:
        await write_call(
            session, queue, action="refund", subject_id=refund.id, provider=capture.provider, now=now
        )
    return refund_view(refund, capture)


async def list_to_be_seen_to(session: AsyncSession) -> list[RefundView]:
    """What somebody has to give back by hand, or could not be given back, newest first."""
    rows = await refunds_repository.list_refunds_for_people(session, MOST)
    return [refund_view(refund, capture) for refund, capture in rows]


def refund_view(row: Refund, capture: Capture) -> RefundView:
    """A refund."""
    return RefundView(
        id=row.id,
        booking_id=row.booking_id,
        provider=capture.provider,
        amount=Money(row.amount, row.currency),
        reason=row.reason,
        state=row.state,
        failure=row.failure,
        requested_at=row.requested_at.astimezone(UTC),
        done_at=row.done_at and row.done_at.astimezone(UTC),
    )
