"""Places that are held while a traveller gives their details."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from rasa_sdk.events import EventType
from sqlalchemy.ext.asyncio import AsyncSession

from actions.turn import Desk, Turn, slots
from backend.availability.service import release_hold
from backend.errors import HoldNotFound


async def release_places(desk: Desk, turn: Turn, session: AsyncSession) -> list[EventType]:
    """Gives back what this conversation holds; the trip it was held for has changed or is not wanted."""
    hold_id = turn.slots.get("hold_id")
    if not hold_id:
        return []
    with suppress(HoldNotFound):
        await release_hold(session, hold_id=UUID(hold_id), now=desk.clock())
    return slots(hold_id=None, hold_until=None, booking_confirmed=None)
