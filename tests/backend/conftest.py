"""A small catalogue, the moment at which tests happen, and the trips that they ask for."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.database import sessions_for
from backend.bookings.schemas import BookingView, LeadTraveller
from backend.bookings.service import create_booking, hold_quote
from backend.catalogue.importer import import_catalogue
from backend.quotes.schemas import Party, QuoteView, TripRequest
from backend.quotes.service import issue_quote
from tests.databases import SMALL, small_catalogue

NOW = datetime(2027, 3, 1, 15, tzinfo=UTC)
ANA = LeadTraveller("Ana Quispe", "Ana.Quispe@correo.example", "+51987654321")


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
    session: AsyncSession, *, product: str = "inti", now: datetime = NOW, **wishes: Any
) -> QuoteView:
    """An issued quote."""
    return await issue_quote(
        session, request=trip(**wishes), product=product, conversation_id=uuid.uuid4(), language="es", now=now
    )


async def booked(session: AsyncSession, *, now: datetime = NOW, **wishes: Any) -> BookingView:
    """A booking on hold."""
    quote = await quoted(session, now=now, **wishes)
    hold = await hold_quote(session, quote_id=quote.id, now=now)
    return await create_booking(
        session,
        hold_id=hold.id,
        booking_id=uuid.uuid4(),
        lead=ANA,
        conversation_id=quote.conversation_id,
        language="es",
        now=now,
    )


@pytest.fixture
async def catalogue(session: AsyncSession) -> AsyncSession:
    """The session with the small catalogue loaded."""
    await import_catalogue(session, path=SMALL)
    return session


@pytest.fixture
async def committing() -> AsyncIterator[async_sessionmaker[AsyncSession]]:
    """Sessions that really commit, on a database of their own with the small catalogue: for races."""
    async with small_catalogue() as engine:
        yield sessions_for(engine)
