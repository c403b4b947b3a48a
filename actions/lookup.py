"""Which booking they mean: by its reference and, for a stranger to this conversation, the e-mail it was made with.

Who does not have the reference proves the e-mail with a code that is sent to it, where mail can be sent.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from actions.codes import MINUTES
from actions.finding import (
    EXAMPLE_REFERENCE,
    LIVING,
    find,
    is_over,
    not_theirs,
    refused,
    tries,
    without_traces,
)
from actions.forms import Ask, JourneyForm
from actions.lead import check_email
from actions.turn import Button, Turn
from actions.understanding.proving import CODE_FOR, is_by_email
from backend.bookings.proofs import DIGITS, prove_by_code, request_code
from backend.bookings.schemas import BookingView
from backend.bookings.service import list_by_conversation
from backend.errors import TooManyTries
from language.reference import LENGTH


class BookingLookup(JourneyForm):
    """Asks for a reference unless this conversation sees a booking, and for the e-mail unless it sees this one."""

    async def completed(self, turn: Turn, slots: dict[str, Any]) -> dict[str, Any]:
        reference, conversation = slots.get("booking_reference"), turn.conversation_id
        async with self.desk.sessions.begin() as session:
            if reference and slots.get("lead_email"):
                try:
                    found = await find(session, turn, slots, self.desk)
                except TooManyTries:
                    return refused(slots)
                if found is None:
                    return not_theirs(turn, slots)
            if reference or conversation is None or is_over(slots):
                return {}
            if is_by_email(slots):
                return await self._send_code(session, turn, slots)
            if tries(slots) or (slots.get("hold_id") and not turn.filled("email_code")):
                return {}
            mine = await list_by_conversation(session, conversation_id=conversation)
        newest = next((one for one in mine if one.state in LIVING), mine[0] if mine else None)
        return {"booking_reference": newest.reference} if newest else {}

    async def check_lead_email(self, value: str, turn: Turn) -> dict[str, Any]:
        return check_email(value, turn)

    async def check_email_code(self, value: str, turn: Turn) -> dict[str, Any]:
        """A right code ends the search: the bookings are seen from here on."""
        codes, conversation = self.desk.codes, turn.conversation_id
        if codes is None or conversation is None:
            return {"email_code": None}
        async with self.desk.sessions.begin() as session:
            try:
                proved = await prove_by_code(
                    session, conversation_id=conversation, code=value, key=codes.key, now=self.desk.clock()
                )
            except TooManyTries:
                return refused(turn.slots)
        if proved:
            return {"email_code": None, "hints": without_traces(turn)}
        text = turn.words("problem.code_wrong", digits=DIGITS)
        return {"email_code": None, "turn": turn.with_problem("email_code", text)}

    async def needed(self, turn: Turn) -> list[str]:
        if is_over(turn.slots):
            return []
        if not turn.slots.get("booking_reference"):
            by_email = self.desk.codes is not None and is_by_email(turn.slots)
            return ["lead_email", "email_code"] if by_email else ["booking_reference"]
        async with self.desk.sessions.begin() as session:
            booking = await find(session, turn, turn.slots, self.desk)
            return ["lead_email"] if booking is None else await self.further(session, turn, booking)

    async def further(self, session: AsyncSession, turn: Turn, booking: BookingView) -> list[str]:
        """What else is asked once the booking is found."""
        return []

    async def _send_code(self, session: AsyncSession, turn: Turn, known: dict[str, Any]) -> dict[str, Any]:
        """Once for each e-mail, and again where they ask for another code."""
        email, hints = known.get("lead_email"), known.get("hints") or {}
        codes, conversation = self.desk.codes, turn.conversation_id
        if codes is None or conversation is None or not email or hints.get(CODE_FOR) == email:
            return {}
        try:
            await request_code(
                session,
                conversation_id=conversation,
                email=str(email),
                voice=turn.voice,
                now=self.desk.clock(),
            )
        except TooManyTries:
            return refused(known)
        await codes.post(session, conversation)
        return {"hints": {**hints, CODE_FOR: email}}


class StatusForm(BookingLookup):
    form = "status_form"
    slots = ("booking_reference", "lead_email", "email_code")


class AskBookingReference(Ask):
    called = "action_ask_booking_reference"
    slot = "booking_reference"

    async def question(self, turn: Turn) -> str:
        return turn.words("ask.reference", length=LENGTH, example=EXAMPLE_REFERENCE)

    async def buttons(self, turn: Turn) -> list[Button]:
        return [turn.button("no_code", "/not_sure")] if self.desk.codes else []


class AskBookingEmail(Ask):
    """Asks a stranger to this conversation for the e-mail of the booking, or of all bookings."""

    called = "action_ask_status_form_lead_email"
    slot = "lead_email"

    async def question(self, turn: Turn) -> str:
        reference = turn.slots.get("booking_reference")
        if reference is None:
            return turn.words("ask.code_email", digits=DIGITS)
        return turn.words("ask.reference_email", reference=reference)


class AskCancelledBookingEmail(AskBookingEmail):
    called = "action_ask_cancel_form_lead_email"


class AskEmailCode(Ask):
    """Asks for the code in the same words whether one was sent or the e-mail is unknown."""

    called = "action_ask_email_code"
    slot = "email_code"

    async def question(self, turn: Turn) -> str:
        return turn.words(
            "ask.email_code", email=turn.slots.get("lead_email"), digits=DIGITS, minutes=MINUTES
        )
