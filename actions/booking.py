"""From an accepted quote to a booking: places held, who travels, a summary, a reference."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from email_validator import EmailNotValidError, validate_email
from rasa_sdk.events import EventType, FollowupAction
from sqlalchemy.ext.asyncio import AsyncSession

from actions import wording
from actions.forms import Ask, JourneyForm
from actions.holding import release_places
from actions.places import find_place, get_place
from actions.quoting import Quoting, is_complete, is_current, trip_request
from actions.replies import payload, quote_values, starting_buttons
from actions.telephone import example_number, read_phone
from actions.trip import wants_cheaper
from actions.turn import Button, DeskAction, Turn, slots
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
        if not quote_id or turn.changed or not is_complete(turn.slots):
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
                hold = await hold_quote(
                    session, quote_id=UUID(quote_id), now=self.desk.clock(), terms=self.desk.terms
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
        if turn.slots.get("offered") and not turn.changed:
            turn.tell(
                turn.words("trip.options_again"), [_pick(turn, option) for option in turn.slots["offered"]]
            )
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


class BookingForm(JourneyForm):
    """Checks the lead traveller's e-mail and telephone."""

    form = "booking_form"
    slots = ("lead_name", "lead_email", "lead_phone", "booking_confirmed")

    async def needed(self, turn: Turn) -> list[str]:
        return [] if turn.slots.get("booking_confirmed") is False else list(self.slots)

    async def recall(self, turn: Turn) -> None:
        quote_id = turn.slots.get("quote_id")
        if not quote_id or turn.slots.get("requested_slot") == "booking_confirmed":
            return  # The summary that is asked about says it all.
        async with self.desk.sessions() as session:
            quote = await get_quote(session, quote_id=UUID(quote_id))
        turn.tell(turn.words("book.recall", **quote_values(turn, quote)))

    async def check_lead_email(self, value: str, turn: Turn) -> dict[str, Any]:
        return check_email(value, turn)

    async def check_lead_phone(self, value: str, turn: Turn) -> dict[str, Any]:
        if not value:
            return {}  # They would rather not give one; we write to them.
        country = await _country(self.desk.sessions, turn)
        if number := read_phone(value, turn.language, country):
            return {"lead_phone": number}
        text = turn.words("problem.phone_invalid", example=example_number(turn.language, country))
        return {"lead_phone": None, "turn": turn.with_problem("lead_phone", text)}


class AskLeadName(Ask):
    called = "action_ask_lead_name"
    slot = "lead_name"

    async def question(self, turn: Turn) -> str:
        return turn.words("ask.lead_name")


class AskLeadEmail(Ask):
    called = "action_ask_lead_email"
    slot = "lead_email"

    async def question(self, turn: Turn) -> str:
        return turn.words("ask.lead_email")


class AskLeadPhone(Ask):
    called = "action_ask_lead_phone"
    slot = "lead_phone"

    async def question(self, turn: Turn) -> str:
        country = await _country(self.desk.sessions, turn)
        return turn.words("ask.lead_phone", example=example_number(turn.language, country))


class AskBookingConfirmed(Ask):
    called = "action_ask_booking_confirmed"
    slot = "booking_confirmed"

    async def question(self, turn: Turn) -> str:
        async with self.desk.sessions() as session:
            quote = await get_quote(session, quote_id=UUID(turn.slots["quote_id"]))
        return turn.words(
            "book.summary",
            **quote_values(turn, quote),
            lead_name=turn.slots["lead_name"],
            lead_email=turn.slots["lead_email"],
            lead_phone=turn.slots["lead_phone"] or turn.words("book.no_phone"),
        )

    async def buttons(self, turn: Turn) -> list[Button]:
        return [turn.button("confirm", "/affirm"), turn.button("correct", "/deny")]


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
        turn.tell(
            turn.words("book.payment", email=booking.lead.email), [turn.button("status", "/booking_status")]
        )
        done = dict.fromkeys(("hold_id", "hold_until", "booking_confirmed", "pending", "offered", "hints"))
        trip = dict.fromkeys(
            ("destination", "travel_dates", "stars", "interest", "product", "services", "budget")
        )
        return slots(booking_reference=booking.reference, **done, **trip)

    async def _book(self, session: AsyncSession, turn: Turn, hold_id: UUID) -> BookingView:
        lead = LeadTraveller(turn.slots["lead_name"], turn.slots["lead_email"], turn.slots["lead_phone"])
        return await create_booking(
            session,
            hold_id=hold_id,
            booking_id=uuid5(BOOKINGS, str(hold_id)),
            lead=lead,
            conversation_id=turn.conversation_id,
            language=turn.language,
            now=self.desk.clock(),
            terms=self.desk.terms,
        )


def check_email(value: str, turn: Turn) -> dict[str, Any]:
    """The slots that an e-mail address changes: itself as it is written to, or what is wrong with it."""
    try:
        address = validate_email(value, check_deliverability=False).normalized
    except EmailNotValidError:
        text = turn.words("problem.email_invalid", email=value[:60])
        return {"lead_email": None, "turn": turn.with_problem("lead_email", text)}
    return {"lead_email": address}


async def _booking_of(session: AsyncSession, turn: Turn, quote_id: UUID) -> BookingView | None:
    if turn.conversation_id is None:
        return None
    mine = await list_by_conversation(session, conversation_id=turn.conversation_id)
    living = (BookingState.ON_HOLD, BookingState.CONFIRMED)
    return next((one for one in mine if one.quote.id == quote_id and one.state in living), None)


async def _country(sessions: Any, turn: Turn) -> str | None:
    async with sessions() as session:
        place = await find_place(session, turn.slots.get("destination"))
    return place.country if place else None


def _pick(turn: Turn, option: dict[str, Any]) -> Button:
    return {
        "title": str(option["number"]),
        "payload": payload("choose_option", choice={"ordinal": option["number"]}),
    }
