"""The SQL of money that goes back: refunds, and what banks took."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.bookings.models import Booking
from backend.payments.models import (
    Capture,
    Dispute,
    Refund,
)
from backend.payments.repository import FRESH, get_capture


async def returnable(session: AsyncSession, booking_id: UUID, currency: str) -> list[tuple[UUID, int]]:
    """(capture, what can still go back of it), the newest first; disputed money is the bank's to decide on."""
    statement = (
        select(Capture.id, Capture.amount - _going_back())
        .where(Capture.booking_id == booking_id, Capture.currency == currency, ~_is_disputed())
        .order_by(Capture.paid_at.desc(), Capture.id)
    )
    # A sum of big integers is a decimal.
    return [(row[0], int(row[1])) for row in (await session.execute(statement)).all() if row[1] > 0]


async def returnable_of(session: AsyncSession, capture_id: UUID) -> int:
    """What can still go back of one capture."""
    statement = select(Capture.amount - _going_back()).where(Capture.id == capture_id, ~_is_disputed())
    return int(await session.scalar(statement) or 0)


def _going_back() -> Any:
    return (
        select(func.coalesce(func.sum(Refund.amount), 0))
        .where(Refund.capture_id == Capture.id, Refund.state != "failed")
        .correlate(Capture)
        .scalar_subquery()
    )


def _is_disputed() -> Any:
    return (
        select(Dispute.id)
        .where(Dispute.capture_id == Capture.id, Dispute.state.in_(("open", "lost")))
        .correlate(Capture)
        .exists()
    )


async def list_refunds(session: AsyncSession, capture_id: UUID) -> Sequence[Refund]:
    """What goes back of a capture, oldest first."""
    statement = select(Refund).where(Refund.capture_id == capture_id).order_by(Refund.requested_at, Refund.id)
    return (await session.scalars(statement.execution_options(**FRESH))).all()


async def requested_by(session: AsyncSession, agent_id: UUID, booking_id: UUID, *, but_for: str) -> int:
    """What somebody had given back of a booking, in minor units of its currency, but for refunds of this reason."""
    asked = select(func.coalesce(func.sum(Refund.amount), 0)).where(
        Refund.booking_id == booking_id,
        Refund.requested_by == agent_id,
        Refund.state != "failed",
        Refund.reason != but_for,
    )
    return int(await session.scalar(asked) or 0)


async def find_refund(session: AsyncSession, refund_id: UUID) -> Refund | None:
    """A refund as it is now."""
    return await session.get(Refund, refund_id, populate_existing=True)


async def lock_refund(session: AsyncSession, refund_id: UUID) -> tuple[Refund, Capture] | None:
    """A refund and what it is of, kept from changing until the transaction ends: the capture first, as everywhere."""
    found = await find_refund(session, refund_id)
    if found is None:
        return None
    capture = await get_capture(session, found.capture_id)
    refund = await session.get(Refund, refund_id, populate_existing=True, with_for_update=True)
    return None if refund is None else (refund, capture)


async def list_refunds_of_booking(session: AsyncSession, booking_id: UUID) -> Sequence[Row[Refund, Capture]]:
    """What goes back of a booking, newest first."""
    statement = (
        select(Refund, Capture)
        .join(Capture, Capture.id == Refund.capture_id)
        .where(Refund.booking_id == booking_id)
        .order_by(Refund.requested_at.desc(), Refund.id)
    )
    return (await session.execute(statement.execution_options(**FRESH))).all()


async def list_refunds_for_people(session: AsyncSession, limit: int) -> Sequence[Row[Refund, Capture]]:
    """Refunds of money that came past all providers and are not done, and those that failed while the money is still ours,
    newest first.
    """
    statement = (
        select(Refund, Capture)
        .join(Capture, Capture.id == Refund.capture_id)
        .where(
            or_(
                and_(Refund.state.in_(("requested", "pending")), Capture.provider == "outside"),
                and_(Refund.state == "failed", Refund.amount <= Capture.amount - _going_back()),
            )
        )
        .order_by(Refund.requested_at.desc(), Refund.id)
        .limit(limit)
    )
    return (await session.execute(statement.execution_options(**FRESH))).all()


async def list_kept_in_vain(session: AsyncSession, reason: str, size: int) -> Sequence[UUID]:
    """Bookings that ended unpaid while too little had come for them, of which something is left that was never to go back
    for this ``reason``: what could not be given back is not tried again.
    """
    tried = select(Refund.id).where(Refund.capture_id == Capture.id, Refund.reason == reason)
    statement = (
        select(Capture.booking_id)
        .join(Booking, Booking.id == Capture.booking_id)
        .where(Capture.rule == "short", Booking.state == "EXPIRED", Capture.amount > _going_back())
        .where(~tried.exists(), ~_is_disputed())
        .distinct()
        .limit(size)
    )
    return [found for found in (await session.scalars(statement)).all() if found is not None]


async def find_dispute(session: AsyncSession, provider: str, provider_dispute_id: str) -> Dispute | None:
    """A dispute by the provider's id."""
    statement = select(Dispute).where(
        Dispute.provider == provider, Dispute.provider_dispute_id == provider_dispute_id
    )
    return (await session.scalars(statement.execution_options(**FRESH))).one_or_none()


async def is_disputed(session: AsyncSession, capture_id: UUID) -> bool:
    """Whether a bank wants this money back, or got it."""
    statement = select(Capture.id).where(Capture.id == capture_id, _is_disputed())
    return await session.scalar(statement) is not None
