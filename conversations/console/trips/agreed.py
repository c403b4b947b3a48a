"""What the bot is to know of what an agent did, as slots of `domain.yml`. Pure."""

from __future__ import annotations

from typing import Any

from backend.availability.schemas import HoldView
from backend.bookings.schemas import BookingView
from backend.quotes.planned import planned_of
from backend.quotes.schemas import QuoteView

Slots = dict[str, Any]
NOT_HELD: Slots = {"hold_id": None, "hold_until": None, "booking_confirmed": None}
# What a booking leaves of the way to it, as `actions.booking` does.
DONE = (
    "pending",
    "offered",
    "hints",
    "destination",
    "travel_dates",
    "stars",
    "interest",
    "product",
    "services",
    "budget",
)


def quoted(quote: QuoteView) -> Slots:
    """The quote is the one that is talked of, and the next yes books it."""
    return {**planned_of(quote), "quote_id": str(quote.id), **NOT_HELD, "pending": "book"}


def held(quote: QuoteView, hold: HoldView) -> Slots:
    """Its places are kept."""
    until = hold.expires_at or quote.valid_until
    kept = {"hold_id": str(hold.id), "hold_until": until.isoformat(), "pending": None}
    return {**quoted(quote), **kept}


def booked(booking: BookingView) -> Slots:
    """It is booked: there is nothing left to decide."""
    lead = booking.lead
    named = {"lead_name": lead.name, "lead_email": lead.email, "lead_phone": lead.phone}
    reference = {"booking_reference": booking.reference, "quote_id": str(booking.quote.id)}
    return {**dict.fromkeys(DONE), **NOT_HELD, **named, **reference}


def cancelled(booking: BookingView) -> Slots:
    """It is cancelled: nobody is asked whether."""
    return {"booking_reference": booking.reference, "cancel_confirmed": None, "pending": None}
