"""What was under way before a person took over: gone on with in one line where they left nothing newer."""

from __future__ import annotations

from uuid import UUID

from rasa_sdk.events import EventType, FollowupAction
from sqlalchemy.ext.asyncio import AsyncSession

from actions.finding import LIVING
from actions.holding import held_until
from actions.places import find_place, get_place
from actions.quoting import is_complete, is_current, trip_request
from actions.replies import booking_values, option_buttons, quote_buttons, quote_values, trip_text
from actions.turn import Button, Desk, Turn, slots
from backend import wording
from backend.bookings.schemas import BookingState, BookingView
from backend.bookings.service import list_by_conversation
from backend.errors import QuoteNotFound
from backend.quotes.schemas import QuoteView
from backend.quotes.service import get_quote
from language.themes import find_themes

# Any of these is a trip half told; what stays known after a booking is one only where there is none.
TOLD = ("destination", "travel_dates", "product", "stars", "budget", "interest")
TOLD_BEFORE = ("party", "wished_place")
# What says nothing of a trip by itself: "how much is it?", a word that answers nothing.
NOTHING_OF_A_TRIP = frozenset({"ask_price", "check_availability", "inform", "no_preference", "see_options"})


async def go_on(desk: Desk, turn: Turn, session: AsyncSession, by: str) -> list[EventType] | None:
    """Says what is still open, the furthest first, and goes on with it; None where nothing was under way.

    Held places, a quote that stands, options to choose from, a trip as far as it was told, a booking to be paid.
    """
    now, quote = desk.clock(), await own_quote(session, turn)
    if quote and held_until(turn, now):
        turn.tell(turn.words("handed_back.still_held", by=by, **quote_values(turn, quote)))
        return [FollowupAction("booking_form")]
    complete = is_complete(turn.slots)
    if quote and complete and quote.valid_until > now and is_current(quote, turn.slots):
        values = quote_values(turn, quote) | {"reference": quote.reference}
        buttons = quote_buttons(turn, quote.id, others=False)
        turn.tell(turn.words("handed_back.still_quoted", by=by, **values), buttons)
        return slots(hold_id=None, pending="book")
    if complete and (place := await find_place(session, turn.slots["destination"])):
        trip = trip_text(turn, trip_request(turn.slots), place.name[turn.language])
        if offered := turn.slots.get("offered"):
            turn.tell(turn.words("handed_back.still_choosing", by=by, trip=trip), option_buttons(offered))
            return slots(hold_id=None)
        turn.tell(turn.words("handed_back.still_planning", by=by, trip=trip))
        return [*slots(hold_id=None), FollowupAction("trip_form")]
    booking = await own_booking(session, turn)
    if any(turn.slots.get(slot) for slot in (*TOLD, *(TOLD_BEFORE if booking is None else ()))):
        turn.tell(turn.words("handed_back.still_asking", by=by))
        return [FollowupAction("trip_form")]
    if booking and booking.state is BookingState.ON_HOLD:
        values, buttons = await booking_told(session, turn, booking)
        turn.tell(turn.words("handed_back.still_to_be_paid", by=by, **values), buttons)
        return []
    return None


async def is_about_a_booking(desk: Desk, turn: Turn) -> bool:
    """Whether nothing is planned, the message begins no trip, and something is booked that it may be about."""
    planned = turn.form is not None and turn.slots.get("requested_slot") is not None
    planned = planned or any(turn.slots.get(slot) for slot in (*TOLD, "wished_place", "hints"))
    if (
        planned
        or turn.intent not in NOTHING_OF_A_TRIP
        or turn.text.startswith("/")
        or turn.conversation_id is None
    ):
        return False
    if turn.has_problem or find_themes(turn.text, turn.language):
        return False
    async with desk.sessions() as session:
        mine = await list_by_conversation(session, conversation_id=turn.conversation_id)
    return any(one.state in LIVING for one in mine)


async def own_quote(session: AsyncSession, turn: Turn) -> QuoteView | None:
    """The quote that is talked of; another conversation's is none of ours to tell."""
    try:
        quote = await get_quote(session, quote_id=UUID(str(turn.slots.get("quote_id"))))
    except (QuoteNotFound, ValueError):
        return None
    return quote if quote.conversation_id == turn.conversation_id else None


async def own_booking(session: AsyncSession, turn: Turn) -> BookingView | None:
    """The booking that is talked of; another conversation's is none of ours to tell."""
    if turn.conversation_id is None or not turn.slots.get("booking_reference"):
        return None
    mine = await list_by_conversation(session, conversation_id=turn.conversation_id)
    return next((one for one in mine if one.reference == turn.slots["booking_reference"]), None)


async def booking_told(
    session: AsyncSession, turn: Turn, booking: BookingView
) -> tuple[dict[str, object], list[Button]]:
    """What a sentence about a booking is filled with, and what can be done about one that is not paid yet."""
    place = await get_place(session, booking.quote.request.destination)
    until = booking.expires_at and wording.moment(turn.language, booking.expires_at, place.timezone)
    unpaid = until and booking.state is BookingState.ON_HOLD
    buttons = [turn.button("pay", "/pay"), turn.button("status", "/booking_status")] if unpaid else []
    return booking_values(turn, booking) | {"until": until, "place": place.name[turn.language]}, buttons
