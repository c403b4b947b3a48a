"""Who a booking is made for: name, e-mail, telephone, and the summary that is agreed to."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from babel import Locale
from email_validator import EmailNotValidError, validate_email
from rasa_sdk.events import EventType
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from actions.forms import Ask, JourneyForm
from actions.places import find_place
from actions.replies import payload, quote_values
from actions.telephone import country_of, example_number, possible_numbers, read_phone
from actions.turn import Button, Desk, Turn, slots
from backend.quotes.service import get_quote

MOST_COUNTRIES = 6


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
        hints = {key: said for key, said in (turn.slots.get("hints") or {}).items() if key != "phone"}
        if not value:
            return {"hints": hints or None}  # They would rather not give one; we write to them.
        country, home = await _country(self.desk.sessions, turn), await self._home(turn)
        if number := read_phone(value, turn.language, country, home):
            return {"lead_phone": number, "hints": hints or None}
        if possible_numbers(value, turn.language, country):
            return {"lead_phone": None, "hints": {**hints, "phone": value}}
        text = turn.words("problem.phone_invalid", example=example_number(turn.language, country))
        return {
            "lead_phone": None,
            "turn": turn.with_problem("lead_phone", text),
            "hints": hints or None,
        }

    async def _home(self, turn: Turn) -> str | None:
        """The country that they write from, or else said that they come from."""
        own = await own_number(self.desk, turn)
        home: str | None = (turn.slots.get("hints") or {}).get("home")
        return country_of(own) if own else home


class AskLeadName(Ask):
    called = "action_ask_lead_name"
    slot = "lead_name"

    async def question(self, turn: Turn) -> str:
        first = (turn.slots.get("hints") or {}).get("first_name")
        return turn.words("problem.name_surname", name=first) if first else turn.words("ask.lead_name")


class AskLeadEmail(Ask):
    called = "action_ask_lead_email"
    slot = "lead_email"

    async def question(self, turn: Turn) -> str:
        return turn.words("ask.lead_email")


class AskLeadPhone(Ask):
    called = "action_ask_lead_phone"
    slot = "lead_phone"

    async def act(self, turn: Turn) -> list[EventType]:
        """Whoever writes with a number is asked whether to be called there: a yes then means it."""
        hints = turn.slots.get("hints") or {}
        number = hints.get("own_number") or await own_number(self.desk, turn)
        if number:
            turn.slots["hints"] = {**hints, "own_number": number}
        await super().act(turn)
        return slots(hints=turn.slots["hints"]) if number else []

    def takes_up(self, turn: Turn) -> bool:
        return "phone" in (turn.slots.get("hints") or {})

    async def question(self, turn: Turn) -> str:
        hints = turn.slots.get("hints") or {}
        if number := hints.get("phone"):
            return turn.words("problem.phone_country", number=number)
        if number := hints.get("own_number"):
            return turn.words("ask.lead_phone_own", number=number)
        country = await _country(self.desk.sessions, turn)
        return turn.words("ask.lead_phone", example=example_number(turn.language, country))

    async def buttons(self, turn: Turn) -> list[Button]:
        hints = turn.slots.get("hints") or {}
        if number := hints.get("phone"):
            several = possible_numbers(number, turn.language, await _country(self.desk.sessions, turn))
            return [_number_button(turn, *one) for one in list(several.items())[:MOST_COUNTRIES]]
        number = hints.get("own_number")
        return [turn.button("own_number", payload("inform", phone=number))] if number else []


class AskBookingConfirmed(Ask):
    called = "action_ask_booking_confirmed"
    slot = "booking_confirmed"

    async def question(self, turn: Turn) -> str:
        if self._stands_above(turn):
            return turn.words("problem.confirm_unclear")
        async with self.desk.sessions() as session:
            quote = await get_quote(session, quote_id=UUID(turn.slots["quote_id"]))
        return turn.words(
            "book.summary",
            **quote_values(turn, quote),
            lead_name=turn.slots["lead_name"],
            lead_email=turn.slots["lead_email"],
            lead_phone=turn.slots["lead_phone"] or turn.words("book.no_phone"),
        )

    @staticmethod
    def _stands_above(turn: Turn) -> bool:
        """Whether the message only asked something between the summary and its answer."""
        said = turn.slots.get("turn") or {}
        again = turn.recalls or turn.intent in ("repeat", "go_back")
        return said.get("requested") == "booking_confirmed" and not said.get("filled") and not again

    async def buttons(self, turn: Turn) -> list[Button]:
        return [turn.button("confirm", "/affirm"), turn.button("correct", "/deny")]


def check_email(value: str, turn: Turn) -> dict[str, Any]:
    """The slots that an e-mail address changes: itself as it is written to, or what is wrong with it."""
    try:
        address = validate_email(value, check_deliverability=False).normalized
    except EmailNotValidError:
        text = turn.words("problem.email_invalid", email=value[:60])
        return {"lead_email": None, "turn": turn.with_problem("lead_email", text)}
    return {"lead_email": address}


async def own_number(desk: Desk, turn: Turn) -> str | None:
    """The number that the conversation is held with, in international form; None where its channel has none."""
    if desk.numbers is None or turn.conversation_id is None:
        return None
    number = await desk.numbers(turn.conversation_id)
    return read_phone(number, turn.language) if number else None


def _number_button(turn: Turn, region: str, number: str) -> Button:
    name = Locale(turn.language).territories.get(region, region)
    return {"title": name, "payload": payload("inform", phone=number)}


async def _country(sessions: async_sessionmaker[AsyncSession], turn: Turn) -> str | None:
    async with sessions() as session:
        place = await find_place(session, turn.slots.get("destination"))
    return place.country if place else None
