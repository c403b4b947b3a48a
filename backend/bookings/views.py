"""Rows of bookings as views."""

from __future__ import annotations

from datetime import UTC

from backend.bookings.models import Booking
from backend.bookings.schemas import BookingState, BookingView, LeadTraveller
from backend.money import Money
from backend.quotes.views import quote_view


def booking_view(row: Booking) -> BookingView:
    """A booking with its quote."""
    return BookingView(
        id=row.id,
        reference=row.reference,
        state=BookingState(row.state),
        quote=quote_view(row.quote),
        hold_id=row.hold_id,
        lead=LeadTraveller(row.lead_name, row.lead_email, row.lead_phone),
        total=Money(row.total, row.currency),
        expires_at=row.expires_at and row.expires_at.astimezone(UTC),
        conversation_id=row.conversation_id,
        language=row.language,
        created_at=row.created_at.astimezone(UTC),
        confirmed_at=row.confirmed_at and row.confirmed_at.astimezone(UTC),
        penalty=None if row.penalty is None else Money(row.penalty, row.currency),
    )
