"""An agent gave the conversation back: one line on what they agreed, and on with what is still open."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import EventType, FollowupAction
from sqlalchemy.ext.asyncio import AsyncSession

from actions.going_on import booking_told, go_on, own_booking, own_quote
from actions.places import find_place
from actions.quoting import is_complete, trip_request
from actions.replies import quote_buttons, quote_values, starting_buttons, trip_text
from actions.turn import DeskAction, Turn, slots
from backend.bookings.schemas import BookingState, BookingView

TRIP = frozenset({"destination", "travel_dates", "party", "child_ages", "stars", "product", "services"})


class AgentHandedBack(DeskAction):
    """Says who it was and what they left: a booking, held places, a quote, a changed trip; else what was under way before."""

    called = "action_agent_handed_back"

    async def act(self, turn: Turn) -> list[EventType]:
        agreed: dict[str, Any] = turn.slots.get("agreed") or {}
        left = {name for name in agreed.get("slots") or () if turn.slots.get(name) is not None}
        by = str(agreed.get("by") or self.desk.operator)
        async with self.desk.sessions() as session:
            followed = await self._go_on(session, turn, by, left)
        # A person saw this quote: no rule sends it to one again.
        approved = turn.slots.get("quote_id")
        return [*slots(agreed=None, approved=approved, misunderstood=0), *followed]

    async def _go_on(self, session: AsyncSession, turn: Turn, by: str, left: set[str]) -> list[EventType]:
        if "booking_reference" in left and (booking := await own_booking(session, turn)):
            await _tell_booking(session, turn, by, booking)
            return []
        if "hold_id" in left and (quote := await own_quote(session, turn)):
            turn.tell(turn.words("handed_back.held", by=by, **quote_values(turn, quote)))
            return [FollowupAction("booking_form")]
        if "quote_id" in left and (quote := await own_quote(session, turn)):
            buttons = quote_buttons(turn, quote.id, others=False)
            values = quote_values(turn, quote) | {"reference": quote.reference}
            turn.tell(turn.words("handed_back.quoted", by=by, **values), buttons)
            return slots(pending="book")
        if left & TRIP and is_complete(turn.slots):
            place = await find_place(session, turn.slots["destination"])
            if place is not None:
                trip = trip_text(turn, trip_request(turn.slots), place.name[turn.language])
                turn.tell(turn.words("handed_back.trip", by=by, trip=trip))
                return [FollowupAction("trip_form")]
        if any(turn.filled(slot) for slot in TRIP):
            # What they told the agent is not asked for again.
            turn.tell(turn.words("handed_back.noted", by=by))
            return [FollowupAction("trip_form")]
        if (followed := await go_on(self.desk, turn, session, by)) is not None:
            return followed
        turn.tell(turn.words("handed_back.here", by=by), starting_buttons(turn))
        return []


async def _tell_booking(session: AsyncSession, turn: Turn, by: str, booking: BookingView) -> None:
    values, buttons = await booking_told(session, turn, booking)
    turn.tell(
        turn.words(f"handed_back.booking_{_STATES.get(booking.state, 'other')}", by=by, **values), buttons
    )


_STATES = {
    BookingState.ON_HOLD: "on_hold",
    BookingState.CONFIRMED: "confirmed",
    BookingState.CANCELLED: "cancelled",
}
