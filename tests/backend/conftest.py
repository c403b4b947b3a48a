"""A small catalogue, the moment at which tests happen, and the trips that they ask for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.database import sessions_for
from backend.bookings.schemas import BookingView, LeadTraveller
from backend.bookings.service import create_booking, hold_quote, mark_paid
from backend.documents.booked import record_confirmed
from backend.documents.schemas import DocumentView
from backend.quotes.schemas import Party, QuoteView, TripRequest
from backend.quotes.service import issue_quote
from backend.terms import Issuer
from tests.databases import SMALL, own_database, small_catalogue

database_url, engine, sessions = own_database(SMALL)
NOW = datetime(2027, 3, 1, 15, tzinfo=UTC)
ANA = LeadTraveller("Ana Quispe", "Ana.Quispe@correo.example", "+51987654321")
ISSUER = Issuer("Viajes Altamar", "RUC 20601234567", "Lima", "America/Lima")


def trip(**wishes: Any) -> TripRequest:
    """Cusco for a couple with a child of 8, from Monday 10 to Friday 14 May 2027, unless wished otherwise."""
    usual: dict[str, Any] = {
        "destination": "cusco",
        "start_on": date(2027, 5, 10),
        "end_on": date(2027, 5, 14),
        "party": Party(2, (8,)),
    }
    return TripRequest(**{**usual, **wishes})


async def quoted(
    session: AsyncSession,
    *,
    product: str = "inti",
    conversation_id: UUID | None = None,
    language: str = "es",
    now: datetime = NOW,
    reseller: str | None = None,
    previous: UUID | None = None,
    **wishes: Any,
) -> QuoteView:
    """An issued quote, in a conversation that nobody else is in unless told in which."""
    return await issue_quote(
        session,
        request=trip(**wishes),
        product=product,
        conversation_id=conversation_id or uuid4(),
        language=language,
        now=now,
        reseller=reseller,
        previous=previous,
    )


async def booked(
    session: AsyncSession,
    *,
    lead: LeadTraveller = ANA,
    language: str = "es",
    now: datetime = NOW,
    **wishes: Any,
) -> BookingView:
    """A booking on hold, of what `quoted` takes."""
    quote = await quoted(session, language=language, now=now, **wishes)
    hold = await hold_quote(session, quote_id=quote.id, now=now)
    return await create_booking(
        session,
        hold_id=hold.id,
        booking_id=uuid4(),
        lead=lead,
        conversation_id=quote.conversation_id,
        language=language,
        now=now,
    )


async def confirmed(session: AsyncSession, **wishes: Any) -> tuple[BookingView, DocumentView]:
    """A booking that somebody marked as paid, in the books, and its invoice; of what `booked` takes."""
    booking = await booked(session, **wishes)
    paid = await mark_paid(session, reference=booking.reference, now=NOW)
    return paid, await record_confirmed(session, booking=paid, issuer=ISSUER, now=NOW)


@pytest.fixture
def catalogue(session: AsyncSession) -> AsyncSession:
    """The session, on a database that holds the small catalogue."""
    return session


@pytest.fixture
async def committing() -> AsyncIterator[async_sessionmaker[AsyncSession]]:
    """Sessions that really commit, on a database of their own with the small catalogue: for races."""
    async with small_catalogue() as engine:
        yield sessions_for(engine)
