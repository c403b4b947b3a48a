"""What is peculiar to Mercado Pago's client: `test_contract.py` has what all promise."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from backend.money import Money
from backend.payments.ports import ProviderDown, ProviderRefused, TheirState
from backend.payments.providers.emulating import Trouble
from backend.payments.providers.mercadopago import parse
from backend.payments.providers.mercadopago.answers import Chargeback, Payment
from backend.payments.providers.mercadopago.client import MercadoPagoProvider
from tests.backend.payments.providers.cases import MERCADO_PAGO, mercadopago_access
from tests.backend.payments.providers.conftest import Stage, documented, follow


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with MERCADO_PAGO.staged() as stage:
        yield stage


async def test_its_page_speaks_the_payers_language(stage: Stage) -> None:
    link = await stage.provider.create_link(stage.wish())
    assert "PEN 1.410,50" in (await follow(f"{link.url}?lang=pt")).text
    assert "Pago. A confirmação" in (await follow(f"{link.url}?lang=pt", "pay")).text


async def test_a_declined_card_may_not_be_tried_again_once_the_link_has_ended(stage: Stage) -> None:
    link = await stage.provider.create_link(stage.wish())
    await follow(link.url, "decline")
    await stage.provider.expire(link.reference)
    assert (await stage.provider.fetch(link.reference)).state is TheirState.EXPIRED
    assert "venció" in (await follow(link.url, "pay")).text
    assert not (await stage.provider.fetch(link.reference)).captures


async def test_a_conflict_is_a_matter_of_time(stage: Stage) -> None:
    stage.emulator.troubles.add(Trouble("status", 409))
    with pytest.raises(ProviderDown, match="status_409"):
        await stage.does()


async def test_a_link_that_is_paid_twice_took_money_twice(stage: Stage) -> None:
    theirs = await stage.provider.fetch(await stage.does("pay", "pay"))
    assert len(theirs.captures) == 2


async def test_half_is_half(stage: Stage) -> None:
    [capture] = (await stage.provider.fetch(await stage.does("pay_less"))).captures
    assert capture.amount == Money(70_520, "PEN")


@pytest.mark.parametrize(("ending", "state"), [("dispute_lost", "lost"), ("dispute_won", "won")])
async def test_a_chargeback_is_told_and_decided(stage: Stage, ending: str, state: str) -> None:
    reference = await stage.does("pay", "dispute")
    await stage.emulator.courier.settled()
    [named] = [one for one in stage.door.references if one and one.startswith("chargeback/")]
    [opened] = (await stage.provider.fetch(named)).disputes
    assert (opened.state, opened.amount) == ("open", stage.price)
    stage.emulator.do(reference, ending)
    [closed] = (await stage.provider.fetch(reference)).disputes
    assert (closed.dispute_id, closed.state) == (opened.dispute_id, state)


async def test_everything_of_a_day_is_listed_page_by_page(stage: Stage) -> None:
    paging = MERCADO_PAGO.client(stage.address, clock=stage.clock, page_of=2)
    since = stage.clock()
    for _ in range(3):
        await stage.does("decline", "pay")
    listed = [theirs async for theirs in paging.list_between(since, stage.clock() + timedelta(minutes=1))]
    assert len({theirs.our_id for theirs in listed}) == 3
    assert [theirs async for theirs in paging.list_between(since - timedelta(days=1), since)] == []
    await paging.aclose()


async def test_amounts_and_currencies_that_it_does_not_take_are_refused(stage: Stage) -> None:
    with pytest.raises(ProviderRefused, match="amount_too_fine"):
        await stage.provider.create_link(stage.wish(Money(150, "COP")))
    with pytest.raises(ProviderRefused, match="invalid_items"):
        await stage.provider.create_link(stage.wish(Money(150, "EUR")))
    peru = MercadoPagoProvider(mercadopago_access(stage.address, country="PE"))
    assert (peru.currencies, peru.countries) == ({"PEN"}, {"PE"})


def of(**change: Any) -> Any:
    payment = Payment.model_validate(documented("mercadopago_payment.json") | change)
    return parse.of_payments("payment/3507121175", None, [payment])


def test_the_documented_payment() -> None:
    theirs = of()
    assert theirs.captures[0].amount == Money(25_000, "MXN")
    assert theirs.captures[0].fee == Money(4_375, "MXN")
    assert theirs.captures[0].paid_at == datetime(2018, 3, 5, 14, 7, 16, tzinfo=UTC)
    assert Chargeback.model_validate(documented("mercadopago_chargeback.json")).payments == ("86439942806",)


@pytest.mark.parametrize(
    ("status", "state", "captures", "disputes"),
    [
        ("pending", TheirState.PROCESSING, 0, 0),
        ("in_process", TheirState.PROCESSING, 0, 0),
        ("authorized", TheirState.PROCESSING, 0, 0),
        ("approved", TheirState.PAID, 1, 0),
        ("in_mediation", TheirState.PAID, 1, 0),
        ("refunded", TheirState.PAID, 1, 0),
        ("charged_back", TheirState.PAID, 1, 1),
        ("rejected", TheirState.OPEN, 0, 0),
        ("cancelled", TheirState.OPEN, 0, 0),
        ("something new", TheirState.OPEN, 0, 0),
    ],
)
def test_every_documented_status(status: str, state: TheirState, captures: int, disputes: int) -> None:
    theirs = of(status=status)
    assert (theirs.state, len(theirs.captures), len(theirs.disputes)) == (state, captures, disputes)
