"""Stripe's client on an emulator that others wrote: localstripe, through the SDK and over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import uuid4

import pytest
from fastapi import FastAPI

from backend.money import Money
from backend.payments.ports import LinkWish, TheirState
from backend.payments.providers.stripe.client import StripeProvider
from backend.payments.providers.stripe.settings import StripeSettings
from tests.backend.payments.providers.conftest import Clock, Door
from tests.backend.payments.providers.stripe_double import KEY, StripeDouble, stripe_double
from tests.serving import serving

SECRET = "whsec_localstripe"
AMOUNT = Money(37_000, "USD")


@pytest.fixture(scope="module")
async def double() -> AsyncIterator[StripeDouble]:
    async with stripe_double() as double:
        yield double


@pytest.fixture
async def stripe(double: StripeDouble) -> AsyncIterator[StripeProvider]:
    provider = StripeProvider(StripeSettings(secret_key=KEY, webhook_secret=SECRET, api=double.address))
    yield provider
    await provider.aclose()


def wish() -> LinkWish:
    ends = Clock()() + timedelta(hours=5)
    return LinkWish(
        key=uuid4(),
        payment_id=uuid4(),
        amount=AMOUNT,
        title="Cusco, 4 days",
        email="ana@example.com",
        language="en",
        expires_at=ends,
        return_url="https://viajes.example/done",
        notify_url="https://viajes.example/payments/stripe/webhook",
    )


async def test_a_deposit_is_paid_told_and_given_back(double: StripeDouble, stripe: StripeProvider) -> None:
    app, clock = FastAPI(), Clock()
    door = Door(clock, provider=stripe)
    door.install(app)
    async with serving(app) as host:
        await double.deliver_to(f"http://{host}/payments/stripe/webhook", SECRET)
        wanted = wish()
        link = await stripe.create_link(wanted)
        assert await stripe.create_link(wanted) == link
        assert (await stripe.fetch(link.reference)).state is TheirState.OPEN
        await double.pay(link.reference)
        async with asyncio.timeout(20):
            await door.knocked.wait()
    theirs = await stripe.fetch(link.reference)
    [capture] = theirs.captures
    assert (theirs.our_id, theirs.state, capture.amount) == (wanted.payment_id, TheirState.PAID, AMOUNT)
    # localstripe keeps no fee.
    assert capture.fee == Money(0, "USD")
    assert (door.references, door.refused) == ({capture.payment_id}, [])
    assert (await stripe.fetch(capture.payment_id)).our_id == wanted.payment_id

    key = uuid4()
    refund = await stripe.refund(key, capture.payment_id, Money(20_000, "USD"))
    assert await stripe.refund(key, capture.payment_id, Money(20_000, "USD")) == refund
    assert [(one.key, one.state) for one in (await stripe.fetch(link.reference)).refunds] == [(key, "done")]


async def test_a_declined_card_leaves_the_link_open_until_it_is_ended(
    double: StripeDouble, stripe: StripeProvider
) -> None:
    link = await stripe.create_link(wish())
    await double.pay(link.reference, "declined")
    declined = await stripe.fetch(link.reference)
    assert (declined.state, declined.captures, declined.failure) == (TheirState.OPEN, (), "card_declined")
    await stripe.expire(link.reference)
    assert (await stripe.fetch(link.reference)).state is TheirState.EXPIRED


async def test_what_was_taken_is_listed(double: StripeDouble, stripe: StripeProvider) -> None:
    wanted = wish()
    await double.pay((await stripe.create_link(wanted)).reference)
    now = Clock()()
    listed = [
        theirs async for theirs in stripe.list_between(now - timedelta(minutes=1), now + timedelta(minutes=1))
    ]
    assert wanted.payment_id in {theirs.our_id for theirs in listed}
