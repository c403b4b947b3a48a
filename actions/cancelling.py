"""Cancelling: what it costs first, then whether, then it is done."""

from __future__ import annotations

from rasa_sdk.events import EventType
from sqlalchemy.ext.asyncio import AsyncSession

from actions.finding import LIVING, find, not_found
from actions.forms import Ask
from actions.holding import release_places, tell_booking
from actions.lookup import BookingLookup
from actions.replies import booking_values, starting_buttons
from actions.turn import Button, DeskAction, Turn, slots
from backend import wording
from backend.bookings.schemas import BookingState, BookingView, CancellationTerms
from backend.errors import TransitionRefused
from backend.payments.service import cancel_booking, cancellation_terms

FEW_WORDS = 2


class CancelForm(BookingLookup):
    """Asks whether to cancel where there is something to cancel."""

    form = "cancel_form"
    slots = ("booking_reference", "lead_email", "email_code", "cancel_confirmed")

    async def needed(self, turn: Turn) -> list[str]:
        return [] if _is_about_held_places(turn) else await super().needed(turn)

    async def further(self, session: AsyncSession, turn: Turn, booking: BookingView) -> list[str]:
        return ["cancel_confirmed"] if booking.state in LIVING else []


class AskCancelConfirmed(Ask):
    """Shows what cancelling costs, then asks."""

    called = "action_ask_cancel_confirmed"
    slot = "cancel_confirmed"

    async def question(self, turn: Turn) -> str:
        async with self.desk.sessions() as session:
            booking = await find(session, turn, turn.slots, self.desk)
            if booking is None:
                return turn.words("status.not_found_human")
            terms = await cancellation_terms(session, booking_id=booking.id, now=self.desk.clock())
        return _penalty_text(turn, booking, terms)

    async def buttons(self, turn: Turn) -> list[Button]:
        return [turn.button("cancel_yes", "/affirm"), turn.button("cancel_no", "/deny")]


class CancelBooking(DeskAction):
    """Cancels where the traveller agreed to what it costs."""

    called = "action_cancel_booking"

    async def act(self, turn: Turn) -> list[EventType]:
        async with self.desk.sessions.begin() as session:
            if _is_about_held_places(turn):
                key = "book.released" if turn.slots.get("hold_id") else "talk.deny_quote"
                turn.tell(turn.words(key), starting_buttons(turn)[:2])
                return [*await release_places(self.desk, turn, session), *slots(pending=None)]
            booking = await find(session, turn, turn.slots, self.desk)
            if booking is None:
                return not_found(turn)
            if booking.state not in LIVING:
                turn.tell(turn.words("cancel.already", reference=booking.reference))
                return slots(cancel_confirmed=None)
            if not turn.slots.get("cancel_confirmed"):
                turn.tell(turn.words("cancel.kept", reference=booking.reference))
                return slots(cancel_confirmed=None)
            try:
                cancelled = await cancel_booking(
                    session,
                    self.desk.payments.queue,
                    booking_id=booking.id,
                    now=self.desk.clock(),
                    terms=self.desk.terms,
                )
                await tell_booking(self.desk, turn, session, cancelled.booking)
            except TransitionRefused:
                turn.tell(turn.words("cancel.already", reference=booking.reference))
                return slots(cancel_confirmed=None)
        if cancelled.refund.amount:
            refund = wording.money(turn.language, cancelled.refund)
            turn.tell(turn.words("cancel.done_refund", reference=booking.reference, refund=refund))
        else:
            turn.tell(turn.words("cancel.done", reference=booking.reference))
        return slots(cancel_confirmed=None, pending=None)


def _is_about_held_places(turn: Turn) -> bool:
    """Before there is a booking, cancelling means letting go of what is held, or a bare "cancel" of the quote."""
    quoted = turn.slots.get("pending") == "book" and len(turn.text.split()) <= FEW_WORDS
    return bool(turn.slots.get("hold_id") or quoted) and not turn.slots.get("booking_reference")


def _penalty_text(turn: Turn, booking: BookingView, terms: CancellationTerms) -> str:
    values = booking_values(turn, booking)
    shown = {"reference": values["reference"], "name": values["name"], "dates": values["dates"]}
    penalty = wording.money(turn.language, terms.penalty)
    if booking.state is BookingState.ON_HOLD:
        return turn.words("cancel.ask_unpaid", **shown)
    if terms.penalty.amount == 0:
        return turn.words("cancel.ask_free", **shown)
    if terms.refund.amount == 0:
        return turn.words("cancel.ask_full", penalty=penalty, **shown)
    refund = wording.money(turn.language, terms.refund)
    return turn.words("cancel.ask_penalty", penalty=penalty, refund=refund, **shown)
