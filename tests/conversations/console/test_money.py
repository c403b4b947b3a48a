"""Reconciliation at the console: who leads sees both sides, and gives money back or to its booking."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.jobs import PostgresQueue
from backend.money import Money
from backend.payments.ports import PaymentPorts
from backend.payments.providers.fake import FakeProvider
from backend.payments.reconciling import reconcile
from conversations.console.money import money_router
from conversations.console.ports import DeskPorts
from conversations.team.guard import Guard
from conversations.team.models import Role
from tests.backend.conftest import NOW, booked
from tests.conversations.console.conftest import ADDRESS, Office, Sessions, office_over


@pytest.fixture
async def office(undone: Sessions) -> tuple[Office, FakeProvider]:
    """With money of nobody known, found by a comparison."""
    provider = FakeProvider()
    payments = PaymentPorts(
        sessions=undone,
        queue=PostgresQueue(),
        providers={"fake": provider},
        address=ADDRESS,
        clock=lambda: NOW,
    )
    made = office_over(undone)
    guard = Guard(undone, address=ADDRESS)
    desk = DeskPorts(sessions=undone, queue=PostgresQueue(), guard=guard, media=made.media, clock=lambda: NOW)
    made.app.include_router(money_router(desk, payments), prefix="/console/api")
    provider.pay_unasked(Money(50_000, "USD"), at=NOW)
    await reconcile(payments, since=NOW - timedelta(days=1), until=NOW + timedelta(days=1))
    return made, provider


async def test_who_leads_sees_both_sides_and_nobody_else(office: tuple[Office, FakeProvider]) -> None:
    made, _ = office
    laura = await made.hire("Laura", role=Role.SUPERVISOR)
    (found,) = (await laura.get("reconciliation")).json()["discrepancies"]
    assert found["kind"] == "theirs_only"
    assert found["theirs"] == {"amount": 50_000, "currency": "USD", "refunded": 0, "lost": 0}
    table = await laura.get("reconciliation.csv")
    assert "amount 50000; currency USD" in table.text
    lucia = await made.hire("Lucía")
    assert (await lucia.get("reconciliation")).status_code == 403
    settled = await lucia.post(f"reconciliation/{found['id']}/settle", {"note": "mine"})
    assert settled.status_code == 403


async def test_money_is_given_to_its_booking(office: tuple[Office, FakeProvider]) -> None:
    made, _ = office
    async with made.sessions.begin() as session:
        booking = await booked(session)
    laura = await made.hire("Laura", role=Role.SUPERVISOR)
    (found,) = (await laura.get("reconciliation")).json()["discrepancies"]
    body = {"note": "transfer of Ana", "booking": booking.reference.lower()}
    settled = await laura.post(f"reconciliation/{found['id']}/settle", body)
    assert settled.status_code == 200, settled.text
    assert (settled.json()["state"], settled.json()["note"]) == ("settled", "transfer of Ana")
    assert (await laura.get("reconciliation")).json()["discrepancies"] == []
    again = await laura.post(f"reconciliation/{found['id']}/settle", {"note": "x", "refund": True})
    assert again.json()["note"] == "transfer of Ana"


async def test_money_goes_back_where_nobody_wants_it(office: tuple[Office, FakeProvider]) -> None:
    made, _ = office
    laura = await made.hire("Laura", role=Role.SUPERVISOR)
    (found,) = (await laura.get("reconciliation")).json()["discrepancies"]
    unwritten = await laura.post(f"reconciliation/{found['id']}/settle", {"note": " "})
    assert unwritten.status_code == 422
    settled = await laura.post(f"reconciliation/{found['id']}/settle", {"note": "not ours", "refund": True})
    assert settled.status_code == 200, settled.text
