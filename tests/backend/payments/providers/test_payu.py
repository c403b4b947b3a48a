"""PayU's client and our page that leads to PayU, over HTTP, with the emulator on the other side."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi import FastAPI

from backend.money import Money
from backend.payments.ports import LinkWish, Notice, NoticeForged, ProviderDown, ProviderRefused, TheirState
from backend.payments.providers.emulating import Place, Trouble
from backend.payments.providers.pages import FILES
from backend.payments.providers.payu import parse, signature
from backend.payments.providers.payu.answers import Order
from backend.payments.providers.payu.client import PayUProvider
from backend.payments.providers.payu.emulator import PayUEmulator
from backend.payments.providers.payu.pages import pages_router
from backend.payments.providers.payu.settings import PayUSettings
from tests.backend.payments.providers.conftest import (
    FIXTURES,
    Clock,
    Stage,
    documented,
    last_part,
    staged,
)

NOW = datetime(2027, 5, 10, 12, tzinfo=UTC)
PESOS = Money(75_000_000, "COP")
WISHES: dict[UUID, LinkWish] = {}
"""What can be paid, as our database would know it."""


def access_of(address: str, **other: Any) -> PayUSettings:
    fixed = {
        "merchant_id": "508029",
        "account_id": "512321",
        "api_key": "4Vj8eK4rloUd272L48hsrarnUA",
        "api_login": "pRRXKOl8ikMmt9u",
        "api": f"{address}/simulator/pay/payu",
        "checkout": f"{address}/simulator/pay/payu/checkout",
        "public_url": address,
    }
    return PayUSettings(**{**fixed, **other})


def make(place: Place, clock: Clock, app: FastAPI) -> tuple[PayUProvider, PayUEmulator]:
    async def wish(payment_id: UUID) -> LinkWish | None:
        return WISHES.get(payment_id)

    access = access_of(place.gateway)
    app.include_router(pages_router(access, wish))
    return PayUProvider(access), PayUEmulator(access, place, clock)


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    WISHES.clear()
    async with staged("payu", make) as stage:
        yield stage


@pytest.fixture
async def payer() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(follow_redirects=True) as payer:
        yield payer


def form_of(page: str) -> tuple[str, dict[str, str]]:
    """Where a page's form goes, and its fields."""
    [action] = re.findall(r'<form method="post" action="([^"]+)"', page)
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return unescape(action), {name: unescape(value) for name, value in fields}


async def visit(stage: Stage, payer: httpx.AsyncClient, **other: Any) -> tuple[str, httpx.Response]:
    """A link is made and followed as far as PayU's checkout."""
    wish = stage.wish(PESOS, **other)
    WISHES[wish.payment_id] = wish
    link = await stage.provider.create_link(wish)
    page = await payer.get(link.url)
    action, fields = form_of(page.text)
    return str(link.reference), await payer.post(action, data=fields)


async def test_a_deposit_is_paid_and_everything_is_known_of_it(
    stage: Stage, payer: httpx.AsyncClient
) -> None:
    reference, checkout = await visit(stage, payer)
    assert "COP 750.000,00" in checkout.text or "COP 750,000.00" in checkout.text
    assert (await stage.provider.fetch(reference)).state is TheirState.OPEN
    assert "Pagado" in (await payer.post(str(checkout.url), data={"do": "pay"})).text
    await stage.emulator.courier.settled()

    theirs = await stage.provider.fetch(reference)
    [capture] = theirs.captures
    assert (str(theirs.our_id), theirs.state) == (reference, TheirState.PAID)
    assert (capture.amount, capture.fee) == (PESOS, None)
    assert stage.door.references == {reference}
    assert stage.door.refused == []


async def test_our_page_is_a_form_without_scripts_and_may_post_to_payu_only(
    stage: Stage, payer: httpx.AsyncClient
) -> None:
    wish = stage.wish(PESOS, language="en", title='Cusco <b>"4 days"</b>')
    WISHES[wish.payment_id] = wish
    page = await payer.get((await stage.provider.create_link(wish)).url)
    assert page.headers["content-security-policy"].split("; ")[:3] == [
        "default-src 'none'",
        "style-src 'self'",
        f"form-action {stage.address}",
    ]
    assert "<script" not in page.text and "<b>" not in page.text
    assert "Go to PayU and pay" in page.text
    _, fields = form_of(page.text)
    assert (fields["amount"], fields["currency"], fields["lng"]) == ("750000", "COP", "en")
    assert (await payer.get(f"{stage.address}{FILES}/pay.css")).status_code == 200


