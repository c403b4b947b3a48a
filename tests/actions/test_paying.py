"""Paying from the chat: the amounts, who takes them, the link, and whether it came."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from rasa_sdk.executor import ActionExecutor
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from actions.executor import build_executor
from backend.documents.schemas import DocumentView
from backend.money import Money
from backend.payments.ports import NoJobs, PaymentPorts, ProviderDown, ProviderRefused
from backend.payments.providers.fake import FakeProvider
from tests.actions.conftest import Clock, Conversation, payloads_of, text_of
from tests.actions.test_booking import ANA, held

Make = Callable[..., Conversation]
Replies = list[dict[str, Any]]


@pytest.fixture
def stripe() -> FakeProvider:
    return FakeProvider("stripe")


@pytest.fixture
def payu() -> FakeProvider:
    return FakeProvider("payu")


@pytest.fixture
def executor(
    desk_sessions: async_sessionmaker[AsyncSession], clock: Clock, stripe: FakeProvider, payu: FakeProvider
) -> ActionExecutor:
    """Actions with two who take money."""
    till = PaymentPorts(
        sessions=desk_sessions,
        queue=NoJobs(),
        providers={"stripe": stripe, "payu": payu},
        address="https://altamar.example",
        clock=clock,
    )
    return build_executor(desk_sessions, clock=clock, operator_name="Viajes Altamar", payments=till)


@pytest.fixture
async def mine(conversation: Make) -> Conversation:
    """A conversation with a booking on hold, until Tuesday 10 o'clock in Cusco."""
    trip = await held(conversation)
    trip.slots |= {**ANA, "booking_confirmed": True}
    said = await trip.run("action_create_booking", "sí", "affirm")
    assert "puedes pagar el anticipo de" in text_of(said)
    return trip


async def pay(trip: Conversation, text: str, intent: str = "pay", **entities: Any) -> Replies:
    return await trip.run("action_explain_payment", text, intent, **entities)


async def press(trip: Conversation, **choice: str) -> Replies:
    return await pay(trip, "/pay", choice=choice)


def link_of(replies: Replies) -> str:
    (link,) = [one for one in payloads_of(replies) if one.startswith("https://")]
    return link


async def test_both_amounts_are_said_then_who_takes_them_then_the_link_and_its_end(
    mine: Conversation,
) -> None:
    offered = await pay(mine, "quiero pagar")
    assert payloads_of(offered) == ['/pay{"choice": {"kind": "deposit"}}', '/pay{"choice": {"kind": "full"}}']

    asked = await press(mine, kind="deposit")
    assert "¿Con qué medio quieres pagar USD" in text_of(asked)
    assert [one["title"] for one in asked[0]["buttons"]] == ["Tarjeta (Stripe)", "PayU"]

    given = await press(mine, kind="deposit", provider="stripe")
    assert "con tarjeta (Stripe)" in text_of(given)
    assert "El enlace sirve hasta el martes 2 de marzo, 10:00 (hora de Cusco)" in text_of(given)
    assert link_of(given).startswith("https://stripe.example/stripe-")


@pytest.mark.parametrize(
    ("language", "text", "intent", "provider"),
    [
        ("es", "pago el anticipo con PayU", "pay", "payu"),
        ("es", "el anticipo, con stripe", "pay_part", "stripe"),
        ("en", "I'll pay in full with Stripe", "pay", "stripe"),
        ("pt", "quero pagar só o sinal, prefiro PayU", "pay_part", "payu"),
    ],
)
async def test_who_says_what_and_how_gets_the_link_at_once(
    mine: Conversation, language: str, text: str, intent: str, provider: str
) -> None:
    mine.slots["language"] = language
    assert link_of(await pay(mine, text, intent)).startswith(f"https://{provider}.example/")


async def test_the_part_is_kept_while_something_else_is_asked_and_then_the_way_alone_is_enough(
    mine: Conversation,
) -> None:
    asked = await press(mine, kind="full")
    await mine.run("action_answer", "¿y con PayPal?", "ask_payment_methods")
    given = await mine.run("action_answer", "ok, con stripe entonces", "inform")
    assert link_of(given).startswith("https://stripe.example/")
    amounts = [re.search(r"USD [\d,.]+\d", text_of(said)) for said in (asked, given)]
    assert amounts[0] and amounts[1] and amounts[0][0] == amounts[1][0]
    assert "pay" not in (mine.slots.get("hints") or {})


