"""A booking that was made: how it is going, what cancelling costs, cancelling it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from rasa_sdk.events import ActiveLoop, EventType
from sqlalchemy.ext.asyncio import AsyncSession

from actions import wording
from actions.booking import check_email
from actions.forms import Ask, JourneyForm
from actions.holding import release_places
from actions.places import get_place
from actions.replies import booking_values, human_buttons, starting_buttons
from actions.turn import Button, DeskAction, Turn, slots
from backend.bookings.schemas import BookingState, BookingView, CancellationTerms
from backend.bookings.service import cancel_booking, cancellation_terms, find_booking, list_by_conversation
from backend.errors import BookingNotFound, TransitionRefused
from language.reference import LENGTH

FEW_WORDS = 2
EXAMPLE_REFERENCE = "K7PQ2M"
LIVING = (BookingState.ON_HOLD, BookingState.CONFIRMED)


class BookingLookup(JourneyForm):
    """Asks for a reference unless this conversation made a booking, and for the e-mail unless it made this one."""

    async def completed(self, turn: Turn, slots: dict[str, Any]) -> dict[str, Any]:
        if slots.get("booking_reference") or slots.get("hold_id") or turn.conversation_id is None:
            return {}
        async with self.desk.sessions() as session:
            mine = await list_by_conversation(session, conversation_id=turn.conversation_id)
        newest = next((one for one in mine if one.state in LIVING), mine[0] if mine else None)
        return {"booking_reference": newest.reference} if newest else {}

    async def check_lead_email(self, value: str, turn: Turn) -> dict[str, Any]:
        return check_email(value, turn)

    async def needed(self, turn: Turn) -> list[str]:
        reference = turn.slots.get("booking_reference")
        if not reference:
            return ["booking_reference"]
        async with self.desk.sessions() as session:
            booking = await _find(session, turn)
            if booking is None:
                return [] if turn.slots.get("lead_email") else ["lead_email"]
            return await self.further(session, turn, booking)

    async def further(self, session: AsyncSession, turn: Turn, booking: BookingView) -> list[str]:
        """What else is asked once the booking is found."""
        return []


class StatusForm(BookingLookup):
    form = "status_form"
    slots = ("booking_reference", "lead_email")


class CancelForm(BookingLookup):
    """Asks whether to cancel where there is something to cancel."""

    form = "cancel_form"
    slots = ("booking_reference", "lead_email", "cancel_confirmed")

    async def needed(self, turn: Turn) -> list[str]:
        return [] if _is_about_held_places(turn) else await super().needed(turn)

    async def further(self, session: AsyncSession, turn: Turn, booking: BookingView) -> list[str]:
        return ["cancel_confirmed"] if booking.state in LIVING else []


class AskBookingReference(Ask):
    called = "action_ask_booking_reference"
    slot = "booking_reference"

    async def question(self, turn: Turn) -> str:
        return turn.words("ask.reference", length=LENGTH, example=EXAMPLE_REFERENCE)


class AskBookingEmail(Ask):
    """Asks a stranger to this conversation for the e-mail of the booking."""

    called = "action_ask_status_form_lead_email"
    slot = "lead_email"

    async def question(self, turn: Turn) -> str:
        return turn.words("ask.reference_email", reference=turn.slots["booking_reference"])


class AskCancelledBookingEmail(AskBookingEmail):
    called = "action_ask_cancel_form_lead_email"


class AskCancelConfirmed(Ask):
    """Shows what cancelling costs, then asks."""

    called = "action_ask_cancel_confirmed"
    slot = "cancel_confirmed"

    async def question(self, turn: Turn) -> str:
        async with self.desk.sessions() as session:
            booking = await _find(session, turn)
            if booking is None:
                return turn.words("status.not_found_human")
            terms = await cancellation_terms(session, booking_id=booking.id, now=self.desk.clock())
        return _penalty_text(turn, booking, terms)

    async def buttons(self, turn: Turn) -> list[Button]:
        return [turn.button("cancel_yes", "/affirm"), turn.button("cancel_no", "/deny")]


class TellStatus(DeskAction):
    """How the booking is going."""

    called = "action_tell_status"

    async def act(self, turn: Turn) -> list[EventType]:
        async with self.desk.sessions() as session:
            booking = await _find(session, turn)
            if booking is None:
                return _not_found(turn)
            place = await get_place(session, booking.quote.request.destination)
        values = booking_values(turn, booking)
        until = (
            wording.moment(turn.language, booking.expires_at, place.timezone) if booking.expires_at else ""
        )
        state = turn.words(f"status.{booking.state.lower()}", **({"until": until} if until else {}))
        turn.tell(f"{turn.words('status.line', **values)} {state}")
        return slots(pending=None)


class CancelBooking(DeskAction):
    """Cancels where the traveller agreed to what it costs."""

    called = "action_cancel_booking"

    async def act(self, turn: Turn) -> list[EventType]:
        async with self.desk.sessions.begin() as session:
            if _is_about_held_places(turn):
                key = "book.released" if turn.slots.get("hold_id") else "talk.deny_quote"
                turn.tell(turn.words(key), starting_buttons(turn)[:2])
                return [*await release_places(self.desk, turn, session), *slots(pending=None)]
            booking = await _find(session, turn)
            if booking is None:
                return _not_found(turn)
            if booking.state not in LIVING:
                turn.tell(turn.words("cancel.already", reference=booking.reference))
                return slots(cancel_confirmed=None)
            if not turn.slots.get("cancel_confirmed"):
                turn.tell(turn.words("cancel.kept", reference=booking.reference))
                return slots(cancel_confirmed=None)
            terms = await cancellation_terms(session, booking_id=booking.id, now=self.desk.clock())
            try:
                await cancel_booking(session, booking_id=booking.id, now=self.desk.clock())
            except TransitionRefused:
                turn.tell(turn.words("cancel.already", reference=booking.reference))
                return slots(cancel_confirmed=None)
        if terms.refund.amount:
            refund = wording.money(turn.language, terms.refund)
            turn.tell(turn.words("cancel.done_refund", reference=booking.reference, refund=refund))
        else:
            turn.tell(turn.words("cancel.done", reference=booking.reference))
        return slots(cancel_confirmed=None, pending=None)


class OfferChange(DeskAction):
    """A booking that was made is changed by a person."""

    called = "action_offer_change"

    async def act(self, turn: Turn) -> list[EventType]:
        turn.tell(turn.words("change_booking.offer"), human_buttons(turn))
        return [ActiveLoop(None), *slots(requested_slot=None, pending="human")]


def _is_about_held_places(turn: Turn) -> bool:
    """Before there is a booking, cancelling means letting go of what is held, or a bare "cancel" of the quote."""
    quoted = turn.slots.get("pending") == "book" and len(turn.text.split()) <= FEW_WORDS
    return bool(turn.slots.get("hold_id") or quoted) and not turn.slots.get("booking_reference")


async def _find(session: AsyncSession, turn: Turn) -> BookingView | None:
    reference = turn.slots.get("booking_reference")
    if not reference:
        return None
    conversation: UUID | None = turn.conversation_id
    try:
        return await find_booking(
            session, reference=reference, conversation_id=conversation, email=turn.slots.get("lead_email")
        )
    except BookingNotFound:
        return None


def _not_found(turn: Turn) -> list[EventType]:
    turn.tell(turn.words("status.not_found"), [turn.button("human", "/request_human")])
    return slots(booking_reference=None, lead_email=None, cancel_confirmed=None)


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