async def test_a_link_that_is_over_or_guessed_leads_nowhere(stage: Stage, payer: httpx.AsyncClient) -> None:
    wish = stage.wish(PESOS)
    WISHES[wish.payment_id] = wish
    link = await stage.provider.create_link(wish)
    assert (await payer.get(link.url)).status_code == 200
    for guessed in (f"{link.url}0", link.url.split("?")[0], link.url[:-1] + "é"):
        assert (await payer.get(guessed)).status_code == 410
    WISHES.clear()
    over = await payer.get(link.url)
    assert over.status_code == 410 and "ya no está activo" in over.text


async def test_payu_takes_no_form_that_somebody_touched(stage: Stage, payer: httpx.AsyncClient) -> None:
    wish = stage.wish(PESOS)
    WISHES[wish.payment_id] = wish
    action, fields = form_of((await payer.get((await stage.provider.create_link(wish)).url)).text)
    for touched in ({"amount": "1"}, {"currency": "USD"}, {"merchantId": "1"}, {"signature": ""}):
        assert (await payer.post(action, data=fields | touched)).status_code == 400
    assert not stage.emulator.shop.orders


async def test_a_declined_card_may_be_tried_again(stage: Stage, payer: httpx.AsyncClient) -> None:
    reference, checkout = await visit(stage, payer)
    stage.emulator.do(last_part(str(checkout.url)), "decline")
    declined = await stage.provider.fetch(reference)
    assert (declined.state, declined.failure) == (TheirState.OPEN, "INSUFFICIENT_FUNDS")
    stage.emulator.do(last_part(str(checkout.url)), "pay")
    await stage.emulator.courier.settled()
    assert (await stage.provider.fetch(reference)).state is TheirState.PAID
    # Two tries are two confirmations, in either order.
    assert len({notice.event_id for notice in stage.door.notices}) == 2


async def test_who_visits_twice_may_pay_twice(stage: Stage, payer: httpx.AsyncClient) -> None:
    reference, checkout = await visit(stage, payer)
    action, fields = form_of(
        (await payer.get((await stage.provider.create_link(next(iter(WISHES.values())))).url)).text
    )
    again = await payer.post(action, data=fields)
    for one in (checkout, again):
        stage.emulator.do(last_part(str(one.url)), "pay")
    assert len((await stage.provider.fetch(reference)).captures) == 2


async def paid(stage: Stage, payer: httpx.AsyncClient) -> tuple[str, Any]:
    reference, checkout = await visit(stage, payer)
    stage.emulator.do(last_part(str(checkout.url)), "pay")
    return reference, (await stage.provider.fetch(reference)).captures[0]


async def test_money_goes_back_later_once_for_each_key(
    stage: Stage, payer: httpx.AsyncClient, key: UUID
) -> None:
    reference, capture = await paid(stage, payer)
    first = await stage.provider.refund(key, capture.payment_id, Money(50_000_000, "COP"))
    assert (first.state, first.key) == ("pending", key)
    again = await stage.provider.refund(key, capture.payment_id, Money(50_000_000, "COP"))
    assert (again.refund_id, again.state, again.key) == (first.refund_id, "pending", key)
    with pytest.raises(ProviderRefused, match="more_than_was_taken"):
        await stage.provider.refund(uuid4(), capture.payment_id, Money(25_000_100, "COP"))
    await stage.provider.refund(uuid4(), capture.payment_id, Money(25_000_000, "COP"))
    stage.clock.ahead = timedelta(minutes=1)
    refunds = (await stage.provider.fetch(reference)).refunds
    assert {(refund.payment_id, refund.state) for refund in refunds} == {(capture.payment_id, "done")}
    assert next(one for one in refunds if one.key == key).refund_id == first.refund_id


