"""A quote is opened by its reference: their own as it is, somebody else's as a copy, an old one priced anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from actions.understanding.quoted import named_quote
from backend.quotes.schemas import QuoteView
from backend.quotes.service import get_quote
from tests.actions.conftest import Clock, Conversation, payloads_of, text_of
from tests.actions.hearing import heard
from tests.actions.test_booking import held

Make = Callable[..., Conversation]
Sessions = async_sessionmaker[AsyncSession]
EMPTY = {"destination": None, "travel_dates": None, "party": None, "child_ages": None}


async def quote_of(sessions: Sessions, trip: Conversation) -> QuoteView:
    async with sessions() as session:
        return await get_quote(session, quote_id=UUID(trip.slots["quote_id"]))


async def quoted(make: Make, sessions: Sessions) -> tuple[Conversation, QuoteView]:
    trip = make(stars=4)
    await trip.run("action_present_trip")
    return trip, await quote_of(sessions, trip)


async def opens(trip: Conversation, reference: str) -> str:
    return text_of(await trip.run("action_show_options", intent="see_options", quote=reference))


async def test_their_own_quote_is_shown_as_it_is(conversation: Make, desk_sessions: Sessions) -> None:
    trip, quote = await quoted(conversation, desk_sessions)
    said = await opens(trip, quote.reference)
    assert quote.reference in said
    assert trip.slots["quote_id"] == str(quote.id)


async def test_somebody_elses_is_copied_at_its_price_and_can_be_booked_from_here(
    conversation: Make, desk_sessions: Sessions
) -> None:
    _, quote = await quoted(conversation, desk_sessions)
    stranger = conversation(**EMPTY)
    await opens(stranger, quote.reference)
    copy = await quote_of(desk_sessions, stranger)
    assert (copy.total, copy.valid_until, copy.request) == (quote.total, quote.valid_until, quote.request)
    assert copy.reference != quote.reference
    assert str(copy.conversation_id) == stranger.id
    await stranger.run("action_place_hold", "sí", "book")
    assert stranger.slots["hold_id"]


async def test_a_copy_leaves_the_places_of_the_first_alone(
    conversation: Make, desk_sessions: Sessions
) -> None:
    trip = await held(conversation)
    quote = await quote_of(desk_sessions, trip)
    stranger = conversation(**EMPTY)
    await opens(stranger, quote.reference)
    await stranger.run("action_place_hold", "sí", "book")
    trip.slots |= {
        "lead_name": "Ana Torres",
        "lead_email": "ana@torres.example",
        "lead_phone": "+51 987 654 321",
        "booking_confirmed": True,
    }
    await trip.run("action_create_booking", "sí", "affirm")
    assert trip.slots["booking_reference"]


async def test_what_has_run_out_is_priced_anew_in_this_conversation(
    conversation: Make, desk_sessions: Sessions, clock: Clock
) -> None:
    _, quote = await quoted(conversation, desk_sessions)
    clock.now += timedelta(days=30)
    stranger = conversation(**EMPTY)
    said = await opens(stranger, quote.reference)
    assert "venció" in said
    anew = await quote_of(desk_sessions, stranger)
    assert anew.valid_until > clock.now
    assert anew.request.start_on == quote.request.start_on


async def test_of_days_that_have_passed_only_the_days_are_asked_again(
    conversation: Make, desk_sessions: Sessions, clock: Clock
) -> None:
    _, quote = await quoted(conversation, desk_sessions)
    clock.now += timedelta(days=120)
    stranger = conversation(**EMPTY)
    assert "fechas que ya pasaron" in await opens(stranger, quote.reference)
    assert stranger.followed_by == "trip_form"
    assert (stranger.slots["destination"], stranger.slots["travel_dates"]) == ("cusco", None)


async def test_a_reference_of_nothing_is_answered_kindly(conversation: Make) -> None:
    stranger = conversation(**EMPTY)
    replies = await stranger.run("action_show_options", intent="see_options", quote="Q-ZZZZZZ")
    assert "Q-ZZZZZZ" in text_of(replies)
    assert payloads_of(replies)


@pytest.mark.parametrize(
    ("language", "text", "intent", "action"),
    [
        ("es", "quiero ver la cotización {}", "request_quote", "action_ask_travel_dates"),
        ("es", "mi cotizacion es {}", "out_of_scope", "action_answer"),
        ("en", "can you show me quote {}?", "request_quote", "action_ask_destination"),
        ("en", "how is my quote {} going", "booking_status", "action_ask_booking_reference"),
        ("pt", "abre o orçamento {} por favor", "inform", "action_ask_destination"),
        ("pt", "minha cotação {}, quero pagar", "pay", "action_explain_payment"),
    ],
)
async def test_its_reference_in_words_opens_it_as_a_link_does(
    conversation: Make, desk_sessions: Sessions, language: str, text: str, intent: str, action: str
) -> None:
    _, quote = await quoted(conversation, desk_sessions)
    stranger = conversation(**EMPTY, language=language)
    said = text_of(await stranger.run(action, text.format(quote.reference.lower()), intent))
    copy = await quote_of(desk_sessions, stranger)
    assert copy.reference in said
    assert copy.total == quote.total


@pytest.mark.parametrize("form", ["trip_form", "booking_form", "status_form", "cancel_form"])
async def test_a_form_that_is_open_is_left_for_it(conversation: Make, form: str) -> None:
    trip = conversation(**EMPTY)
    trip.form = form
    trip.events.append({"event": "user", "text": ""})
    await trip.run_again(f"validate_{form}", "mejor la Q-K7PQ2M", "inform")
    assert (trip.form, trip.followed_by) == (None, "action_show_options")


async def test_what_is_said_besides_changes_its_trip(conversation: Make, desk_sessions: Sessions) -> None:
    _, quote = await quoted(conversation, desk_sessions)
    stranger = conversation(**EMPTY)
    stranger.slots |= {"party": {"adults": 3, "children": 0}, "turn": {"heard": ["party"]}}
    await stranger.run("action_answer", f"la {quote.reference}, pero somos 3", "out_of_scope")
    assert stranger.followed_by == "trip_form"
    assert (stranger.slots["party"]["adults"], stranger.slots["child_ages"]) == (3, [])
    assert stranger.slots["product"] == quote.product
    again = await stranger.run_again("action_present_trip", f"la {quote.reference}, pero somos 3")
    assert "3 adultos" in text_of(again)


@pytest.mark.parametrize("intent", ["complaint", "ask_visa", "start_over"])
async def test_what_matters_more_than_a_quote_is_not_put_off_by_it(conversation: Make, intent: str) -> None:
    said = text_of(await conversation(**EMPTY).run("action_answer", "por la Q-ZZZZ22", intent))
    assert "Q-ZZZZ22" not in said


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("quote Q-7K2MPA please", "Q-7K2MPA"),
        ("q-7k2mpa", "Q-7K2MPA"),
        ("cotización Q – 7k2mpa.", "Q-7K2MPA"),
        ("orçamento q7k2mpa", "Q-7K2MPA"),
        ("que quiero", None),
        ("qabcdef", None),
        ("q 2 noches", None),
        ('/see_options{"quote": "Q-7K2MPA"}', None),
    ],
)
def test_a_reference_is_read_as_people_write_it(text: str, reference: str | None) -> None:
    assert named_quote(text) == reference
    assert "booking_reference" not in heard(text, reference="Q7K2MPA") or reference is None


async def test_a_link_in_the_middle_of_something_else_lets_that_go(
    conversation: Make, desk_sessions: Sessions
) -> None:
    _, quote = await quoted(conversation, desk_sessions)
    busy = await held(conversation)
    busy.form = "booking_form"
    await opens(busy, quote.reference)
    assert busy.form is None
    assert not busy.slots["hold_id"]
    assert busy.slots["quote_id"] != str(quote.id)
