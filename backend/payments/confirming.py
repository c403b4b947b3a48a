"""A booking becomes sure, if it still can."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from backend.bookings import service as bookings
from backend.bookings.schemas import BookingView
from backend.errors import AvailabilityExhausted, BookingExpired, TransitionRefused
from backend.payments.schemas import OutcomeKind


async def confirm(
    session: AsyncSession, *, booking: BookingView, rule: OutcomeKind, now: datetime
) -> BookingView | None:
    """The booking, which is locked, confirmed, with its places taken again where its time had passed; None where they are gone."""
    try:
        if rule is OutcomeKind.RETAKEN:
            return await bookings.retake_places(session, booking=booking, now=now)
        return await bookings.confirm(session, booking=booking, now=now)
    except (AvailabilityExhausted, BookingExpired, TransitionRefused):
        return None
