"""Which booking they mean: by its reference and, for a stranger to this conversation, the e-mail it was made with."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from rasa_sdk.events import EventType
from sqlalchemy.ext.asyncio import AsyncSession

from actions.forms import Ask, JourneyForm
from actions.lead import check_email
from actions.replies import human_buttons
from actions.turn import Turn, slots
from backend.bookings.schemas import BookingState, BookingView
from backend.bookings.service import find_booking, list_by_conversation
from backend.errors import BookingNotFound
from language.reference import LENGTH

EXAMPLE_REFERENCE = "K7PQ2M"
LIVING = (BookingState.ON_HOLD, BookingState.CONFIRMED)
# Wrong pairs of reference and e-mail before a person is offered.
MOST_TRIES = 3


class BookingLookup(JourneyForm):
    """Asks for a reference unless this conversation made a booking, and for the e-mail unless it made this one."""

    async def completed(self, turn: Turn, slots: dict[str, Any]) -> dict[str, Any]:
        reference = slots.get("booking_reference")
        async with self.desk.sessions() as session:
            if reference and slots.get("lead_email") and await find(session, turn, slots) is None:
                return _not_theirs(turn, slots)
            if reference or slots.get("hold_id") or turn.conversation_id is None or _tries(slots):
                return {}
            mine = await list_by_conversation(session, conversation_id=turn.conversation_id)
        newest = next((one for one in mine if one.state in LIVING), mine[0] if mine else None)
        return {"booking_reference": newest.reference} if newest else {}

    async def check_lead_email(self, value: str, turn: Turn) -> dict[str, Any]:
        return check_email(value, turn)

    async def needed(self, turn: Turn) -> list[str]:
        if _tries(turn.slots) >= MOST_TRIES:
            return []
        if not turn.slots.get("booking_reference"):
            return ["booking_reference"]
        async with self.desk.sessions() as session:
            booking = await find(session, turn, turn.slots)
            return ["lead_email"] if booking is None else await self.further(session, turn, booking)

    async def further(self, session: AsyncSession, turn: Turn, booking: BookingView) -> list[str]:
        """What else is asked once the booking is found."""
        return []


class StatusForm(BookingLookup):
    form = "status_form"
    slots = ("booking_reference", "lead_email")


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


async def find(session: AsyncSession, turn: Turn, known: dict[str, Any]) -> BookingView | None:
    """The booking of a conversation's slots where it is theirs."""
    reference = known.get("booking_reference")
    if not reference:
        return None
    conversation: UUID | None = turn.conversation_id
    try:
        return await find_booking(
            session, reference=reference, conversation_id=conversation, email=known.get("lead_email")
        )
    except BookingNotFound:
        return None


def not_found(turn: Turn) -> list[EventType]:
    """The end of a search that found nothing: a person can look."""
    turn.tell(turn.words("status.not_found_human"), human_buttons(turn))
    hints = {key: value for key, value in (turn.slots.get("hints") or {}).items() if key != "tries"}
    return slots(booking_reference=None, cancel_confirmed=None, hints=hints, pending="human")


def _not_theirs(turn: Turn, known: dict[str, Any]) -> dict[str, Any]:
    """What a pair that does not match leaves: an e-mail said earlier is only put aside, a given pair is a failed try.

    Which of the two is wrong is never told.
    """
    if not turn.filled("lead_email"):
        return {"lead_email": None}
    tries = _tries(known) + 1
    again = {
        "booking_reference": None,
        "lead_email": None,
        "hints": {**(known.get("hints") or {}), "tries": tries},
    }
    if tries >= MOST_TRIES:
        return again
    text = turn.words("status.not_found", example=EXAMPLE_REFERENCE)
    return {**again, "turn": turn.with_problem("booking_reference", text)}


def _tries(known: dict[str, Any]) -> int:
    return int((known.get("hints") or {}).get("tries") or 0)