async def test_who_asks_for_a_part_hears_what_can_be_paid_now_and_what_is_left(mine: Conversation) -> None:
    said = text_of(await pay(mine, "¿puedo pagar la mitad ahora?", "pay_part"))
    assert "Sí, se puede: ahora el anticipo de" in said
    assert "y el resto, USD" in said


async def test_another_link_is_the_same_while_it_is_good_and_another_way_is_a_new_one(
    mine: Conversation, stripe: FakeProvider
) -> None:
    first = link_of(await press(mine, kind="deposit", provider="stripe"))
    assert link_of(await pay(mine, "me pasas otra vez el enlace?")) == first
    # Taken for something else, and heard all the same.
    assert link_of(await mine.run("action_answer", "otro enlace por favor", "out_of_scope")) == first
    other = await mine.run("action_change_trip", "mejor con PayU", "change_trip")
    assert link_of(other).startswith("https://payu.example/")
    assert mine.followed_by is None
    ways = await press(mine, kind="deposit", ask="provider")
    assert "¿Con qué medio" in text_of(ways)


async def test_a_provider_that_is_not_there_is_not_promised(mine: Conversation) -> None:
    said = await pay(mine, "pago el anticipo con Mercado Pago")
    assert "Con Mercado Pago no se puede pagar esta reserva" in text_of(said)
    assert len(payloads_of(said)) == 2


async def test_a_provider_in_trouble_makes_the_link_later_and_one_that_refuses_leaves_the_others(
    mine: Conversation, stripe: FakeProvider, payu: FakeProvider
) -> None:
    stripe.trouble.append(("before", ProviderDown("timeout")))
    assert "te llega a este chat en un momento" in text_of(
        await press(mine, kind="deposit", provider="stripe")
    )
    payu.trouble.append(("before", ProviderRefused("account_closed")))
    refused = await press(mine, kind="deposit", provider="payu")
    assert "No se pudo crear el enlace con PayU" in text_of(refused)
    assert payloads_of(refused)[0] == '/pay{"choice": {"kind": "deposit", "provider": "stripe"}}'


async def test_whether_it_came_is_told_as_it_is_at_this_moment(
    mine: Conversation, stripe: FakeProvider, clock: Clock
) -> None:
    assert "No me figura ningún pago" in text_of(await pay(mine, "¿ya llegó mi pago?"))
    link = link_of(await press(mine, kind="deposit", provider="stripe"))
    waiting = await pay(mine, "ya pagué, ¿les llegó?")
    assert "Todavía no nos llegó el pago de USD" in text_of(waiting)
    assert link_of(waiting) == link
    # No webhook has come: the provider is asked.
    stripe.pay(link.rpartition("/")[2], at=clock.now)
    arrived = text_of(await pay(mine, "¿ya llegó mi pago?"))
    assert "Sí, tu pago de USD" in arrived
    assert "está confirmada y queda un saldo de USD" in arrived
    status = await mine.run("action_tell_status", "did my payment go through?", "booking_status")
    assert "Sí, tu pago de USD" in text_of(status)


async def test_of_what_came_the_amount_that_came_is_told(
    mine: Conversation, stripe: FakeProvider, clock: Clock
) -> None:
    link = link_of(await press(mine, kind="deposit", provider="stripe"))
    stripe.pay(link.rpartition("/")[2], Money(1200, "USD"), at=clock.now)
    said = text_of(await pay(mine, "¿ya llegó mi pago?"))
    assert "Sí, tu pago de USD 12.00 llegó" in said and "faltan USD" in said
    clock.now += timedelta(minutes=1)
    link_of(await press(mine, kind="full", provider="payu"))
    assert "Todavía no nos llegó el pago de USD" in text_of(await pay(mine, "¿ya llegó mi pago?"))


async def test_of_what_came_too_late_it_is_told_that_it_goes_back(
    mine: Conversation, stripe: FakeProvider, clock: Clock
) -> None:
    link = link_of(await press(mine, kind="deposit", provider="stripe"))
    clock.now += timedelta(days=2)
    stripe.pay(link.rpartition("/")[2], Money(1200, "USD"), at=clock.now)
    said = text_of(await pay(mine, "¿ya llegó mi pago?"))
    assert "Sí, tu pago de USD 12.00 llegó" in said
    assert "está en camino desde el miércoles 3 de marzo" in said and "confirmada" not in said


