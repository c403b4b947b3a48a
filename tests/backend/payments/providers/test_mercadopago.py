"""Mercado Pago's client, through its SDK over HTTP, with the emulator on the other side."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi import FastAPI

from backend.money import Money
from backend.payments.ports import Notice, NoticeForged, ProviderDown, ProviderRefused, TheirState
from backend.payments.providers.emulating import Place, Trouble
from backend.payments.providers.mercadopago import parse, signature
from backend.payments.providers.mercadopago.answers import Chargeback, Payment
from backend.payments.providers.mercadopago.client import MercadoPagoProvider
from backend.payments.providers.mercadopago.emulator import MercadoPagoEmulator
from backend.payments.providers.mercadopago.settings import MercadoPagoSettings
from tests.backend.payments.providers.conftest import Clock, Stage, documented, last_part, staged

SECRET = "a-secret"
NOW = datetime(2027, 5, 10, 12, tzinfo=UTC)
SOLES = Money(141_050, "PEN")


def access_of(address: str, **other: str) -> MercadoPagoSettings:
    api = f"{address}/simulator/pay/mercadopago"
    return MercadoPagoSettings(access_token="TEST-1", webhook_secret=SECRET, api=api, **other)


def make(place: Place, clock: Clock, app: FastAPI) -> tuple[MercadoPagoProvider, MercadoPagoEmulator]:
    access = access_of(place.gateway)
    return MercadoPagoProvider(access, clock), MercadoPagoEmulator(access, place, clock)


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with staged("mercadopago", make) as stage:
        yield stage


async def paid(stage: Stage, *doings: str) -> str:
    link = await stage.provider.create_link(stage.wish(SOLES))
    for doing in doings:
        stage.emulator.do(last_part(link.url), doing)
    return str(link.reference)


async def test_a_deposit_is_paid_and_everything_is_known_of_it(stage: Stage) -> None:
    wish = stage.wish(SOLES)
    link = await stage.provider.create_link(wish)
    assert (await stage.provider.fetch(link.reference)).state is TheirState.OPEN
    async with httpx.AsyncClient() as payer:
        assert "PEN 1.410,50" in (await payer.get(f"{link.url}?lang=pt")).text
        done = await payer.post(f"{link.url}?lang=pt", data={"do": "pay"})
    assert "Pago. A confirmação" in done.text
    await stage.emulator.courier.settled()

    theirs = await stage.provider.fetch(link.reference)
    [capture] = theirs.captures
    assert (theirs.our_id, theirs.state) == (wish.payment_id, TheirState.PAID)
    assert (capture.amount, capture.fee) == (SOLES, Money(5_628, "PEN"))
    assert stage.door.references == {f"payment/{capture.payment_id}"}
    told = await stage.provider.fetch(f"payment/{capture.payment_id}")
    assert (told.our_id, told.captures) == (wish.payment_id, theirs.captures)


async def test_the_same_key_gives_the_same_link(stage: Stage) -> None:
    wish = stage.wish(SOLES)
    assert await stage.provider.create_link(wish) == await stage.provider.create_link(wish)


async def test_a_declined_card_may_be_tried_again_until_the_link_ends(stage: Stage) -> None:
    reference = await paid(stage, "decline")
    declined = await stage.provider.fetch(reference)
    assert (declined.state, declined.failure) == (TheirState.OPEN, "cc_rejected_insufficient_amount")
    await stage.provider.expire(reference)
    assert (await stage.provider.fetch(reference)).state is TheirState.EXPIRED
    async with httpx.AsyncClient() as payer:
        url = f"{stage.address}/simulator/pay/mercadopago/checkout/{reference}"
        assert "venció" in (await payer.post(url, data={"do": "pay"})).text
    assert not (await stage.provider.fetch(reference)).captures


async def test_a_link_that_is_paid_twice_took_money_twice(stage: Stage) -> None:
    theirs = await stage.provider.fetch(await paid(stage, "pay", "pay"))
    assert len(theirs.captures) == 2


async def test_half_is_half(stage: Stage) -> None:
    [capture] = (await stage.provider.fetch(await paid(stage, "pay_less"))).captures
    assert capture.amount == Money(70_520, "PEN")


async def test_money_goes_back_once_for_each_key_and_never_more_than_came(stage: Stage, key: UUID) -> None:
    reference = await paid(stage, "pay")
    [capture] = (await stage.provider.fetch(reference)).captures
    first = await stage.provider.refund(key, capture.payment_id, Money(100_000, "PEN"))
    assert await stage.provider.refund(key, capture.payment_id, Money(100_000, "PEN")) == first
    with pytest.raises(ProviderRefused):
        await stage.provider.refund(uuid4(), capture.payment_id, Money(41_051, "PEN"))
    await stage.provider.refund(uuid4(), capture.payment_id, Money(41_050, "PEN"))
    theirs = await stage.provider.fetch(reference)
    assert sum(refund.amount.amount for refund in theirs.refunds) == SOLES.amount
    assert {refund.state for refund in theirs.refunds} == {"done"}
    assert theirs.captures == (capture,)


@pytest.mark.parametrize(("ending", "state"), [("dispute_lost", "lost"), ("dispute_won", "won")])
async def test_a_chargeback_is_told_and_decided(stage: Stage, ending: str, state: str) -> None:
    reference = await paid(stage, "pay", "dispute")
    await stage.emulator.courier.settled()
    [named] = [one for one in stage.door.references if one and one.startswith("chargeback/")]
    [opened] = (await stage.provider.fetch(named)).disputes
    assert (opened.state, opened.amount) == ("open", SOLES)
    stage.emulator.do(reference, ending)
    [closed] = (await stage.provider.fetch(reference)).disputes
    assert (closed.dispute_id, closed.state) == (opened.dispute_id, state)


async def test_everything_of_a_day_is_listed_page_by_page(stage: Stage) -> None:
    paging = MercadoPagoProvider(access_of(stage.address), stage.clock, page_of=2)
    since = stage.clock()
    for _ in range(3):
        await paid(stage, "decline", "pay")
    listed = [theirs async for theirs in paging.list_between(since, stage.clock() + timedelta(minutes=1))]
    assert len({theirs.our_id for theirs in listed}) == 3
    assert [theirs async for theirs in paging.list_between(since - timedelta(days=1), since)] == []
    await paging.aclose()


@pytest.mark.parametrize(
    ("trouble", "reason", "after"),
    [
        (Trouble("status", 500), "status_500", None),
        (Trouble("status", 429, after=3), "too_many", 3.0),
        (Trouble("status", 429), "too_many", None),
        (Trouble("status", 401), "credentials", None),
        (Trouble("status", 409), "status_409", None),
        (Trouble("half"), "unreadable", None),
        (Trouble("garbage"), "unreadable", None),
    ],
)
async def test_an_answer_that_is_none_is_a_provider_that_is_down(
    stage: Stage, trouble: Trouble, reason: str, after: float | None
) -> None:
    stage.emulator.troubles.add(trouble)
    with pytest.raises(ProviderDown) as down:
        await paid(stage)
    assert (down.value.reason, down.value.after) == (reason, after)


async def test_a_slow_or_absent_provider_is_told(stage: Stage) -> None:
    slow = MercadoPagoProvider(access_of(stage.address), stage.clock, timeout=0.2)
    stage.emulator.troubles.add(Trouble("hang", seconds=0.5))
    with pytest.raises(ProviderDown, match="timeout"):
        await slow.fetch("1")
    with pytest.raises(ProviderDown, match="unreachable"):
        await MercadoPagoProvider(access_of("http://127.0.0.1:9")).fetch("1")


async def test_what_another_account_has_is_unknown(stage: Stage) -> None:
    for reference in ("payment/1", "chargeback/1", "a-preference", "else/1"):
        with pytest.raises(ProviderRefused, match="unknown"):
            await stage.provider.fetch(reference)


async def test_amounts_and_currencies_that_it_does_not_take_are_refused(stage: Stage) -> None:
    with pytest.raises(ProviderRefused, match="amount_too_fine"):
        await stage.provider.create_link(stage.wish(Money(150, "COP")))
    with pytest.raises(ProviderRefused, match="invalid_items"):
        await stage.provider.create_link(stage.wish(Money(150, "EUR")))
    peru = MercadoPagoProvider(access_of(stage.address, country="PE"))
    assert (peru.currencies, peru.countries) == ({"PEN"}, {"PE"})


async def test_a_webhook_comes_again_until_it_is_taken(stage: Stage) -> None:
    stage.door.answer = lambda delivery: 200 if delivery > 2 else 500
    await paid(stage, "pay")
    await stage.emulator.courier.settled()
    assert list(stage.emulator.courier.answers) == [500, 500, 200]
    assert len({notice.event_id for notice in stage.door.notices if notice}) == 1


def told(
    query: dict[str, str], headers: dict[str, str], body: bytes = b"{}", now: datetime = NOW
) -> Notice | None:
    access = MercadoPagoSettings(access_token="TEST-1", webhook_secret=SECRET)
    return MercadoPagoProvider(access).verify(headers=headers, query=query, body=body, now=now)


def signed(
    data_id: str = "1234567890", at: int = int(NOW.timestamp() * 1_000), secret: str = SECRET
) -> dict[str, str]:
    return {"x-request-id": "a-request", "x-signature": signature.sign(secret, data_id, "a-request", at)}


PAYMENT = {"data.id": "1234567890", "type": "payment"}


async def test_the_documented_notice_names_its_payment() -> None:
    body = json.dumps(documented("mercadopago_webhook.json")).encode()
    notice = told(PAYMENT, signed(), body)
    assert notice == Notice("payment/1234567890/112233445566", "payment", "payment/1234567890")
    # The documentation's older examples have seconds.
    assert told(PAYMENT, signed(at=int(NOW.timestamp())), body) == notice


async def test_an_id_is_signed_in_lower_case() -> None:
    query = {"data.id": "ORD01JQ", "type": "order"}
    notice = told(query, signed("ord01jq"))
    assert notice and notice.reference is None


async def test_an_older_notice_is_to_be_expected_and_proves_nothing() -> None:
    assert told({"topic": "payment", "id": "1"}, {}) is None


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({}, "unsigned"),
        ({"x-signature": "nonsense"}, "unsigned"),
        ({"x-signature": "ts=1,v1="}, "unsigned"),
        ({"x-signature": f"ts={'9' * 40},v1=a"}, "unsigned"),
        (signed("another"), "forged"),
        (signed(secret="another"), "forged"),
        (signed() | {"x-request-id": "another"}, "forged"),
        (signed(at=int(NOW.timestamp() * 1_000) - 301_000), "stale"),
        (signed(at=int(NOW.timestamp() * 1_000) + 301_000), "stale"),
    ],
)
async def test_nobody_else_can_tell_us(headers: dict[str, str], reason: str) -> None:
    with pytest.raises(NoticeForged) as forged:
        told(PAYMENT, headers)
    assert forged.value.reason == reason


async def test_a_signed_notice_with_a_broken_body_is_unreadable() -> None:
    for body in (b"{", b"[]", b"\xff"):
        with pytest.raises(NoticeForged, match="unreadable"):
            told(PAYMENT, signed(), body)


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
