"""From the wish to pay to the confirmed booking and back, by each provider: real HTTP, real webhooks, the real database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from backend.bookings.schemas import BookingState
from backend.ledger.service import trial_balance
from backend.money import Money
from backend.payments import service
from backend.payments.calling import open_wish
from backend.payments.endpoints import payments_router
from backend.payments.providers.emulating import Place, Trouble
from backend.payments.refunding import request_refund
from backend.payments.registry import accesses_of, install_providers, providers_of
from tests.backend.payments.counter import Counter
from tests.backend.payments.providers.conftest import follow
from tests.serving import serving

NAMES = ("stripe", "mercadopago", "payu")


@dataclass
class Till:
    """The counter with a real client, and the emulator on the other side."""

    counter: Counter
    emulator: Any
    app: FastAPI
    address: str


@asynccontextmanager
async def tills(sessions: async_sessionmaker[AsyncSession], name: str) -> AsyncIterator[Till]:
    """The till of a provider."""
    app = FastAPI()
    async with serving(app) as host:
        address = f"http://{host}"
        place = Place(f"{address}/simulator/pay", f"{address}/simulator/pay", address)
        accesses = accesses_of(place=place, secret="a-secret")
        provider: Any = providers_of(accesses)[name]
        counter = Counter(sessions, provider=provider, now=datetime.now(UTC))
        app.include_router(payments_router(counter.ports))
        install_providers(app, accesses, place=place, wishes=partial(open_wish, counter.ports))
        yield Till(counter, app.state.pay_emulators[name], app, address)
        await provider.aclose()


@pytest.fixture
async def till(
    counter_sessions: async_sessionmaker[AsyncSession], request: pytest.FixtureRequest
) -> AsyncIterator[Till]:
    async with tills(counter_sessions, request.param) as till:
        yield till
    async with counter_sessions() as session:
        assert not any((await trial_balance(session)).values())


@pytest.mark.parametrize("till", NAMES, indirect=True)
async def test_a_deposit_confirms_the_booking_and_goes_back(till: Till) -> None:
    counter = till.counter
    booking = await counter.book()
    payment = await counter.ask(booking)
    assert payment.url and payment.url.startswith("http")
    assert (await follow(payment.url, "decline")).status_code == 200
    await till.emulator.courier.settled()
    await counter.work()
    assert (await counter.booking(booking)).state is BookingState.ON_HOLD

    await follow(payment.url, "pay")
    await till.emulator.courier.settled()
    await counter.work()
    assert (await counter.booking(booking)).state is BookingState.CONFIRMED
    assert counter.told.kinds.count("settled") == 1
    held = await counter.balance(f"provider:{counter.provider.name}")

    part = Money(payment.amount.amount // 2, "USD")
    async with counter.sessions.begin() as session:
        await request_refund(
            session, counter.queue, booking_id=booking.id, amount=part, reason="goodwill", now=counter.now
        )
    # The answer is lost, and the job asks again.
    till.emulator.troubles.add(None, Trouble("half", done=True))
    for _ in range(3):
        await counter.work()
    if counter.provider.name != "payu":  # PayU takes its time.
        assert await counter.balance(f"provider:{counter.provider.name}") == held - part.amount
        assert "refunded" in counter.told.kinds


@pytest.mark.parametrize("till", NAMES, indirect=True)
async def test_the_webhook_of_somebody_else_is_not_let_in(till: Till) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(till.app), base_url="http://us") as forger:
        for name in NAMES:
            answer = await forger.post(f"/payments/{name}/webhook", content=b'{"id": "evt_1", "type": "x"}')
            assert answer.status_code == (401 if name == till.counter.provider.name else 404)


@pytest.mark.parametrize("till", ["payu"], indirect=True)
async def test_payus_page_leads_nowhere_once_the_deadline_has_passed(till: Till) -> None:
    payment = await till.counter.ask(await till.counter.book())
    async with httpx.AsyncClient() as browser:
        assert (await browser.get(payment.url or "")).status_code == 200
        till.counter.now += timedelta(hours=25)
        assert (await browser.get(payment.url or "")).status_code == 410


@pytest.mark.parametrize("till", ["payu"], indirect=True)
async def test_payus_page_leads_nowhere_once_the_booking_is_cancelled_even_while_payu_is_down(
    till: Till,
) -> None:
    counter = till.counter
    booking = await counter.book()
    payment = await counter.ask(booking)
    async with counter.sessions.begin() as session:
        await service.cancel_booking(
            session, counter.queue, booking_id=booking.id, now=counter.now, terms=counter.ports.terms
        )
    till.emulator.troubles.add(*[Trouble("status", 503, after=60)] * 3)
    await counter.work()
    async with httpx.AsyncClient() as browser:
        assert (await browser.get(payment.url or "")).status_code == 410