async def test_the_balance_is_the_only_thing_left_and_then_nothing(
    mine: Conversation, stripe: FakeProvider, clock: Clock
) -> None:
    deposit = link_of(await press(mine, kind="deposit", provider="stripe"))
    stripe.pay(deposit.rpartition("/")[2], at=clock.now)
    await pay(mine, "¿ya llegó mi pago?")
    said = await pay(mine, "cuánto me falta pagar?")
    assert "queda un saldo de USD" in text_of(said)
    clock.now += timedelta(days=3)
    balance = link_of(await pay(mine, "quiero pagar el saldo con stripe"))
    stripe.pay(balance.rpartition("/")[2], at=clock.now)
    assert "está pagada por completo" in text_of(await pay(mine, "acabo de pagar"))
    assert "ya está pagada" in text_of(await pay(mine, "quiero pagar"))


async def test_after_the_deadline_no_link_is_given(mine: Conversation, clock: Clock) -> None:
    clock.now += timedelta(days=2)
    said = await pay(mine, "quiero pagar el anticipo con stripe")
    assert "venció sin que llegara el pago" in text_of(said)
    assert payloads_of(said) == []


async def test_a_refund_is_told_as_it_stands(mine: Conversation, stripe: FakeProvider, clock: Clock) -> None:
    link = link_of(await press(mine, kind="full", provider="stripe"))
    stripe.pay(link.rpartition("/")[2], at=clock.now)
    await pay(mine, "¿ya llegó mi pago?")
    mine.slots |= {"cancel_confirmed": True}
    assert "te aviso por aquí cuando salga" in text_of(
        await mine.run("action_cancel_booking", "sí", "affirm")
    )
    mine.slots["about"] = "refund"
    said = text_of(await mine.run("action_tell_status", "¿y mi reembolso?", "ask_refund"))
    assert "está en camino desde el lunes 1 de marzo, 10:00 (hora de Cusco)" in said


async def test_invoice_and_receipts_are_sent_as_files(
    conversation: Make,
    desk_sessions: async_sessionmaker[AsyncSession],
    clock: Clock,
    stripe: FakeProvider,
    executor: ActionExecutor,
    mine: Conversation,
) -> None:
    sent: list[str] = []

    async def attach(session: AsyncSession, *, conversation_id: UUID, document: DocumentView) -> None:
        sent.append(document.number)

    till = PaymentPorts(sessions=desk_sessions, queue=NoJobs(), providers={"stripe": stripe}, address="")
    mine.executor = build_executor(
        desk_sessions, clock=clock, operator_name="Viajes Altamar", payments=till, attach=attach
    )
    mine.slots["about"] = "invoice"
    assert "una persona del equipo" in text_of(await mine.run("action_tell_status", "mi factura"))
    stripe.pay(link_of(await press(mine, kind="full", provider="stripe")).rpartition("/")[2], at=clock.now)
    await pay(mine, "¿ya llegó mi pago?")
    mine.slots["about"] = "invoice"
    said = text_of(await mine.run("action_tell_status", "mándame la factura", "request_invoice"))
    mine.slots["about"] = "invoice"
    await mine.run("action_tell_status", "y mi recibo", "request_invoice")
    assert [number[0] for number in sent] == ["F", "R"]
    assert f"Listo: {sent[0]}" in said


async def test_usted_is_spoken_to_as_usted(mine: Conversation) -> None:
    mine.slots["form_of_address"] = "usted"
    assert "¿Qué prefiere?" in text_of(await pay(mine, "quiero pagar"))


async def test_the_payment_belongs_to_its_conversation(mine: Conversation, stripe: FakeProvider) -> None:
    link = link_of(await press(mine, kind="deposit", provider="stripe"))
    wish = stripe.links[link.rpartition("/")[2]].wish
    assert wish is not None
    assert (wish.email, wish.language) == (ANA["lead_email"], "es")
    assert isinstance(wish.payment_id, UUID)
    assert wish.amount.currency == Money(1, "USD").currency
