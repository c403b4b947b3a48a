"""Places that are held while a traveller gives their details."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from rasa_sdk.events import EventType
from sqlalchemy.ext.asyncio import AsyncSession

from actions.turn import Desk, Turn, slots
from backend.availability.service import lock_hold, release_hold
from backend.bookings.schemas import BookingView
from backend.errors import HoldNotFound


def held_until(turn: Turn, now: datetime) -> datetime | None:
    """Until when places are held for this conversation; None where none are, or the time is over."""
    until = turn.slots.get("hold_until") if turn.slots.get("hold_id") else None
    moment = datetime.fromisoformat(until) if until else None
    return moment if moment and moment > now else None


async def release_places(desk: Desk, turn: Turn, session: AsyncSession) -> list[EventType]:
    """Gives back what this conversation holds; the trip it was held for has changed or is not wanted."""
    hold_id = turn.slots.get("hold_id")
    if not hold_id:
        return []
    with suppress(HoldNotFound):
        hold = await lock_hold(session, hold_id=UUID(hold_id))
        await release_hold(session, hold_id=hold.id, now=desk.clock())
        await desk.tell(
            session,
            "hold.released",
            conversation_id=turn.conversation_id,
            quote_id=hold.quote_id,
            hold_id=hold.id,
        )
    return slots(hold_id=None, hold_until=None, booking_confirmed=None)


async def tell_booking(desk: Desk, turn: Turn, session: AsyncSession, booking: BookingView) -> None:
    """Tells whoever has a part in a booking how it stands now."""
    await desk.tell(
        session,
        "booking.changed",
        conversation_id=turn.conversation_id,
        quote_id=booking.quote.id,
        reference=booking.reference,
        state=booking.state,
    )
