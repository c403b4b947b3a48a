"""What became of money is said once, in the traveller's words; who watches hears of it, and a person where one is needed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from app.jobs import PostgresQueue
from backend.bookings.schemas import BookingState, BookingView
from backend.money import Money
from backend.payments.schemas import BY_HAND, Outcome, OutcomeKind, PaymentKind, PaymentState, PaymentView
from conversations.models import Owner
from conversations.paying.telling import PaymentTeller
from tests.backend.conftest import NOW, booked
from tests.conversations.conftest import Talk

K = OutcomeKind
DEPOSIT = Money(23364, "USD")
REST = Money(54516, "USD")


@pytest.fixture
async def booking(talk: Talk) -> BookingView:
    """A confirmed booking of this conversation."""
    async with talk.sessions.begin() as session:
        # What was booked by other tests takes up the places.
        await session.execute(text("TRUNCATE hold_lines, availabilities"))
        made = await booked(session)
    return replace(made, conversation_id=talk.id, state=BookingState.CONFIRMED)


def payment_of(booking: BookingView, **changed: Any) -> PaymentView:
    usual = PaymentView(
        id=uuid4(),
        booking_id=booking.id,
        kind=PaymentKind.DEPOSIT,
        provider="stripe",
        amount=DEPOSIT,
        state=PaymentState.OPEN,
        url="https://pay.example/1",
        expires_at=datetime(2027, 3, 2, 15, tzinfo=UTC),
        conversation_id=booking.conversation_id,
        language="es",
        failure=None,
        requested_at=NOW,
        paid_at=None,
    )
    return replace(usual, **changed)


async def told(talk: Talk, kind: OutcomeKind, booking: BookingView, **more: Any) -> None:
    """The teller tells it, as whoever settles does."""
    outcome = Outcome(kind, booking, payment_of(booking), DEPOSIT, **more)
    teller = PaymentTeller(PostgresQueue(), lambda: NOW)
    async with talk.sessions.begin() as session:
        await teller.prepare(session, booking.conversation_id)
        await teller.tell(session, outcome)


async def events(talk: Talk) -> list[tuple[str, list[str], dict[str, Any]]]:
    statement = text(
        "SELECT kind, rooms, data FROM events "
        "WHERE kind LIKE 'payment%' AND conversation_id IS NOT DISTINCT FROM CAST(:here AS uuid) ORDER BY id"
    )
    async with talk.sessions() as session:
        return [
            (row.kind, row.rooms, row.data) for row in await session.execute(statement, {"here": talk.id})
        ]


async def test_a_deposit_that_came_confirms_and_says_what_is_left(talk: Talk, booking: BookingView) -> None:
    await told(talk, K.SETTLED, booking, left=REST)
    (said,) = await talk.log()
    assert said.text == (
        f"¡Pago recibido! Con USD 233.64 tu reserva {booking.reference} queda confirmada. "
        "Queda un saldo de USD 545.16; cuando quieras pagarlo, escríbeme “pagar el saldo”."
    )
    assert [button.payload for button in said.buttons] == ["/resend_voucher"]
    ((kind, rooms, data),) = await events(talk)
    assert (kind, rooms) == ("payment.captured", ["company", f"conversation:{talk.id}"])
    assert data["amount"]["text"] == "USD 233.64"
    assert (data["reference"], data["outcome"]) == (booking.reference, "settled")


async def test_a_link_is_a_button_with_its_end(talk: Talk, booking: BookingView) -> None:
    await told(talk, K.LINK_READY, booking)
    (said,) = await talk.log()
    assert "El enlace sirve hasta el martes 2 de marzo, 10:00 (hora de Cusco)" in said.text
    assert [button.opens for button in said.buttons] == ["https://pay.example/1"]


@pytest.mark.parametrize(
    ("kind", "words", "person"),
    [
        (K.LATE, "los lugares de la reserva", True),
        (K.OTHER_CURRENCY, "en otra moneda", True),
        (K.REFUND_FAILED, "no pasó. Una persona del equipo", True),
        (K.SHORT, "faltan USD 545.16 para confirmarla", False),
        (K.DUPLICATE, "ya estaba pagada. Te devolvemos USD 233.64", False),
        (K.CANCELLED, "ya no está activa. Te devolvemos USD 233.64", False),
        (K.REFUNDED, "ya salió por el mismo medio", False),
        (K.FAILED, "no pasó y no se te cobró nada", False),
        (K.RETAKEN, "los volví a apartar", False),
        (K.OVER, "más de lo que faltaba: te devolvemos USD 233.64", False),
    ],
)
async def test_every_outcome_has_its_sentence_and_its_person(
    talk: Talk, booking: BookingView, kind: OutcomeKind, words: str, person: bool
) -> None:
    await told(talk, kind, booking, refund=DEPOSIT, left=REST)
    assert words in (await talk.log())[0].text
    assert ((await talk.view()).owner == Owner.QUEUE) is person


async def test_what_went_back_by_hand_did_not_go_the_way_it_came(talk: Talk, booking: BookingView) -> None:
    await told(talk, K.REFUNDED, booking, reason=BY_HAND)
    (said,) = await talk.log()
    assert said.text.startswith("El equipo ya te devolvió directamente USD 233.64")


@pytest.mark.parametrize("kind", [K.DISPUTE_OPENED, K.DISPUTE_LOST, K.DISPUTE_WON])
async def test_a_dispute_is_told_in_the_house_alone(
    talk: Talk, booking: BookingView, kind: OutcomeKind
) -> None:
    await told(talk, kind, booking)
    assert await talk.said() == []
    assert (await talk.view()).owner == Owner.BOT
    assert [kind for kind, _, _ in await events(talk)] == ["payment.disputed"]


async def test_money_of_nobody_is_told_to_the_house(talk: Talk) -> None:
    async with talk.sessions.begin() as session:
        nobodys = Outcome(K.UNCLAIMED, None, None, DEPOSIT)
        await PaymentTeller(PostgresQueue(), lambda: NOW).tell(session, nobodys)
    kind, rooms, _ = (await events(replace(talk, id=None)))[-1]  # type: ignore[arg-type]
    assert (kind, rooms) == ("payment.captured", ["company"])


async def test_what_was_said_is_undone_with_the_books(talk: Talk, booking: BookingView) -> None:
    with pytest.raises(ZeroDivisionError):
        async with talk.sessions.begin() as session:
            await PaymentTeller(PostgresQueue(), lambda: NOW).tell(
                session, Outcome(K.SETTLED, booking, payment_of(booking), DEPOSIT)
            )
            raise ZeroDivisionError
    assert await talk.said() == []


@pytest.mark.parametrize(
    "kind", [one for one in K if not one.startswith("dispute") and one is not K.UNCLAIMED]
)
@pytest.mark.parametrize("language", ["es", "en", "pt"])
async def test_every_language_says_every_outcome(
    talk: Talk, booking: BookingView, kind: OutcomeKind, language: str
) -> None:
    async with talk.sessions.begin() as session:
        await session.execute(text("UPDATE conversations SET language = :it"), {"it": language})
    await told(talk, kind, booking, refund=DEPOSIT, left=REST)
    assert booking.reference in (await talk.log())[0].text or kind is K.LINK_FAILED
