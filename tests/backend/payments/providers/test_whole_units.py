"""A currency of which nothing finer than a whole unit is paid: deposit, balance and what goes back, by each provider."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.database import sessions_for
from backend.bookings.schemas import BookingState
from backend.ledger.service import trial_balance
from backend.money import smallest
from backend.payments import service
from backend.payments.schemas import PaymentKind
from backend.quotes.schemas import Party
from tests.backend.payments.providers.conftest import follow
from tests.backend.payments.providers.test_paid_through import NAMES, Till, tills
from tests.databases import SMALL, small_catalogue

PESO = smallest("COP")


@pytest.fixture
async def till(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Till]:
    """A catalogue whose hotel in Pucón is sold in Colombian pesos, for a total of which the deposit has cents."""
    shutil.copytree(SMALL, tmp_path, dirs_exist_ok=True)
    for name, old, new in (
        ("suppliers.yml", "currency: CLP", "currency: COP"),
        ("hotels.yml", '"80000"', '"80033"'),
        ("hotels.yml", '"65000"', '"65033"'),
        ("resellers.yml", 'commission_percent: "8"', 'commission_percent: "5.3"'),
    ):
        file = tmp_path / name
        file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    async with small_catalogue(tmp_path) as engine, tills(sessions_for(engine), request.param) as till:
        yield till
        async with till.counter.sessions() as session:
            assert not any((await trial_balance(session)).values())


@pytest.mark.parametrize("till", NAMES, indirect=True)
async def test_deposit_and_balance_are_whole_pesos_and_together_the_total(till: Till) -> None:
    counter = till.counter
    wishes: dict[str, Any] = {
        "destination": "pucon",
        "product": "lago",
        "party": Party(2),
        "reseller": "tucan",
    }
    booking = await counter.book(**wishes)
    assert booking.total.amount * 30 // 100 % PESO, "thirty percent of it are no whole pesos"
    paid = 0
    for kind in (PaymentKind.DEPOSIT, PaymentKind.BALANCE):
        payment = await counter.ask(booking, kind)
        assert payment.url, payment.failure
        assert payment.amount.amount % PESO == 0
        assert (await follow(payment.url, "pay")).status_code == 200
        await till.emulator.courier.settled()
        await counter.work()
        paid += payment.amount.amount
        assert (await counter.booking(booking)).state is BookingState.CONFIRMED
        owed = await counter.balance(f"booking:{booking.reference}", "COP")
        assert owed == booking.total.amount - paid
    assert paid == booking.total.amount
    commission = -(await counter.balance("reseller:tucan", "COP"))
    assert commission % PESO == 0 and abs(commission - booking.total.amount * 0.053) <= PESO

    async with counter.sessions.begin() as session:
        now = datetime.now(UTC)
        cancelled = await service.cancel_booking(
            session, counter.queue, booking_id=booking.id, now=now, terms=counter.ports.terms
        )
    assert cancelled.refund.amount % PESO == 0
    await counter.work()
    async with counter.sessions() as session:
        refunds = await service.list_refunds(session, booking_id=booking.id)
    assert sum(one.amount.amount for one in refunds) == cancelled.refund.amount
    assert "failed" not in {one.state.value for one in refunds}
