"""Rules that send a quote to a person, failures that repeat themselves, and what is said when a person gives back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from actions.endpoint import _apology
from actions.executor import build_executor
from actions.person_rules import PersonRules, read_amount
from backend.bookings.service import cancel_booking, get_booking, mark_paid
from backend.money import Money
from tests.actions.conftest import CUSCO_IN_MAY, Clock, Conversation, payloads_of, text_of
from tests.actions.test_booking import booked
from texts import say

Make = Callable[..., Conversation]
Sessions = async_sessionmaker[AsyncSession]
NO_TRIP: dict[str, Any] = {"destination": None, "travel_dates": None, "party": None, "child_ages": None}
RULES = {
    "amount": PersonRules(amount=Money(100, "USD")),
    "group": PersonRules(people=2),
}


async def quoted(make: Make, **slots: Any) -> Conversation:
    """A conversation with a quote that a yes books."""
    guest = make(stars=4, **slots)
    await guest.run("action_present_trip")
    return guest


async def given_back(guest: Conversation, *slots: str) -> list[dict[str, Any]]:
    guest.slots["agreed"] = {"by": "Laura", "slots": list(slots)}
    return await guest.run("action_agent_handed_back", "", "agent_handed_back")


@pytest.mark.parametrize("reason", sorted(RULES))
async def test_a_rule_sends_a_quote_to_a_person_before_it_is_booked(
    desk_sessions: Sessions, clock: Clock, reason: str
) -> None:
    executor = build_executor(
        desk_sessions, clock=clock, operator_name="Viajes Altamar", person_rules=RULES[reason]
    )
    guest = await quoted(lambda **slots: Conversation(executor, {**CUSCO_IN_MAY, **slots}))
    replies = await guest.run("action_place_hold", "sí", "affirm")
    assert replies[-1]["custom"]["command"] == {"handoff": {"reason": reason}}
    assert not guest.slots.get("hold_id")

    await given_back(guest)
    await guest.run("action_place_hold", "sí", "affirm")
    assert guest.slots["hold_id"]


async def test_a_product_on_request_is_seen_by_a_person_first(desk_sessions: Sessions, clock: Clock) -> None:
    guest = await quoted(lambda **slots: _guest(desk_sessions, clock, PersonRules(), **slots))
    rules = PersonRules(products=frozenset({guest.slots["product"]}))
    guest.executor = _guest(desk_sessions, clock, rules).executor
    replies = await guest.run("action_place_hold", "sí", "affirm")
    assert replies[-1]["custom"]["command"] == {"handoff": {"reason": "on_request"}}


def _guest(sessions: Sessions, clock: Clock, rules: PersonRules, **slots: Any) -> Conversation:
    executor = build_executor(sessions, clock=clock, operator_name="Viajes Altamar", person_rules=rules)
    return Conversation(executor, {**CUSCO_IN_MAY, **slots})


def test_an_amount_is_a_currency_and_a_number() -> None:
    assert read_amount("USD 10,000") == Money(1_000_000, "USD")
    assert read_amount("CLP 900000") == Money(900_000, "CLP")
    assert read_amount(" ") is None
    for nonsense in ("10000", "USD", "USD many", "USD -5"):
        with pytest.raises(ValueError):
            read_amount(nonsense)


async def test_who_gave_a_booking_back_is_named_and_what_is_open_is_said(conversation: Make) -> None:
    guest = await booked(conversation)
    replies = await given_back(guest, "booking_reference", "quote_id")
    assert text_of(replies).startswith("Laura te dejó reservado ")
    assert guest.slots["booking_reference"] in text_of(replies)
    assert "falta el pago" in text_of(replies)
    assert payloads_of(replies) == ["/pay", "/booking_status"]
    assert guest.slots["agreed"] is None


async def test_a_paid_and_a_cancelled_booking_are_said_to_be_so(
    conversation: Make, desk_sessions: Sessions, clock: Clock
) -> None:
    guest = await booked(conversation)
    async with desk_sessions.begin() as session:
        await mark_paid(session, reference=guest.slots["booking_reference"], now=clock())
    assert "confirmada" in text_of(await given_back(guest, "booking_reference"))
    async with desk_sessions.begin() as session:
        booking = await get_booking(session, reference=guest.slots["booking_reference"])
        await cancel_booking(session, booking_id=booking.id, now=clock())
    assert "canceló" in text_of(await given_back(guest, "booking_reference"))


async def test_held_places_lead_on_to_who_travels(conversation: Make) -> None:
    guest = await quoted(conversation)
    await guest.run("action_place_hold", "sí", "affirm")
    replies = await given_back(guest, "quote_id", "hold_id")
    assert text_of(replies).startswith("Laura te apartó los lugares de ")
    assert guest.followed_by == "booking_form"


async def test_a_quote_is_offered_to_be_booked(conversation: Make) -> None:
    guest = await quoted(conversation)
    replies = await given_back(guest, "quote_id", "destination")
    assert "¿La reservo?" in text_of(replies)
    assert guest.slots["pending"] == "book"
    assert guest.slots["quote_id"] in payloads_of(replies)[0]


async def test_a_changed_trip_is_gone_on_with(conversation: Make) -> None:
    guest = conversation()
    replies = await given_back(guest, "travel_dates")
    assert "Cusco, del 10 al 14 de mayo" in text_of(replies)
    assert guest.followed_by == "trip_form"


async def test_another_conversations_booking_is_not_told(conversation: Make) -> None:
    theirs = await booked(conversation)
    guest = conversation(booking_reference=theirs.slots["booking_reference"], **NO_TRIP)
    assert "¿en qué te ayudo?" in text_of(await given_back(guest, "booking_reference"))


async def test_nothing_agreed_is_said_in_a_line_too(conversation: Make) -> None:
    replies = await given_back(conversation(**NO_TRIP))
    assert text_of(replies) == say("es", "handed_back.here", by="Laura")


async def test_without_anything_agreed_held_places_go_on_to_who_travels(
    conversation: Make, clock: Clock
) -> None:
    guest = await quoted(conversation)
    await guest.run("action_place_hold", "sí", "affirm")
    replies = await given_back(guest)
    assert text_of(replies).startswith("Laura me dejó la conversación. Siguen apartados los lugares de ")
    assert (len(replies), guest.followed_by) == (1, "booking_form")


async def test_without_anything_agreed_a_quote_is_asked_about_again(conversation: Make) -> None:
    guest = await quoted(conversation)
    guest.slots["pending"] = None
    replies = await given_back(guest)
    assert "Sigue en pie la cotización " in text_of(replies)
    assert (len(replies), guest.slots["pending"]) == (1, "book")
    assert guest.slots["quote_id"] in payloads_of(replies)[0]


async def test_places_whose_time_is_over_are_quoted_and_a_quote_whose_time_is_over_is_planned_anew(
    conversation: Make, clock: Clock
) -> None:
    guest = await quoted(conversation)
    await guest.run("action_place_hold", "sí", "affirm")
    guest.slots["hold_until"] = clock().isoformat()
    assert "Sigue en pie la cotización " in text_of(await given_back(guest))
    assert guest.slots["hold_id"] is None
    clock.now += timedelta(days=30)
    replies = await given_back(guest)
    assert "Seguimos con tu viaje: Cusco, del 10 al 14 de mayo" in text_of(replies)
    assert guest.followed_by == "trip_form"


async def test_without_anything_agreed_one_of_the_options_is_chosen(conversation: Make) -> None:
    guest = conversation()
    await guest.run("action_present_trip")
    options = len(guest.slots["offered"])
    assert options > 1
    replies = await given_back(guest)
    assert "¿Cuál de las opciones prefieres?" in text_of(replies)
    assert len(payloads_of(replies)) == options
    assert guest.followed_by is None


@pytest.mark.parametrize("told", ["destination", "travel_dates", "party"])
async def test_a_trip_half_told_is_asked_on_with(conversation: Make, told: str) -> None:
    guest = conversation(**{**NO_TRIP, told: CUSCO_IN_MAY[told]})
    replies = await given_back(guest)
    assert text_of(replies) == say("es", "handed_back.still_asking", by="Laura")
    assert guest.followed_by == "trip_form"


async def test_without_anything_agreed_a_booking_is_still_to_be_paid(conversation: Make) -> None:
    guest = await booked(conversation)
    replies = await given_back(guest)
    assert text_of(replies).startswith("Laura me dejó la conversación. Tu reserva ")
    assert payloads_of(replies) == ["/pay", "/booking_status"]
    assert guest.followed_by is None


async def test_places_that_an_agent_gave_back_are_not_said_to_be_held(conversation: Make) -> None:
    guest = await quoted(conversation)
    await guest.run("action_place_hold", "sí", "affirm")
    guest.slots |= {"hold_id": None, "hold_until": None}
    assert "Sigue en pie la cotización " in text_of(await given_back(guest, "hold_id", "hold_until"))


async def test_another_conversation_s_quote_is_none_of_ours(conversation: Make) -> None:
    theirs = await quoted(conversation)
    guest = conversation(**NO_TRIP, quote_id=theirs.slots["quote_id"])
    assert "¿en qué te ayudo?" in text_of(await given_back(guest))


def test_a_failure_that_repeats_itself_hands_over() -> None:
    def call(*said: str) -> dict[str, Any]:
        events = [event for text in said for event in ({"event": "user"}, {"event": "bot", "text": text})]
        return {"tracker": {"slots": {"language": "pt"}, "events": [*events, {"event": "user"}]}}

    once = _apology(call("oi"))
    assert once["responses"][0]["buttons"]
    again = _apology(call("oi", say("pt", "talk.apology")))
    assert again["responses"][0]["custom"] == {"command": {"handoff": {"reason": "action_failed"}}}
    later = _apology(call(say("pt", "talk.apology"), "oi"))
    assert later["responses"][0]["buttons"]
