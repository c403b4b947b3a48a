"""How a booking is paid, whole or in parts, while payments are not taken in the chat."""

from __future__ import annotations

from rasa_sdk.events import EventType

from actions.places import get_place
from actions.replies import booking_values, human_buttons
from actions.talk import offer_of_person
from actions.turn import DeskAction, Turn
from backend import wording
from backend.bookings.schemas import BookingState, BookingView
from backend.bookings.service import list_by_conversation


class ExplainPayment(DeskAction):
    """What is still to be paid of this conversation's booking; who asks to pay a part is offered a person."""

    called = "action_explain_payment"

    async def act(self, turn: Turn) -> list[EventType]:
        mine = await self._mine(turn)
        unpaid = next((one for one in mine if one.state is BookingState.ON_HOLD), None)
        paid = next((one for one in mine if one.state is BookingState.CONFIRMED), None)
        if turn.intent == "pay_part" and (unpaid or not paid):
            turn.tell(await self._in_parts(turn, unpaid), human_buttons(turn))
            return offer_of_person(turn)
        if unpaid is not None:
            values = booking_values(turn, unpaid)
            turn.tell(turn.words("pay.on_hold", reference=values["reference"], total=values["total"]))
        elif paid is not None and turn.slots.get("hold_id") is None:
            turn.tell(turn.words("pay.paid", reference=paid.reference))
        else:
            turn.tell(turn.words("pay.none"))
        return []

    async def _mine(self, turn: Turn) -> list[BookingView]:
        if turn.conversation_id is None:
            return []
        async with self.desk.sessions() as session:
            return await list_by_conversation(session, conversation_id=turn.conversation_id)

    async def _in_parts(self, turn: Turn, booking: BookingView | None) -> str:
        """We have no rule for it, so none is told."""
        if booking is None or booking.expires_at is None:
            return turn.words("pay.part_none")
        async with self.desk.sessions() as session:
            place = await get_place(session, booking.quote.request.destination)
        return turn.words(
            "pay.part_on_hold",
            reference=booking.reference,
            total=wording.money(turn.language, booking.total),
            until=wording.moment(turn.language, booking.expires_at, place.timezone),
            place=place.name[turn.language],
        )
