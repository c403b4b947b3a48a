"""What is asked of a booking that was made: the refund, the voucher, the invoice, paying a part."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from backend.payments.ports import NoJobs
from backend.payments.service import mark_paid
from backend.terms import DEFAULT_TERMS
from tests.actions.conftest import Clock, Conversation, payloads_of, text_of
from tests.actions.test_booking import booked

Make = Callable[..., Conversation]
Sessions = async_sessionmaker[AsyncSession]


async def paid(make: Make, sessions: Sessions, clock: Clock, **slots: Any) -> Conversation:
    """A conversation with a booking that is paid and confirmed."""
    mine = await booked(make, **slots)
    async with sessions.begin() as session:
        reference = mine.slots["booking_reference"]
        await mark_paid(session, NoJobs(), reference=reference, now=clock(), terms=DEFAULT_TERMS)
    return mine


async def told(mine: Conversation, about: str) -> list[dict[str, Any]]:
    mine.slots["about"] = about
    return await mine.run("action_tell_status", "…", "booking_status")


async def cancelled(mine: Conversation) -> Conversation:
    mine.slots["cancel_confirmed"] = True
    await mine.run("action_cancel_booking", "sí", "affirm")
    return mine


async def test_nothing_is_refunded_of_what_was_never_paid(conversation: Make) -> None:
    mine = await booked(conversation)
    assert "no hay nada que devolver" in text_of(await told(mine, "refund"))

    await cancelled(mine)
    assert "nunca se pagó" in text_of(await told(mine, "refund"))


async def test_a_paid_booking_is_told_what_would_come_back_today(
    conversation: Make, desk_sessions: Sessions, clock: Clock
) -> None:
    mine = await paid(conversation, desk_sessions, clock)

    early = text_of(await told(mine, "refund"))
    assert "te devolveríamos todo" in early
    assert "sin costo antes del martes 4 de mayo, 0:00 (hora de Cusco)" in early

    clock.now = datetime(2027, 5, 8, 15, tzinfo=UTC)
    late = text_of(await told(mine, "refund"))
    assert "el cargo sería de" in late and "te devolveríamos todo" not in late


async def test_a_refund_is_what_was_paid_less_what_cancelling_cost_then(
    conversation: Make, desk_sessions: Sessions, clock: Clock
) -> None:
    mine = await paid(conversation, desk_sessions, clock)
    clock.now = datetime(2027, 5, 8, 15, tzinfo=UTC)
    before = text_of(await mine.run("action_ask_cancel_confirmed"))
    await cancelled(mine)
    clock.now = datetime(2027, 6, 1, tzinfo=UTC)

    replies = await told(mine, "refund")

    penalty = before.split("cargo por cancelación es de ")[1].split(" y ")[0]
    assert f"el cargo por cancelación fue de {penalty}" in text_of(replies)
    assert payloads_of(replies) == ["/request_human", "/deny"]
    assert mine.slots["pending"] == "human"


async def test_the_voucher_of_a_paid_booking_holds_everything_for_the_day(
    conversation: Make, desk_sessions: Sessions, clock: Clock
) -> None:
    mine = await paid(conversation, desk_sessions, clock)

    [reply] = await told(mine, "voucher")

    for needed in (
        mine.slots["booking_reference"],
        "Ana Torres",
        "del 10 al 14 de mayo de 2027",
        "2 adultos y 1 niño (8 años)",
        "Hotel Inti",
        "Incluye: desayuno",
    ):
        assert needed in reply["text"]
    assert "USD" not in reply["text"]


async def test_an_unpaid_booking_s_voucher_waits_for_the_payment(conversation: Make) -> None:
    mine = await booked(conversation)
    said = text_of(await told(mine, "voucher"))
    assert "llega con el pago" in said and "falta pagar USD" in said

    await cancelled(mine)
    said = text_of(await told(mine, "voucher"))
    assert "no tiene voucher" in said and "cancelada" in said


async def test_an_invoice_is_made_by_a_person(conversation: Make) -> None:
    mine = await booked(conversation)

    replies = await told(mine, "invoice")

    assert mine.slots["booking_reference"] in text_of(replies)
    assert mine.slots["pending"] == "human"


async def test_what_was_asked_is_forgotten_once_it_is_answered(conversation: Make) -> None:
    mine = await booked(conversation)
    await told(mine, "voucher")
    assert mine.slots["about"] is None
    assert "Está apartada" in text_of(await mine.run("action_tell_status", "¿cómo va?", "booking_status"))


async def test_whether_a_part_can_be_paid_is_agreed_with_a_person(
    conversation: Make, desk_sessions: Sessions, clock: Clock
) -> None:
    before = conversation()
    assert "Primero se reserva" in text_of(await before.run("action_explain_payment", "…", "pay_part"))

    mine = await booked(conversation)
    said = text_of(await mine.run("action_explain_payment", "¿puedo dar una parte?", "pay_part"))
    assert mine.slots["booking_reference"] in said and "no puedo prometértelo" in said

    done = await paid(conversation, desk_sessions, clock)
    assert "ya está pagada" in text_of(await done.run("action_explain_payment", "…", "pay_part"))
    assert "ya está pagada" in text_of(await done.run("action_explain_payment", "…", "pay"))


@pytest.mark.parametrize("language", ["es", "en", "pt"])
@pytest.mark.parametrize("about", ["status", "refund", "voucher", "invoice"])
async def test_all_is_told_in_every_language(
    conversation: Make, desk_sessions: Sessions, clock: Clock, about: str, language: str
) -> None:
    mine = await paid(conversation, desk_sessions, clock, language=language)
    assert mine.slots["booking_reference"] in text_of(await told(mine, about))


async def test_a_question_about_another_booking_ends_where_places_are_held(conversation: Make) -> None:
    mine = await booked(conversation)
    mine.slots["hold_id"] = "00000000-0000-0000-0000-000000000001"

    await told(mine, "status")

    assert mine.followed_by == "booking_form"


@pytest.mark.parametrize("intent", ["ask_price", "inform", "no_preference"])
async def test_what_says_nothing_of_a_trip_is_about_the_one_that_is_booked(
    conversation: Make, intent: str
) -> None:
    trip = await booked(conversation)
    await trip.validate("trip_form", intent=intent)
    assert (trip.form, trip.followed_by, trip.slots["about"]) == (None, "status_form", "status")


@pytest.mark.parametrize(
    ("intent", "known"),
    [("search_trip", {}), ("request_quote", {}), ("ask_price", {"destination": "cusco"})],
)
async def test_another_trip_is_planned_beside_the_one_that_is_booked(
    conversation: Make, intent: str, known: dict[str, str]
) -> None:
    trip = await booked(conversation)
    trip.slots |= known
    await trip.validate("trip_form", intent=intent)
    assert (trip.form, trip.followed_by) == ("trip_form", None)
