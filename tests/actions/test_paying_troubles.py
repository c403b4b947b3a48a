"""What goes wrong with a payment, as people tell it: double, never, by other ways, too late, called off."""

from __future__ import annotations

from datetime import timedelta

import pytest

from backend.payments.providers.fake import FakeProvider
from tests.actions.conftest import Clock, Conversation, payloads_of, text_of
from tests.actions.test_paying import Make, executor, link_of, mine, pay, payu, press, stripe

__all__ = ["executor", "mine", "payu", "stripe"]


async def paid(trip: Conversation, stripe: FakeProvider, clock: Clock, kind: str) -> None:
    """The booking is paid, as far as ``kind`` goes."""
    link = link_of(await press(trip, kind=kind, provider="stripe"))
    stripe.pay(link.rpartition("/")[2], at=clock.now)
    assert "Sí, tu pago de USD" in text_of(await pay(trip, "ya pagué"))


@pytest.mark.parametrize(
    ("text", "action", "intent"),
    [
        ("pague dos veces!!", "action_answer", "complaint"),
        ("creo que hice el pago doble", "action_explain_payment", "pay"),
        ("me cobraron dos veces, devuelvanme uno", "action_tell_status", "ask_refund"),
        ("me salen dos cargos en la tarjeta", "action_answer", "out_of_scope"),
    ],
)
async def test_who_thinks_they_paid_twice_hears_what_came_and_may_have_it_looked_at(
    mine: Conversation,
    stripe: FakeProvider,
    clock: Clock,
    text: str,
    action: str,
    intent: str,
) -> None:
    await paid(mine, stripe, clock, "deposit")
    mine.slots["about"] = "refund"
    said = await mine.run(action, text, intent)
    assert "me figura un solo pago: USD" in text_of(said)
    assert payloads_of(said) == ["/request_human", "/deny"]
    assert mine.slots["pending"] == "human"


async def test_who_paid_deposit_and_balance_hears_both_and_who_paid_nothing_that_nothing_came(
    mine: Conversation,
    stripe: FakeProvider,
    clock: Clock,
) -> None:
    assert "No me figura ningún pago" in text_of(await pay(mine, "me descontaron dos veces"))
    await paid(mine, stripe, clock, "deposit")
    link = link_of(await pay(mine, "quiero pagar el saldo con stripe"))
    stripe.pay(link.rpartition("/")[2], at=clock.now)
    await pay(mine, "acabo de pagar")
    said = text_of(await pay(mine, "se duplicó el pago?"))
    assert "me figuran estos pagos: USD" in said
    assert said.count("USD") == 2


async def test_what_happens_without_a_payment_is_told_with_the_deadline(mine: Conversation) -> None:
    said = await mine.run("action_answer", "y si no pago a tiempo que pasa?", "ask_cancellation_policy")
    assert "Si el pago no llega hasta el martes 2 de marzo, 10:00 (hora de Cusco)" in text_of(said)
    assert len(payloads_of(said)) == 2


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("pasame una cuenta bancaria mejor", "pay"),
        ("aceptan spei?", "ask_payment_methods"),
        ("y en efectivo?", "ask_payment_methods"),
    ],
)
async def test_other_ways_are_not_promised_and_the_offer_stays(
    mine: Conversation,
    text: str,
    intent: str,
) -> None:
    said = await mine.run("action_explain_payment" if intent == "pay" else "action_answer", text, intent)
    assert "solo con un enlace seguro: tarjeta (Stripe) y PayU" in text_of(said)
    assert '/pay{"choice": {"kind": "deposit"}}' in payloads_of(said)


@pytest.mark.parametrize(
    ("text", "action", "intent"),
    [
        ("con tarjeta de credito visa", "action_answer", "ask_visa"),
        ("con mi tarjeta", "action_explain_payment", "pay"),
        ("con la mastercard", "action_change_trip", "change_trip"),
    ],
)
async def test_a_card_of_any_make_is_paid_by_who_takes_cards(
    mine: Conversation,
    text: str,
    action: str,
    intent: str,
) -> None:
    await press(mine, kind="deposit")
    assert link_of(await mine.run(action, text, intent)).startswith("https://stripe.example/")


