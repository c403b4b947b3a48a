"""From an accepted quote to a booking: places held, and a reference."""

from __future__ import annotations

from uuid import UUID, uuid5

from rasa_sdk.events import EventType, FollowupAction
from sqlalchemy.ext.asyncio import AsyncSession

from actions.affording import wants_cheaper
from actions.handoff import hand_over
from actions.holding import release_places, tell_booking
from actions.paying import Paying
from actions.places import get_place
from actions.quoting import Quoting, is_complete, is_current, trip_request
from actions.replies import option_buttons, quote_values, starting_buttons
from actions.turn import DeskAction, Turn, slots
from actions.understanding.paying import read_pay_wish
from backend import wording
from backend.bookings.schemas import BookingState, BookingView, LeadTraveller
from backend.bookings.service import create_booking, hold_quote, list_by_conversation
from backend.errors import AvailabilityExhausted, HoldExpired, HoldNotFound, QuoteExpired
from backend.quotes.service import get_quote

# Bookings take their id from their hold, so that a confirmation that arrives twice makes one booking.
BOOKINGS = UUID("6a1f7a1c-52f3-4a9e-9f0b-3f8f2f6f0c51")


class PlaceHold(DeskAction):
    """Keeps the quote's places; without a quote the trip is asked for first."""

    called = "action_place_hold"

    async def act(self, turn: Turn) -> list[EventType]:
        quote_id = turn.slots.get("quote_id")
        if (pressed := turn.entity("quote")) and (done := await self._pressed(turn, pressed)) is not None:
            return done
        others = not pressed and shows_options(turn)
        if not quote_id or turn.changed or others or not is_complete(turn.slots):
            return await self._quote_first(turn)
        if turn.intent == "affirm" and wants_cheaper(turn.text):
            return [FollowupAction("action_show_options")]
        try:
            async with self.desk.sessions.begin() as session:
                quote = await get_quote(session, quote_id=UUID(quote_id))
                if not is_current(quote, turn.slots):
                    return await self._quote_first(turn)
                if booking := await _booking_of(session, turn, UUID(quote_id)):
                    turn.tell(turn.words("book.already", reference=booking.reference))
                    return slots(hold_id=None, pending=None)
                reason = self.desk.person_rules.reason_for(quote)
                if reason and turn.slots.get("approved") != quote_id:
                    values = quote_values(turn, quote)
                    return hand_over(turn, reason, turn.words(f"handoff.rule_{reason}", **values))
                hold = await hold_quote(
                    session, quote_id=UUID(quote_id), now=self.desk.clock(), terms=self.desk.terms
                )
                await self.desk.tell(
                    session,
                    "hold.placed",
                    conversation_id=turn.conversation_id,
                    quote_id=quote.id,
                    hold_id=hold.id,
                    expires_at=hold.expires_at,
                )
                place = await get_place(session, quote.request.destination)
        except QuoteExpired:
            return await self._quote_again(turn)
        except AvailabilityExhausted:
            return await self._offer_others(turn)
        until = hold.expires_at or quote.valid_until
        told = wording.moment(turn.language, until, place.timezone)
        turn.tell(turn.words("book.held", until=told, place=place.name[turn.language]))
        return slots(hold_id=str(hold.id), hold_until=until.isoformat(), pending=None, booking_confirmed=None)

    async def _pressed(self, turn: Turn, pressed: str) -> list[EventType] | None:
        """What a quote's own button does where that quote is not the current one: nothing else is booked for it."""
        async with self.desk.sessions.begin() as session:
            quote = await get_quote(session, quote_id=UUID(pressed))
            if booking := await _booking_of(session, turn, quote.id):
                turn.tell(turn.words("book.already", reference=booking.reference))
                return slots(hold_id=None, pending=None)
            newest = pressed == turn.slots.get("quote_id") and is_complete(turn.slots)
            if quote.conversation_id != turn.conversation_id or (newest and is_current(quote, turn.slots)):
                return None
            released = await release_places(self.desk, turn, session)
            again = await Quoting(self.desk, turn, session).renew(quote, preface=turn.words("quote.older"))
        return [*slots(hold_id=None), *released, *again]

    async def _quote_first(self, turn: Turn) -> list[EventType]:
        if (offered := turn.slots.get("offered")) and not turn.changed:
            if len(offered) == 1 or turn.entity("choice"):
                return [*slots(hold_id=None), FollowupAction("action_choose_option")]
            turn.tell(turn.words("trip.options_again"), option_buttons(offered))
            return slots(hold_id=None)
        if not turn.changed and not turn.slots.get("quote_id"):
            turn.tell(turn.words("quote.none"))
        return [*slots(hold_id=None), FollowupAction("trip_form")]

    async def _quote_again(self, turn: Turn) -> list[EventType]:
        async with self.desk.sessions.begin() as session:
            quoting = Quoting(self.desk, turn, session)
            again = await quoting.quote(turn.slots["product"], preface=turn.words("quote.expired"))
        return [*slots(hold_id=None), *again]

    async def _offer_others(self, turn: Turn) -> list[EventType]:
        turn.tell(turn.words("book.exhausted"))
        async with self.desk.sessions.begin() as session:
            others = await Quoting(self.desk, turn, session).offer(trip_request(turn.slots))
        return [*slots(hold_id=None, product=None), *others]


