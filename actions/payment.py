"""How a booking is paid, whole or in parts, and whether its payment came."""

from __future__ import annotations

from uuid import UUID

from rasa_sdk.events import EventType

from actions.deadlines import tell_what_is_open
from actions.going_on import TOLD
from actions.paying import Paying
from actions.quote_link import open_quote
from actions.replies import quote_buttons
from actions.said import last_said
from actions.turn import Button, Desk, DeskAction, Turn
from actions.understanding.deadlines import asks_deadline
from actions.understanding.paying import chooses_how, read_pay_wish, speaks_of_paying
from actions.understanding.quoted import named_quote
from backend import wording
from backend.bookings.schemas import BookingState, BookingView
from backend.bookings.service import list_by_conversation
from backend.money import Money
from backend.payments.rules import deposit_of
from backend.quotes.service import get_quote

# Said in passing, none of these chooses what is to be paid, whatever words are in it.
NO_CHOICE = frozenset({"thank", "goodbye", "praise", "greet", "ask_payment_methods"})


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
        await _before_a_booking(desk, turn)
        return []
    return await Paying(desk, turn, booking).answer(read_pay_wish(turn.text, turn.entity("choice")))


async def overhear_payment(desk: Desk, turn: Turn) -> list[EventType] | None:
    """Answers a message that was taken for something else and names a way to pay or a link, or asks until when; None where
    nothing is to be paid here."""
    if turn.has_answered_paying:
        return None
    if asks_deadline(turn.text):
        return await _tell_deadline(desk, turn, await _meant(desk, turn))
    if not _may_speak_of_paying(turn) or (booking := await _meant(desk, turn)) is None:
        return None
    wish = read_pay_wish(turn.text, None)
    if wish.otherwise and booking.state is not BookingState.ON_HOLD:
        return None
    return await Paying(desk, turn, booking).answer(wish)


async def is_about_paying(desk: Desk, turn: Turn) -> bool:
    """Whether a message that tells nothing of a trip is about a payment of a booking of theirs."""
    may = not turn.heard and not turn.has_answered_paying and _may_speak_of_paying(turn)
    return may and await _meant(desk, turn) is not None


def _may_speak_of_paying(turn: Turn) -> bool:
    if speaks_of_paying(turn.text):
        return True
    if turn.intent == "ask_payment_methods":
        return read_pay_wish(turn.text, None).otherwise
    return turn.intent not in NO_CHOICE and _was_offered_to_pay(turn) and chooses_how(turn.text)


def _was_offered_to_pay(turn: Turn) -> bool:
    """Whether what was said last ends in buttons to pay, or the part is chosen already."""
    buttons = [
        button for said in last_said(turn.events) for button in (said.get("data") or {}).get("buttons") or ()
    ]
    offered = any(str(button.get("payload")).startswith("/pay") for button in buttons)
    return offered or bool((turn.slots.get("hints") or {}).get("pay"))


async def _before_a_booking(desk: Desk, turn: Turn) -> None:
    """That booking comes first; with the amounts of the quote that is open where a part is asked for."""
    if read_pay_wish(turn.text, None).unpaid:
        turn.tell(turn.words("pay.unpaid_none", hours=desk.terms.booking_hold_hours))
        return
    quote_id = turn.slots.get("quote_id") if turn.slots.get("pending") == "book" else None
    buttons: list[Button] = quote_buttons(turn, quote_id, others=False)[:1] if quote_id else []
    if turn.intent != "pay_part":
        turn.tell(turn.words("pay.none"), buttons)
    elif quote_id is None or not desk.payments.providers:
        turn.tell(turn.words("pay.part_none"), buttons)
    else:
        async with desk.sessions() as session:
            total = (await get_quote(session, quote_id=UUID(quote_id))).total
        deposit = deposit_of(total, desk.payments.terms.deposit_percent)
        amounts = {"deposit": deposit, "rest": total.amount - deposit}
        money = {
            name: wording.money(turn.language, Money(minor, total.currency))
            for name, minor in amounts.items()
        }
        turn.tell(turn.words("pay.part_quoted", **money), buttons)


async def _tell_deadline(desk: Desk, turn: Turn, booking: BookingView | None) -> list[EventType] | None:
    """Until when the booking is to be paid, or else places are held or a quote is good; None where nothing ends."""
    if booking is not None:
        return await Paying(desk, turn, booking).tell_deadline()
    return [] if await tell_what_is_open(desk, turn) else None


async def _meant(desk: Desk, turn: Turn) -> BookingView | None:
    """The booking whose reference they name, else the one that waits for its payment, else the newest that stands, or that
    came to an end where no other trip is planned; while places are held for another trip only what waits counts."""
    if turn.conversation_id is None:
        return None
    async with desk.sessions() as session:
        mine = await list_by_conversation(session, conversation_id=turn.conversation_id)
    named = turn.entity("reference")
    if found := next((one for one in mine if one.reference == named), None):
        return found
    planning = any(turn.slots.get(slot) for slot in TOLD)
    over = () if planning else (BookingState.EXPIRED, BookingState.CANCELLED)
    late = [one for one in mine if one.state is BookingState.ON_HOLD and not _in_time(desk, one)]
    for state in (BookingState.ON_HOLD, BookingState.CONFIRMED, *over):
        if turn.slots.get("hold_id") and state is not BookingState.ON_HOLD:
            return None
        if found := next((one for one in mine if one.state is state and one not in late), None):
            return found
    return None if planning or turn.slots.get("hold_id") else next(iter(late), None)


def _in_time(desk: Desk, booking: BookingView) -> bool:
    return booking.expires_at is None or booking.expires_at > desk.clock()
