"""What nobody booked or paid in time goes back, and whoever has a part in it is told."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from backend.availability.service import expire_holds
from backend.bookings.schemas import BookingState
from backend.bookings.service import expire_bookings
from backend.quotes.service import get_quote
from conversations.console.trips.telling import tell_trip


async def expire_trips(sessions: async_sessionmaker[AsyncSession], *, now: datetime) -> None:
    """Ends a batch of bookings past their deadline, then one of holds, each in a transaction of its own."""
    async with sessions.begin() as session:
        for booking in await expire_bookings(session, now=now):
            await tell_trip(
                session,
                "booking.changed",
                conversation_id=booking.conversation_id,
                quote_id=booking.quote_id,
                reference=booking.reference,
                state=BookingState.EXPIRED,
            )
    async with sessions.begin() as session:
        for hold in await expire_holds(session, now=now):
            quote = await get_quote(session, quote_id=hold.quote_id)
            await tell_trip(
                session,
                "hold.released",
                conversation_id=quote.conversation_id,
                quote_id=quote.id,
                hold_id=hold.id,
            )
