"""From a quote to a booking, and what becomes of it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.availability.schemas import HoldView
from backend.bookings.schemas import BookingView, CancellationTerms, LeadTraveller
from backend.terms import DEFAULT_TERMS, Terms


async def hold_quote(
    session: AsyncSession, *, quote_id: UUID, now: datetime, terms: Terms = DEFAULT_TERMS
) -> HoldView:
    """Keeps every place the quote needs; a quote that is held already gives the same hold.

    Raises QuoteNotFound, QuoteExpired, AvailabilityExhausted.
    """
    raise NotImplementedError


async def create_booking(
    session: AsyncSession,
    *,
    hold_id: UUID,
    booking_id: UUID,
    lead: LeadTraveller,
    conversation_id: UUID | None,
    language: str,
    now: datetime,
    terms: Terms = DEFAULT_TERMS,
) -> BookingView:
    """The hold becomes a booking ``ON_HOLD`` until its deposit's deadline.

    The same ``booking_id``, or a hold that is booked already, gives the booking that exists. Raises HoldNotFound, HoldExpired.
    """
    raise NotImplementedError


async def find_booking(
    session: AsyncSession, *, reference: str, conversation_id: UUID | None = None, email: str | None = None
) -> BookingView:
    """The traveller's own booking: made in this conversation, or under this e-mail.

    Raises BookingNotFound, the same whether it is unknown or not theirs.
    """
    raise NotImplementedError


async def get_booking(session: AsyncSession, *, reference: str) -> BookingView:
    """Any booking: for agents, never for travellers. Raises BookingNotFound."""
    raise NotImplementedError


async def list_by_conversation(session: AsyncSession, *, conversation_id: UUID) -> list[BookingView]:
    """The bookings made in a conversation, newest first."""
    raise NotImplementedError


async def cancellation_terms(session: AsyncSession, *, booking_id: UUID, now: datetime) -> CancellationTerms:
    """What cancelling now would cost. Raises BookingNotFound, TransitionRefused."""
    raise NotImplementedError


async def cancel_booking(session: AsyncSession, *, booking_id: UUID, now: datetime) -> BookingView:
    """Cancels and gives the places back; again, it changes nothing. Raises BookingNotFound, TransitionRefused."""
    raise NotImplementedError


async def mark_paid(session: AsyncSession, *, reference: str, now: datetime) -> BookingView:
    """Confirms a booking on hold; again, it changes nothing. Raises BookingNotFound, BookingExpired, TransitionRefused."""
    raise NotImplementedError


async def expire_bookings(session: AsyncSession, *, now: datetime) -> int:
    """Ends bookings past their deadline together with their holds, a batch at a time; returns how many."""
    raise NotImplementedError
