"""Until when to pay, to book what is held, to take a quote: told from what really ends, in three languages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from actions.understanding.deadlines import asks_deadline
from backend.payments.providers.fake import FakeProvider
from tests.actions.conftest import Clock, Conversation, payloads_of, text_of
from tests.actions.test_booking import ANA, held
from tests.actions.test_paying import Make, executor, link_of, mine, pay, payu, press, stripe

__all__ = ["executor", "mine", "payu", "stripe"]

ASKED = [
    ("es", "¿hasta cuándo puedo pagar?", "pay", "Tienes hasta el martes 2 de marzo, 10:00 (hora de Cusco)"),
    ("es", "y cuanto tiempo tengo?", "out_of_scope", "Tienes hasta el martes 2 de marzo"),
    ("en", "how long do I have?", "out_of_scope", "You have until Tuesday, March 2, 10:00 AM"),
    ("en", "until when can I pay?", "ask_payment_methods", "You have until Tuesday, March 2"),
    ("pt", "qual o prazo?", "ask_knowledge", "Você tem até terça-feira, 2 de março, 10:00"),
    ("pt", "posso pagar amanhã?", "ask_payment_methods", "Você tem até terça-feira, 2 de março"),
]


async def ask(trip: Conversation, text: str, intent: str = "out_of_scope") -> list[dict[str, Any]]:
    action = "action_explain_payment" if intent == "pay" else "action_answer"
    return await trip.run(action, text, intent)


@pytest.mark.parametrize(
    "text",
    [
        *("qual o prazo?", "e o prazo?", "qual é o prazo pra pagar", "até quando vale o link?"),
        *("quanto tempo eu tenho?", "vence quando?", "até que horas posso pagar", "hasta que hora tengo?"),
        *("cuánto tiempo me queda", "qué plazo tengo", "cuándo vence el link?", "¿puedo pagar el viernes?"),
        *(
            "hasta cuándo me guardas los lugares?",
            "¿hasta cuándo es válido el precio?",
            "can I pay tomorrow?",
        ),
        *("whats the deadline", "when does the link expire", "by when do i need to pay", "when's it due"),
        *("how long are my places held?", "ok y hasta cuando puedo pagar la seña? cobro el viernes"),
    ],
)
def test_a_deadline_is_asked_for_in_many_words(text: str) -> None:
    assert asks_deadline(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "¿hasta cuándo puedo cancelar?",
            "até quando posso cancelar sem custo",
            "hasta cuándo es la temporada alta",
        ),
        *("how long is the flight", "quanto tempo dura o passeio?", "how long do I have to wait?"),
        *("quiero pagar el anticipo", "¿llegó mi pago?", "quiero viajar el viernes", "/pay"),
        *("¿puedo pagar el saldo después?", "can I pay the rest later?", "hasta que edad son niños?"),
    ],
)
def test_what_ends_otherwise_or_not_at_all_is_none(text: str) -> None:
    assert not asks_deadline(text)


@pytest.mark.parametrize(("language", "text", "intent", "told"), ASKED)
async def test_before_a_link_was_sent_it_is_the_holds_with_the_amounts(
    mine: Conversation, language: str, text: str, intent: str, told: str
) -> None:
    mine.slots["language"] = language
    said = await ask(mine, text, intent)
    assert told in text_of(said)
    assert payloads_of(said) == ['/pay{"choice": {"kind": "deposit"}}', '/pay{"choice": {"kind": "full"}}']


@pytest.mark.parametrize(("language", "text", "intent", "told"), ASKED)
async def test_after_it_the_links_as_well_with_the_link(
    mine: Conversation, language: str, text: str, intent: str, told: str
) -> None:
    link = link_of(await press(mine, kind="deposit", provider="stripe"))
    mine.slots["language"] = language
    said = await ask(mine, text, intent)
    assert told in text_of(said)
    assert link_of(said) == link


async def test_the_balance_of_a_confirmed_booking_has_no_deadline_and_none_is_made_up(
    mine: Conversation, stripe: FakeProvider, clock: Clock
) -> None:
    link = link_of(await press(mine, kind="deposit", provider="stripe"))
    stripe.pay(link.rpartition("/")[2], at=clock.now)
    await pay(mine, "¿ya llegó mi pago?")
    said = await ask(mine, "¿hasta cuándo puedo pagar?", "pay")
    assert "no me figura una fecha límite" in text_of(said)
    assert payloads_of(said) == ['/pay{"choice": {"kind": "balance"}}']


async def test_when_it_is_too_late_that_is_said(mine: Conversation, clock: Clock) -> None:
    clock.now += timedelta(days=2)
    assert "se liberaron" in text_of(await ask(mine, "¿hasta cuándo puedo pagar?", "pay"))


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("es", "cuánto tiempo tengo?", "Te aparté los lugares hasta el lunes 1 de marzo"),
        ("en", "how long do I have?", "I'm holding your places until Monday, March 1"),
        ("pt", "quanto tempo tenho?", "Seus lugares estão separados até segunda-feira, 1 de março"),
    ],
)
async def test_while_places_are_held_it_is_theirs(
    conversation: Make, language: str, text: str, told: str
) -> None:
    trip = await held(conversation)
    trip.slots["language"] = language
    assert told in text_of(await ask(trip, text))


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("es", "¿hasta cuándo es válido el precio?", "Precio válido hasta el"),
        ("en", "how long is the quote good?", "Price valid until"),
        ("pt", "até quando vale a cotação?", "Preço válido até"),
    ],
)
async def test_of_a_quote_it_is_the_prices(conversation: Make, language: str, text: str, told: str) -> None:
    trip = conversation(stars=4, language=language)
    await trip.run("action_present_trip")
    said = await trip.run("action_present_trip", text, "ask_price")
    assert told in text_of(said)
    assert len(said) == 1


async def test_where_nothing_ends_the_question_is_anothers(conversation: Make) -> None:
    said = await ask(conversation(**ANA), "cuánto tiempo tengo?")
    assert "hasta" not in text_of(said)
