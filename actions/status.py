"""A booking that was made: how it is going, what comes back, its voucher, its invoice."""

from __future__ import annotations

from rasa_sdk.events import ActiveLoop, EventType, FollowupAction
from sqlalchemy.ext.asyncio import AsyncSession

from actions.documents import send_documents
from actions.finding import LIVING, find, not_found, without_traces
from actions.paying import Paying
from actions.places import get_place
from actions.refund import refund_text
from actions.replies import booking_values, human_buttons
from actions.turn import DeskAction, Turn, slots
from actions.understanding.paying import asks_for_payment, asks_twice
from actions.understanding.planning import is_only_planned
from actions.voucher import voucher_text
from backend import wording
from backend.bookings.schemas import BookingState, BookingView
from backend.bookings.service import list_by_conversation
from backend.catalogue.schemas import DestinationView

MOST_OTHERS = 5


class TellStatus(DeskAction):
    """What they want to know of the booking, as ``about`` says; places that are held meanwhile are then gone on with."""

    called = "action_tell_status"

    async def act(self, turn: Turn) -> list[EventType]:
        async with self.desk.sessions.begin() as session:
            booking = await find(session, turn, turn.slots, self.desk)
            if booking is None:
                return not_found(turn)
            twice = asks_twice(turn.text)
            asks_for_money = twice or (
                turn.slots.get("about") in (None, "status") and asks_for_payment(turn.text)
            )
            place = await get_place(session, booking.quote.request.destination)
            offers_person = not asks_for_money and await self._tell(session, turn, booking, place)
        if asks_for_money:
            paying = Paying(self.desk, turn, booking)
            told = await (paying.tell_twice() if twice else paying.tell_truth())
            return [*told, *slots(about=None, hints=without_traces(turn)), *_back_to_what_is_held(turn)]
        hints = without_traces(turn)
        if offers_person:
            return slots(pending="human", about=None, hints=hints)
        return [*slots(pending=None, about=None, hints=hints), *_back_to_what_is_held(turn)]

    async def _tell(
        self, session: AsyncSession, turn: Turn, booking: BookingView, place: DestinationView
    ) -> bool:
        """Tells it, and whether a person was offered with it."""
        match turn.slots.get("about"):
            case "refund":
                text, offers = await refund_text(session, turn, booking, place, self.desk.clock())
                turn.tell(text, human_buttons(turn) if offers else ())
                return offers
            case "voucher":
                told = await voucher_text(session, turn, booking, place)
                turn.tell(
                    told
                    or turn.words(
                        "voucher.none", reference=booking.reference, state=_state(turn, booking, place)
                    )
                )
                return False
            case "invoice" if await send_documents(session, self.desk, turn, booking):
                return False
            case "invoice":
                turn.tell(turn.words("invoice.needed", reference=booking.reference), human_buttons(turn))
                return True
        line = turn.words("status.line", **booking_values(turn, booking))
        others = await self._others(session, turn, booking)
        unpaid = booking.state is BookingState.ON_HOLD and self.desk.payments.providers
        turn.tell(
            f"{line} {_state(turn, booking, place)}{others}",
            [turn.button("pay_now", "/pay")] if unpaid else (),
        )
        return False

    async def _others(self, session: AsyncSession, turn: Turn, booking: BookingView) -> str:
        """What else is booked and seen from here, where they did not ask for this booking alone."""
        if turn.conversation_id is None or turn.filled("booking_reference"):
            return ""
        mine = await list_by_conversation(session, conversation_id=turn.conversation_id)
        others = [one for one in mine if one.state in LIVING and one.reference != booking.reference]
        lines = [turn.words("status.other", **booking_values(turn, one)) for one in others[:MOST_OTHERS]]
        return "\n\n" + "\n".join([turn.words("status.others"), *lines]) if lines else ""


class OfferChange(DeskAction):
    """A booking that was made is changed by a person; what is only planned is changed at once."""

    called = "action_offer_change"

    async def act(self, turn: Turn) -> list[EventType]:
        if is_only_planned(turn.slots, turn.form) and not turn.entity("reference"):
            return [FollowupAction("action_change_trip")]
        turn.tell(turn.words("change_booking.offer"), human_buttons(turn))
        return [ActiveLoop(None), *slots(requested_slot=None, pending="human")]


def _state(turn: Turn, booking: BookingView, place: DestinationView) -> str:
    if booking.state is not BookingState.ON_HOLD or booking.expires_at is None:
        return turn.words(f"status.{booking.state.lower()}")
    until = wording.moment(turn.language, booking.expires_at, place.timezone)
    return turn.words("status.on_hold", until=until, place=place.name[turn.language])


def _back_to_what_is_held(turn: Turn) -> list[EventType]:
    """Places are held for a trip that is being booked: its open question is asked again."""
    return [FollowupAction("booking_form")] if turn.slots.get("hold_id") else []