class CreateBooking(DeskAction):
    """Books what is held, or lets it go."""

    called = "action_create_booking"

    async def act(self, turn: Turn) -> list[EventType]:
        hold_id = turn.slots.get("hold_id")
        if not hold_id:
            return []
        if not turn.slots.get("booking_confirmed"):
            async with self.desk.sessions.begin() as session:
                released = await release_places(self.desk, turn, session)
            turn.tell(turn.words("book.released"), starting_buttons(turn)[:2])
            return [*released, *slots(pending=None)]
        try:
            async with self.desk.sessions.begin() as session:
                booking = await self._book(session, turn, UUID(hold_id))
                place = await get_place(session, booking.quote.request.destination)
        except (HoldExpired, HoldNotFound):
            turn.tell(turn.words("book.hold_expired"), [turn.button("resume", "/book")])
            return slots(hold_id=None, hold_until=None, booking_confirmed=None, pending="book")
        until = wording.moment(turn.language, booking.expires_at or self.desk.clock(), place.timezone)
        turn.tell(
            turn.words(
                "book.created", reference=booking.reference, until=until, place=place.name[turn.language]
            )
        )
        wished: list[EventType] = []
        paying = Paying(self.desk, turn, booking)
        if turn.intent in ("pay", "pay_part"):
            wished = await paying.answer(read_pay_wish(turn.text, turn.entity("choice")))
        elif not await paying.offer():
            by_mail = turn.words("book.payment", email=booking.lead.email)
            turn.tell(by_mail, [turn.button("status", "/booking_status")])
        done = dict.fromkeys(("hold_id", "hold_until", "booking_confirmed", "pending", "offered", "hints"))
        trip = dict.fromkeys(
            ("destination", "travel_dates", "stars", "interest", "product", "services", "budget")
        )
        return [*slots(booking_reference=booking.reference, **done, **trip), *wished]

    async def _book(self, session: AsyncSession, turn: Turn, hold_id: UUID) -> BookingView:
        lead = LeadTraveller(turn.slots["lead_name"], turn.slots["lead_email"], turn.slots["lead_phone"])
        booking = await create_booking(
            session,
            hold_id=hold_id,
            booking_id=uuid5(BOOKINGS, str(hold_id)),
            lead=lead,
            conversation_id=turn.conversation_id,
            language=turn.language,
            now=self.desk.clock(),
            terms=self.desk.terms,
        )
        await tell_booking(self.desk, turn, session, booking)
        return booking


def shows_options(turn: Turn) -> bool:
    """Whether options were shown after the newest quote, so that "that one" is not what was quoted before."""
    if turn.slots.get("hold_id") or not turn.slots.get("offered"):
        return False
    shown = ("offered", "quote_id")
    return (
        next(
            (
                event["name"]
                for event in reversed(turn.events)
                if event["event"] == "slot" and event["name"] in shown and event.get("value")
            ),
            None,
        )
        == "offered"
    )


async def _booking_of(session: AsyncSession, turn: Turn, quote_id: UUID) -> BookingView | None:
    if turn.conversation_id is None:
        return None
    mine = await list_by_conversation(session, conversation_id=turn.conversation_id)
    living = (BookingState.ON_HOLD, BookingState.CONFIRMED)
    return next((one for one in mine if one.quote.id == quote_id and one.state in living), None)