async def test_a_refund_without_an_answer_is_not_asked_for_again_at_once(
    stage: Stage, payer: httpx.AsyncClient, key: UUID
) -> None:
    """PayU knows no idempotency keys."""
    _, capture = await paid(stage, payer)
    # The order is looked at first.
    stage.emulator.troubles.add(None, Trouble("status", 500, done=True))
    with pytest.raises(ProviderDown, match="status_500"):
        await stage.provider.refund(key, capture.payment_id, PESOS)
    with pytest.raises(ProviderDown, match="unsure") as unsure:
        await stage.provider.refund(key, capture.payment_id, PESOS)
    assert unsure.value.after and unsure.value.after > 60
    # Another process, later: the queries show it by then.
    other = PayUProvider(access_of(stage.address))
    assert (await other.refund(key, capture.payment_id, PESOS)).key == key
    assert len(next(iter(stage.emulator.shop.orders.values()))["transactions"]) == 2
    await other.aclose()


async def test_a_refund_that_may_be_this_one_is_a_persons_matter(
    stage: Stage, payer: httpx.AsyncClient, key: UUID
) -> None:
    _, capture = await paid(stage, payer)
    await stage.provider.refund(key, capture.payment_id, Money(10_000_000, "COP"))
    for order in stage.emulator.shop.orders.values():
        order["transactions"][-1]["reason"] = None
    with pytest.raises(ProviderRefused, match="perhaps_refunded_already"):
        await stage.provider.refund(uuid4(), capture.payment_id, Money(10_000_000, "COP"))


@pytest.mark.parametrize(
    ("trouble", "reason", "after"),
    [
        (Trouble("status", 500), "status_500", None),
        (Trouble("status", 429, after=3), "too_many", 3.0),
        (Trouble("status", 403), "credentials", None),
        (Trouble("half"), "unreadable", None),
        (Trouble("garbage"), "unreadable", None),
    ],
)
async def test_an_answer_that_is_none_is_a_provider_that_is_down(
    stage: Stage, trouble: Trouble, reason: str, after: float | None
) -> None:
    stage.emulator.troubles.add(trouble)
    with pytest.raises(ProviderDown) as down:
        await stage.provider.fetch(str(uuid4()))
    assert (down.value.reason, down.value.after) == (reason, after)


async def test_a_slow_or_absent_provider_or_a_wrong_key_is_told(stage: Stage) -> None:
    slow = PayUProvider(access_of(stage.address), timeout=0.2)
    stage.emulator.troubles.add(Trouble("hang", seconds=0.5))
    with pytest.raises(ProviderDown, match="timeout"):
        await slow.fetch(str(uuid4()))
    with pytest.raises(ProviderDown, match="unreachable"):
        await PayUProvider(access_of("http://127.0.0.1:9")).fetch(str(uuid4()))
    with pytest.raises(ProviderDown, match="credentials"):
        await PayUProvider(access_of(stage.address, api_key="wrong")).fetch(str(uuid4()))


async def test_what_is_not_ours_is_unknown(stage: Stage) -> None:
    with pytest.raises(ProviderRefused, match="unknown"):
        await stage.provider.fetch("TestPayU04")
    for capture in ("1/x", "x/1", ""):
        with pytest.raises(ProviderRefused, match="unknown"):
            await stage.provider.refund(uuid4(), capture, PESOS)


async def test_an_amount_with_cents_of_a_peso_is_refused(stage: Stage) -> None:
    with pytest.raises(ProviderRefused, match="amount_too_fine"):
        await stage.provider.create_link(stage.wish(Money(150, "COP")))


async def test_a_confirmation_comes_again_until_it_is_taken(stage: Stage, payer: httpx.AsyncClient) -> None:
    stage.door.answer = lambda delivery: 200 if delivery > 2 else 500
    await paid(stage, payer)
    await stage.emulator.courier.settled()
    assert list(stage.emulator.courier.answers) == [500, 500, 200]
    assert len({notice.event_id for notice in stage.door.notices}) == 1


def told(body: bytes, **other: Any) -> Notice | None:
    return PayUProvider(access_of("", **other)).verify(headers={}, query={}, body=body, now=NOW)


DOCUMENTED = {"merchant_id": "500238", "api_key": "6u39nqhq8ftd0hlvnjfs66eh8c"}
"""Whose signature PayU's example of a confirmation has."""


def test_the_documented_confirmation_names_its_reference() -> None:
    body = (FIXTURES / "payu_confirmation.txt").read_bytes().strip()
    notice = told(body, **DOCUMENTED)
    assert notice and notice.reference == "2015-05-27 13:04:37"
    assert notice.event_id.startswith("f5e668f1-7ecc-4b83-a4d1-0aaa68260862/6/")


