"""An agent gave the conversation back: one line on what they agreed, and on with what is still open."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from rasa_sdk.events import EventType, FollowupAction
from sqlalchemy.ext.asyncio import AsyncSession

from actions.places import find_place, get_place
from actions.quoting import is_complete, trip_request
from actions.replies import booking_values, quote_buttons, quote_values, starting_buttons, trip_text
from actions.turn import Button, DeskAction, Turn, slots
from backend import wording
from backend.bookings.schemas import BookingState, BookingView
from backend.bookings.service import list_by_conversation
from backend.errors import QuoteNotFound
from backend.quotes.service import get_quote

TRIP = frozenset({"destination", "travel_dates", "party", "child_ages", "stars", "product", "services"})


class AgentHandedBack(DeskAction):
    """Says who it was and what they left: a booking, held places, a quote, a changed trip, or nothing of the kind."""

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
        if "booking_reference" in left and (booking := await _booking(session, turn)):
            await self._tell_booking(session, turn, by, booking)
            return []
        if "hold_id" in left and (quoted := await _quote_values(session, turn)):
            turn.tell(turn.words("handed_back.held", by=by, **quoted))
            return [FollowupAction("booking_form")]
        if "quote_id" in left and (quoted := await _quote_values(session, turn)):
            buttons = quote_buttons(turn, turn.slots["quote_id"], others=False)
            turn.tell(turn.words("handed_back.quoted", by=by, **quoted), buttons)
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
        turn.tell(turn.words("handed_back.here", by=by), starting_buttons(turn))
        return []

    async def _tell_booking(self, session: AsyncSession, turn: Turn, by: str, booking: BookingView) -> None:
        place = await get_place(session, booking.quote.request.destination)
        until, buttons = None, list[Button]()
        if booking.state is BookingState.ON_HOLD and booking.expires_at is not None:
            until = wording.moment(turn.language, booking.expires_at, place.timezone)
            buttons = [turn.button("pay", "/pay"), turn.button("status", "/booking_status")]
        known = {"by": by, "until": until, "place": place.name[turn.language]}
        state = _STATES.get(booking.state, "other")
        turn.tell(
            turn.words(f"handed_back.booking_{state}", **known, **booking_values(turn, booking)), buttons
        )


_STATES = {
    BookingState.ON_HOLD: "on_hold",
    BookingState.CONFIRMED: "confirmed",
    BookingState.CANCELLED: "cancelled",
}


async def _booking(session: AsyncSession, turn: Turn) -> BookingView | None:
    """This conversation's booking of that reference; another's is none of ours to tell."""
    if turn.conversation_id is None:
        return None
    mine = await list_by_conversation(session, conversation_id=turn.conversation_id)
    return next((one for one in mine if one.reference == turn.slots.get("booking_reference")), None)


async def _quote_values(session: AsyncSession, turn: Turn) -> dict[str, object] | None:
    try:
        quote = await get_quote(session, quote_id=UUID(str(turn.slots.get("quote_id"))))
    except (QuoteNotFound, ValueError):
        return None
    if quote.conversation_id != turn.conversation_id:
        return None
    return quote_values(turn, quote) | {"reference": quote.reference}
