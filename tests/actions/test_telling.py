"""What the bot does with a trip is told to whoever has a part in it, as what an agent does is."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from actions.executor import build_executor
from conversations.console.trips.telling import tell_trip
from conversations.realtime.models import StoredEvent
from tests.actions.conftest import CUSCO_IN_MAY, Clock, Conversation
from tests.actions.test_booking import ANA


async def test_quotes_holds_and_bookings_are_told_in_their_rooms(
    desk_sessions: async_sessionmaker[AsyncSession], clock: Clock
) -> None:
    executor = build_executor(desk_sessions, clock=clock, operator_name="Viajes Altamar", tell=tell_trip)
    trip = Conversation(executor, {**CUSCO_IN_MAY, "stars": 4})
    await trip.run("action_present_trip")
    await trip.run("action_place_hold", "sí", "book")
    quote = trip.slots["quote_id"]
    trip.slots |= {**ANA, "booking_confirmed": True}
    await trip.run("action_create_booking", "sí", "affirm")
    trip.slots["cancel_confirmed"] = True
    await trip.run("action_cancel_booking", "sí", "affirm")

    async with desk_sessions() as session:
        stored = await session.scalars(select(StoredEvent).order_by(StoredEvent.id))
        told = [one for one in stored if f"quote:{quote}" in one.rooms]
    assert [(one.kind, one.data.get("state")) for one in told] == [
        ("quote.issued", None),
        ("hold.placed", None),
        ("booking.changed", "ON_HOLD"),
        ("booking.changed", "CANCELLED"),
    ]
    assert all(one.rooms[0] == f"conversation:{trip.id}" for one in told)
    assert all("supplier:sol-andino" in one.rooms for one in told)