@pytest.mark.parametrize(
    ("reference", "value", "state", "sign"),
    [
        ("TestPayU04", "150.00", "4", "b607a2c2fa100e0947b206d41864fb86"),
        ("TestPayU05", "150.26", "4", "1d95778a651e11a0ab93c2169a519cd6"),
    ],
)
def test_the_documented_signatures(reference: str, value: str, state: str, sign: str) -> None:
    made = signature.of_confirmation(
        access_of(""), reference=reference, value=value, currency="USD", state=state
    )
    assert made == sign


@pytest.mark.parametrize(
    ("value", "signed"),
    [
        ("150.00", "150.0"),
        ("150.26", "150.26"),
        ("150.20", "150.2"),
        ("10000", "10000.0"),
        ("150.5", "150.5"),
    ],
)
def test_one_decimal_where_the_second_is_zero(value: str, signed: str) -> None:
    assert signature.new_value(value) == signed


@pytest.mark.parametrize("digest", ["md5", "sha1", "sha256"])
def test_every_digest_of_payus_settings_is_known(digest: str) -> None:
    sign = signature.of_confirmation(
        access_of(""), reference="r", value="1.00", currency="USD", state="4", digest=digest
    )
    told_ = {
        "merchant_id": "508029",
        "reference_sale": "r",
        "value": "1.00",
        "currency": "USD",
        "state_pol": "4",
    }
    assert told(urlencode(told_ | {"sign": sign}).encode()) is not None


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"sign": ""}, "unsigned"),
        ({"sign": "abc"}, "unsigned"),
        ({"sign": "é" * 32}, "forged"),
        ({"sign": "0" * 32}, "forged"),
        ({"state_pol": "4"}, "forged"),
        ({"value": "1.00"}, "forged"),
        ({"reference_sale": "another"}, "forged"),
        ({"merchant_id": "1"}, "forged"),
    ],
)
def test_nobody_else_can_tell_us(change: dict[str, str], reason: str) -> None:
    fields = dict(parse_qsl((FIXTURES / "payu_confirmation.txt").read_text(), keep_blank_values=True))
    with pytest.raises(NoticeForged) as forged:
        told(urlencode(fields | change).encode(), **DOCUMENTED)
    assert forged.value.reason == reason


@pytest.mark.parametrize("body", [b"\xff\xfe", b"&".join([b"a=1"] * 300)])
def test_a_body_that_is_no_form_is_unreadable(body: bytes) -> None:
    with pytest.raises(NoticeForged, match="unreadable"):
        told(body)


def of(state: str, **change: Any) -> Any:
    order = documented("payu_order.json")["result"]["payload"][0]
    order["transactions"][0]["transactionResponse"]["state"] = state
    order["transactions"][0].update(change)
    return parse.of_orders("PRODUCT_TEST", [Order.model_validate(order)])


def test_the_documented_order() -> None:
    [capture] = of("APPROVED").captures
    assert capture.payment_id == "857695047/5fde3c2c-540d-4579-96f7-2a4b8c65a951"
    assert capture.amount == Money(15_026, "USD")
    assert capture.paid_at == datetime(2021, 5, 3, 18, 1, 18, tzinfo=UTC)
    in_bogota = {"state": "APPROVED", "operationDate": "2021-05-03T13:01:18"}
    assert of("", transactionResponse=in_bogota).captures[0].paid_at == capture.paid_at


@pytest.mark.parametrize(
    ("state", "came_to", "captures"),
    [
        ("APPROVED", TheirState.PAID, 1),
        ("PENDING", TheirState.PROCESSING, 0),
        ("SUBMITTED", TheirState.PROCESSING, 0),
        ("DECLINED", TheirState.OPEN, 0),
        ("ERROR", TheirState.OPEN, 0),
        ("EXPIRED", TheirState.OPEN, 0),
        ("SOMETHING_NEW", TheirState.OPEN, 0),
    ],
)
def test_every_documented_state(state: str, came_to: TheirState, captures: int) -> None:
    theirs = of(state)
    assert (theirs.state, len(theirs.captures)) == (came_to, captures)
    assert of(state, type="AUTHORIZATION").captures == ()
