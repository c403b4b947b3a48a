"""How a booking is paid, whole or in parts, and whether its payment came."""

from __future__ import annotations

from rasa_sdk.events import EventType

from actions.deadlines import tell_what_is_open
from actions.paying import Paying
from actions.quote_link import open_quote
from actions.turn import Desk, DeskAction, Turn
from actions.understanding.deadlines import asks_deadline
from actions.understanding.paying import read_pay_wish, speaks_of_paying
from actions.understanding.quoted import named_quote
from backend.bookings.schemas import BookingState, BookingView
from backend.bookings.service import list_by_conversation


class ExplainPayment(DeskAction):
    """Says what can be paid of this conversation's booking, gives the link for it, and tells whether it came."""

    called = "action_explain_payment"

    async def act(self, turn: Turn) -> list[EventType]:
        return await answer_payment(self.desk, turn)


async def answer_payment(desk: Desk, turn: Turn) -> list[EventType]:
    """Answers what a message says of paying."""
    booking = await _meant(desk, turn)
    if asks_deadline(turn.text) and (told := await _tell_deadline(desk, turn, booking)) is not None:
        return told
    if booking is None and (quote := named_quote(turn.text)):
        return await open_quote(desk, turn, quote)  # To be paid it has to be booked first.
    if booking is None:
        turn.tell(turn.words("pay.part_none" if turn.intent == "pay_part" else "pay.none"))
        return []
    return await Paying(desk, turn, booking).answer(read_pay_wish(turn.text, turn.entity("choice")))


async def overhear_payment(desk: Desk, turn: Turn) -> list[EventType] | None:
    """Answers a message that was taken for something else and names a way to pay or a link, or asks until when; None where
    nothing is to be paid here."""
    if asks_deadline(turn.text):
        return await _tell_deadline(desk, turn, await _meant(desk, turn))
    if not speaks_of_paying(turn.text) or (booking := await _meant(desk, turn)) is None:
        return None
    return await Paying(desk, turn, booking).answer(read_pay_wish(turn.text, None))


async def _tell_deadline(desk: Desk, turn: Turn, booking: BookingView | None) -> list[EventType] | None:
    """Until when the booking is to be paid, or else places are held or a quote is good; None where nothing ends."""
    if booking is not None:
        return await Paying(desk, turn, booking).tell_deadline()
    return [] if await tell_what_is_open(desk, turn) else None


async def _meant(desk: Desk, turn: Turn) -> BookingView | None:
    """The booking whose reference they name, else the one that waits for its payment, else the newest that stands; while
    places are held for another trip only what waits counts."""
    if turn.conversation_id is None:
        return None
    async with desk.sessions() as session:
        mine = await list_by_conversation(session, conversation_id=turn.conversation_id)
    named = turn.entity("reference")
    if found := next((one for one in mine if one.reference == named), None):
        return found
    for state in (BookingState.ON_HOLD, BookingState.CONFIRMED, BookingState.EXPIRED):
        if turn.slots.get("hold_id") and state is not BookingState.ON_HOLD:
            return None
        if found := next((one for one in mine if one.state is state), None):
            return found
    return None