async def test_the_other_part_is_paid_by_the_same_provider_until_another_is_wanted(
    mine: Conversation,
    clock: Clock,
) -> None:
    await press(mine, kind="full", provider="payu")
    clock.now += timedelta(minutes=1)
    part = await mine.run("action_change_trip", "perdon, mejor solo el anticipo", "change_trip")
    assert link_of(part).startswith("https://payu.example/")
    for text, intent in (("let me try something else", "see_options"), ("por otro medio", "pay")):
        action = "action_show_options" if intent == "see_options" else "action_explain_payment"
        ways = await mine.run(action, text, intent)
        assert payloads_of(ways)[0] == '/pay{"choice": {"kind": "deposit", "provider": "stripe"}}'


async def test_thanks_choose_nothing(mine: Conversation) -> None:
    await press(mine, kind="deposit")
    assert payloads_of(await mine.run("action_answer", "todo bien, gracias", "thank")) == []


async def test_a_trip_whose_deadline_passed_is_looked_for_again(mine: Conversation, clock: Clock) -> None:
    clock.now += timedelta(days=2)
    mine.slots["turn"] = {}
    said = await pay(mine, "se me paso el plazo, todavia puedo pagar?")
    assert "Busco otra vez el mismo viaje" in text_of(said)
    assert mine.followed_by == "trip_form"
    quoted = await mine.run_again("action_present_trip", "se me paso el plazo, todavia puedo pagar?", "pay")
    assert "Cotización Q-" in text_of(quoted)
    assert mine.followed_by is None
    assert (mine.slots["destination"], mine.slots["party"]) == ("cusco", {"adults": 2, "children": 1})


async def test_of_a_cancelled_booking_nothing_is_asked_for(mine: Conversation) -> None:
    mine.slots["cancel_confirmed"] = True
    await mine.run("action_cancel_booking", "sí", "affirm")
    assert "está cancelada: no hay nada que pagar" in text_of(await pay(mine, "y el link que me mandaste?"))


async def test_what_comes_back_is_told_of_the_booking_that_is_paid(
    mine: Conversation,
    stripe: FakeProvider,
    clock: Clock,
) -> None:
    await paid(mine, stripe, clock, "full")
    for text in ("would i get my money back if i cancel?", "si cancelo me devuelven la plata?"):
        assert "Si cancelaras hoy" in text_of(
            await mine.run("action_answer", text, "ask_cancellation_policy")
        )


async def test_a_card_s_number_is_not_wanted_here(mine: Conversation) -> None:
    link = link_of(await press(mine, kind="deposit", provider="stripe"))
    said = await pay(mine, "•••• 1111")
    assert "no guardamos números de tarjeta" in text_of(said)
    assert link_of(said) == link


async def test_before_booking_a_part_is_told_in_money_and_paying_waits(conversation: Make) -> None:
    trip = conversation(stars=4)
    await trip.run("action_present_trip")
    said = await pay(trip, "cuanto es la seña?", "pay_part")
    assert "el anticipo sería de USD" in text_of(said)
    assert payloads_of(said)[0].startswith("/book")
    assert "quedan a tu nombre 24 horas" in text_of(await pay(trip, "y si no pago?"))


@pytest.mark.parametrize("text", ["•••• 1111", "meu link venceu", "pague dos veces"])
async def test_what_was_taken_for_a_trip_and_is_about_the_payment_plans_none(
    mine: Conversation, text: str
) -> None:
    mine.form = "trip_form"
    mine.events.append({"event": "user", "text": text})
    await mine.run_again("validate_trip_form", text, "inform")
    assert (mine.form, mine.followed_by) == (None, "action_explain_payment")
