"""Stripe's client, through its SDK over HTTP, with the emulator on the other side."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi import FastAPI

from backend.money import Money
from backend.payments.ports import NoticeForged, PaymentProvider, ProviderDown, ProviderRefused, TheirState
from backend.payments.providers.emulating import Place, Trouble
from backend.payments.providers.stripe import signature
from backend.payments.providers.stripe.amounts import from_stripe, to_stripe
from backend.payments.providers.stripe.client import StripeProvider
from backend.payments.providers.stripe.emulator import StripeEmulator
from backend.payments.providers.stripe.settings import StripeSettings
from tests.backend.payments.providers.conftest import Clock, Stage, documented, last_part, staged

SECRET = "whsec_test"
NOW = datetime(2027, 5, 10, 12, tzinfo=UTC)


def access_of(address: str) -> StripeSettings:
    api = f"{address}/simulator/pay/stripe"
    return StripeSettings(secret_key="sk_test_1", webhook_secret=SECRET, api=api)


def make(place: Place, clock: Clock, app: FastAPI) -> tuple[StripeProvider, StripeEmulator]:
    access = access_of(place.gateway)
    return StripeProvider(access, clock), StripeEmulator(access, place, clock)


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with staged("stripe", make) as stage:
        yield stage


def deposit(stage: Stage, **other: object) -> object:
    return stage.provider.create_link(stage.wish(Money(37_000, "USD"), **other))


async def test_a_deposit_is_paid_and_everything_is_known_of_it(stage: Stage) -> None:
    wish = stage.wish(Money(37_000, "USD"))
    link = await stage.provider.create_link(wish)
    assert abs(link.expires_at - wish.expires_at) < timedelta(seconds=2)
    opened = await stage.provider.fetch(link.reference)
    assert (opened.our_id, opened.state, opened.captures) == (wish.payment_id, TheirState.OPEN, ())

    async with httpx.AsyncClient() as payer:
        shown = await payer.get(link.url)
        assert "USD 370,00" in shown.text or "USD 370.00" in shown.text
        assert "script" not in shown.text
        paid = await payer.post(link.url, data={"do": "pay"})
    assert "Pagado" in paid.text
    await stage.emulator.courier.settled()

    theirs = await stage.provider.fetch(link.reference)
    assert theirs.state is TheirState.PAID
    [capture] = theirs.captures
    assert (capture.amount, capture.fee) == (Money(37_000, "USD"), Money(1_103, "USD"))
    assert stage.door.references == {link.reference, capture.payment_id}
    by_intent = await stage.provider.fetch(capture.payment_id)
    assert (by_intent.our_id, by_intent.captures) == (wish.payment_id, theirs.captures)


async def test_the_same_key_gives_the_same_link(stage: Stage) -> None:
    wish = stage.wish(Money(37_000, "USD"))
    assert await stage.provider.create_link(wish) == await stage.provider.create_link(wish)


@pytest.mark.parametrize("hours", [0.2, 23.999, 30])
async def test_a_link_that_stripe_would_not_end_then_lives_a_day_and_is_ended_by_us(
    stage: Stage, hours: float
) -> None:
    wish = stage.wish(Money(37_000, "USD"), expires_at=stage.clock() + timedelta(hours=hours))
    link = await stage.provider.create_link(wish)
    assert abs(link.expires_at - stage.clock() - timedelta(days=1)) < timedelta(seconds=5)
    await stage.provider.expire(link.reference)
    await stage.provider.expire(link.reference)
    assert (await stage.provider.fetch(link.reference)).state is TheirState.EXPIRED


async def test_a_paid_link_is_not_ended(stage: Stage) -> None:
    link = await deposit(stage)
    stage.emulator.do(last_part(link.url), "pay")
    await stage.provider.expire(link.reference)
    assert (await stage.provider.fetch(link.reference)).state is TheirState.PAID


async def test_a_link_ends_by_itself(stage: Stage) -> None:
    link = await deposit(stage)
    stage.clock.ahead = timedelta(hours=21)
    assert (await stage.provider.fetch(link.reference)).state is TheirState.EXPIRED


async def test_a_declined_card_may_be_tried_again(stage: Stage) -> None:
    link = await deposit(stage)
    stage.emulator.do(last_part(link.url), "decline")
    declined = await stage.provider.fetch(link.reference)
    assert (declined.state, declined.failure) == (TheirState.OPEN, "insufficient_funds")
    stage.emulator.do(last_part(link.url), "pay")
    again = await stage.provider.fetch(link.reference)
    assert (again.state, again.failure, len(again.captures)) == (TheirState.PAID, None, 1)


async def test_money_goes_back_once_for_each_key_and_never_more_than_came(stage: Stage, key: UUID) -> None:
    link = await deposit(stage)
    stage.emulator.do(last_part(link.url), "pay")
    [capture] = (await stage.provider.fetch(link.reference)).captures
    first = await stage.provider.refund(key, capture.payment_id, Money(20_000, "USD"))
    # Stripe forgets keys after a day; the metadata stay.
    stage.emulator.keys.forget()
    assert await stage.provider.refund(key, capture.payment_id, Money(20_000, "USD")) == first
    assert (first.state, first.key, first.amount) == ("done", key, Money(20_000, "USD"))
    with pytest.raises(ProviderRefused, match="amount_too_large"):
        await stage.provider.refund(uuid4(), capture.payment_id, Money(17_001, "USD"))
    rest = await stage.provider.refund(uuid4(), capture.payment_id, Money(17_000, "USD"))
    theirs = await stage.provider.fetch(link.reference)
    assert {refund.refund_id for refund in theirs.refunds} == {first.refund_id, rest.refund_id}
    assert theirs.state is TheirState.PAID


async def test_a_dispute_is_opened_and_decided(stage: Stage) -> None:
    link = await deposit(stage)
    stage.emulator.do(last_part(link.url), "pay")
    stage.emulator.do(last_part(link.url), "dispute")
    [opened] = (await stage.provider.fetch(link.reference)).disputes
    assert (opened.state, opened.amount, opened.reason) == ("open", Money(37_000, "USD"), "fraudulent")
    stage.emulator.do(last_part(link.url), "dispute_lost")
    [closed] = (await stage.provider.fetch(link.reference)).disputes
    assert (closed.dispute_id, closed.state) == (opened.dispute_id, "lost")


async def test_everything_of_a_day_is_listed_page_by_page(stage: Stage) -> None:
    paging = StripeProvider(access_of(stage.address), stage.clock, page_of=2)
    since = stage.clock() - timedelta(seconds=2)
    wishes = [stage.wish(Money(10_000 + n, "USD")) for n in range(5)]
    links = [await stage.provider.create_link(wish) for wish in wishes]
    for link in links[:4]:
        stage.emulator.do(last_part(link.url), "pay")
    stage.emulator.do(last_part(links[4].url), "decline")
    listed = [theirs async for theirs in paging.list_between(since, stage.clock() + timedelta(seconds=2))]
    assert {theirs.our_id for theirs in listed} == {wish.payment_id for wish in wishes[:4]}
    assert sum(theirs.captures[0].amount.amount for theirs in listed) == 40_006

    stage.clock.ahead = timedelta(days=2)
    await stage.provider.refund(uuid4(), listed[0].captures[0].payment_id, Money(500, "USD"))
    later = [
        theirs
        async for theirs in stage.provider.list_between(
            stage.clock() - timedelta(hours=1), stage.clock() + timedelta(hours=1)
        )
    ]
    assert [(theirs.our_id, len(theirs.refunds)) for theirs in later] == [(listed[0].our_id, 1)]


@pytest.mark.parametrize(
    ("trouble", "reason", "after"),
    [
        (Trouble("status", 500), "status_500", None),
        (Trouble("status", 503, after=7), "status_503", 7.0),
        (Trouble("status", 429, after=3), "too_many", 3.0),
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
        await deposit(stage)
    assert (down.value.reason, down.value.after) == (reason, after)


async def test_what_was_done_before_the_answer_was_lost_is_done_once(stage: Stage) -> None:
    wish = stage.wish(Money(37_000, "USD"))
    stage.emulator.troubles.add(Trouble("half", done=True))
    with pytest.raises(ProviderDown):
        await stage.provider.create_link(wish)
    await stage.provider.create_link(wish)
    assert len(stage.emulator.ledger.sessions) == 1


async def test_nobody_answers(stage: Stage) -> None:
    access = StripeSettings(secret_key="sk_test_1", webhook_secret=SECRET, api="http://127.0.0.1:9")
    with pytest.raises(ProviderDown, match="unreachable"):
        await StripeProvider(access).fetch("cs_test_1")


async def test_what_another_account_has_is_unknown(stage: Stage) -> None:
    for reference in ("cs_test_other", "pi_other", "something"):
        with pytest.raises(ProviderRefused, match="unknown"):
            await stage.provider.fetch(reference)


async def test_a_webhook_comes_again_until_it_is_taken(stage: Stage) -> None:
    stage.door.answer = lambda delivery: 200 if delivery > 2 else 500
    link = await deposit(stage)
    stage.emulator.do(last_part(link.url), "decline")
    await stage.emulator.courier.settled()
    assert list(stage.emulator.courier.answers) == [500, 500, 200]
    assert len({notice.event_id for notice in stage.door.notices if notice}) == 1


def provider() -> PaymentProvider:
    return StripeProvider(StripeSettings(secret_key="sk_test_1", webhook_secret=SECRET))


def told(body: bytes, header: str | None, now: datetime = NOW) -> object:
    headers = {} if header is None else {"stripe-signature": header}
    return provider().verify(headers=headers, query={}, body=body, now=now)


async def test_the_documented_event_names_its_session() -> None:
    body = json.dumps(documented("stripe_event.json")).encode()
    at = int(NOW.timestamp())
    notice = told(body, signature.sign(body, SECRET, at))
    assert notice.event_id == "evt_1NG8Du2eZvKYlo2CUI79vXWy"  # type: ignore[attr-defined]
    # While a secret is being replaced there are two signatures.
    both = signature.sign(body, "whsec_old", at) + "," + signature.sign(body, SECRET, at).partition(",")[2]
    assert told(body, both) == notice


async def test_events_of_other_accounts_and_kinds_concern_nobody() -> None:
    event = documented("stripe_event.json")
    for change in (
        {"account": "acct_1"},
        {"livemode": True},
        {"data": {"object": {"id": "cus_1"}}},
        {"data": None},
    ):
        body = json.dumps(event | change).encode()
        notice = told(body, signature.sign(body, SECRET, int(NOW.timestamp())))
        assert notice.reference is None  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("header", "late", "reason"),
    [
        (None, 0, "unsigned"),
        ("", 0, "unsigned"),
        ("v1=abc", 0, "unsigned"),
        ("t=now,v1=abc", 0, "unsigned"),
        ("t=٣,v1=abc", 0, "unsigned"),
        (f"t={int(NOW.timestamp())},v1=abc", 0, "forged"),
        (f"t={int(NOW.timestamp())},v1=é", 0, "forged"),
        ("signed", 301, "stale"),
        ("signed", -301, "stale"),
        ("by another", 0, "forged"),
    ],
)
async def test_nobody_else_can_tell_us(header: str | None, late: int, reason: str) -> None:
    body = b'{"id": "evt_1", "type": "charge.succeeded"}'
    at = int(NOW.timestamp())
    made = {"signed": signature.sign(body, SECRET, at), "by another": signature.sign(body, "whsec_other", at)}
    with pytest.raises(NoticeForged) as forged:
        told(body, made.get(header or "", header), NOW + timedelta(seconds=late))
    assert forged.value.reason == reason


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'{"id": "evt_1"}', b'{"type": "x", "id": "e", "data": []']
)
async def test_a_signed_body_that_is_no_event_is_unreadable(body: bytes) -> None:
    with pytest.raises(NoticeForged, match="unreadable"):
        told(body, signature.sign(body, SECRET, int(NOW.timestamp())))


@pytest.mark.parametrize(
    ("money", "written"),
    [
        (Money(1_234, "USD"), 1_234),
        (Money(1_234, "CLP"), 1_234),
        (Money(1_234, "JPY"), 1_234),
        (Money(5_124, "ISK"), 512_400),
        (Money(5_120, "KWD"), 5_120),
        (Money(100, "COP"), 100),
    ],
)
def test_amounts_are_written_by_stripes_own_lists(money: Money, written: int) -> None:
    assert to_stripe(money) == written
    assert from_stripe(written, money.currency.lower()) == money


def test_an_amount_finer_than_stripe_takes_is_refused() -> None:
    with pytest.raises(ProviderRefused):
        to_stripe(Money(5_124, "KWD"))
    with pytest.raises(ValueError):
        from_stripe(512_450, "ISK")


async def test_a_time_out_is_told(stage: Stage) -> None:
    slow = StripeProvider(access_of(stage.address), stage.clock, timeout=0.2)
    stage.emulator.troubles.add(Trouble("hang", seconds=0.6))
    with pytest.raises(ProviderDown, match="timeout"):
        await slow.fetch("cs_test_1")
    await slow.aclose()
    await asyncio.sleep(0.5)
