"""A booking that is searched for by its reference: found, not theirs, or refused for a while; and what is left of that."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import EventType
from sqlalchemy.ext.asyncio import AsyncSession

from actions.replies import human_buttons
from actions.turn import Desk, Turn, slots
from actions.understanding.proving import BY_EMAIL, CODE_FOR
from backend.bookings.schemas import BookingState, BookingView
from backend.bookings.service import find_booking
from backend.errors import BookingNotFound

EXAMPLE_REFERENCE = "K7PQ2M"
LIVING = (BookingState.ON_HOLD, BookingState.CONFIRMED)
# Wrong pairs of reference and e-mail before a person is offered.
MOST_TRIES = 3
# What a search leaves among the hints: wrong pairs, the way by e-mail, and that it was refused for a while.
TRACES = ("tries", "refused", BY_EMAIL, CODE_FOR)


async def find(session: AsyncSession, turn: Turn, known: dict[str, Any], desk: Desk) -> BookingView | None:
    """The booking of a conversation's slots where it is theirs; TooManyTries. Commit, for it remembers a proof."""
    reference = known.get("booking_reference")
    if not reference:
        return None
    try:
        return await find_booking(
            session,
            reference=reference,
            conversation_id=turn.conversation_id,
            email=known.get("lead_email"),
            now=desk.clock(),
        )
    except BookingNotFound:
        return None


def not_found(turn: Turn) -> list[EventType]:
    """The end of a search that found nothing, or that was refused: a person can look."""
    may_not = (turn.slots.get("hints") or {}).get("refused")
    turn.tell(turn.words("status.too_many" if may_not else "status.not_found_human"), human_buttons(turn))
    return slots(booking_reference=None, cancel_confirmed=None, pending="human", hints=without_traces(turn))


def without_traces(turn: Turn) -> dict[str, Any] | None:
    """The hints without what the search for a booking left there; None where nothing is left."""
    hints = turn.slots.get("hints") or {}
    return {key: value for key, value in hints.items() if key not in TRACES} or None


def not_theirs(turn: Turn, known: dict[str, Any]) -> dict[str, Any]:
    """What a pair that does not match leaves: an e-mail said earlier is only put aside, a given pair is a failed try.

    Which of the two is wrong is never told.
    """
    if not turn.filled("lead_email"):
        return {"lead_email": None}
    count = tries(known) + 1
    again = {
        "booking_reference": None,
        "lead_email": None,
        "hints": {**(known.get("hints") or {}), "tries": count},
    }
    if count >= MOST_TRIES:
        return again
    text = turn.words("status.not_found", example=EXAMPLE_REFERENCE)
    return {**again, "turn": turn.with_problem("booking_reference", text)}


def refused(known: dict[str, Any]) -> dict[str, Any]:
    """What a search leaves that may not go on for a while."""
    hints = {**(known.get("hints") or {}), "refused": True}
    return {"booking_reference": None, "email_code": None, "hints": hints}


def is_over(known: dict[str, Any]) -> bool:
    """Whether nothing is asked any more, and a person is offered."""
    return tries(known) >= MOST_TRIES or bool((known.get("hints") or {}).get("refused"))


def tries(known: dict[str, Any]) -> int:
    """How many wrong pairs were given in a row."""
    return int((known.get("hints") or {}).get("tries") or 0)
