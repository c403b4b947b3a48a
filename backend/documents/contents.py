"""What documents say of a booking, as parts of their `Content`."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from backend.bookings.schemas import BookingState, BookingView
from backend.documents.schemas import Service
from backend.ledger.postings import booking_account
from backend.ledger.service import balance_and
from backend.terms import Issuer
from texts import LANGUAGES


def about(booking: BookingView, issuer: Issuer) -> dict[str, Any]:
    """Who issues it, for whom, and for which trip."""
    request = booking.quote.request
    return {
        "issuer": issuer,
        "customer": booking.lead.name,
        "email": booking.lead.email,
        "trip": booking.quote.name[language_of(booking)],
        "start_on": request.start_on,
        "end_on": request.end_on,
        "currency": booking.total.currency,
        "total": booking.total.amount,
    }


async def account(session: AsyncSession, booking: BookingView) -> dict[str, Any]:
    """What the books say is paid and left of the total; before the confirmation is posted nothing is owed there yet, and what is
    left of a booking that is over is another matter.
    """
    if booking.state not in (BookingState.ON_HOLD, BookingState.CONFIRMED):
        return {}
    balance, confirmed = await balance_and(
        session,
        booking_account(booking.reference),
        booking.total.currency,
        key=f"booking:{booking.id}:confirmed",
    )
    owed = balance.amount if confirmed else balance.amount + booking.total.amount
    return {"paid": booking.total.amount - owed, "left": max(owed, 0)}


def services_of(booking: BookingView) -> tuple[Service, ...]:
    """What was booked, line by line."""
    language = language_of(booking)
    return tuple(
        Service(
            name=line.name[language],
            unit=line.unit,
            quantity=line.quantity,
            start_on=line.start_on,
            end_on=line.end_on,
            amount=line.sell.amount,
        )
        for line in booking.quote.lines
    )


def language_of(booking: BookingView) -> str:
    """The language of its documents."""
    return booking.language if booking.language in LANGUAGES else booking.quote.language
