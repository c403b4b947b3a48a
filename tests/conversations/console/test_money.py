"""Reconciliation at the console: who leads sees both sides, and gives money back or to its booking."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.jobs import PostgresQueue
from backend.money import Money
from backend.payments import discrepancies, service
from backend.payments.ports import PaymentPorts
from backend.payments.providers.fake import FakeProvider
from backend.payments.reconciling import reconcile
from backend.terms import DEFAULT_TERMS
from conversations.console.money import money_router
from conversations.console.ports import DeskPorts
from conversations.team.guard import Guard
from conversations.team.models import AuditEntry, Role
from tests.backend.conftest import NOW, booked
from tests.conversations.console.conftest import ADDRESS, Office, Sessions, office_over


def payments_of(office: Office, provider: FakeProvider) -> PaymentPorts:
    """By one provider."""
    return PaymentPorts(
        sessions=office.sessions,
        queue=PostgresQueue(),
        providers={"fake": provider},
        address=ADDRESS,
        clock=lambda: NOW,
    )


@pytest.fixture
async def office(undone: Sessions) -> tuple[Office, FakeProvider]:
    """With money of nobody known, found by a comparison."""
    provider = FakeProvider()
    made = office_over(undone)
    payments = payments_of(made, provider)
    guard = Guard(undone, address=ADDRESS)
    desk = DeskPorts(sessions=undone, queue=PostgresQueue(), guard=guard, media=made.media, clock=lambda: NOW)
    made.app.include_router(money_router(desk, payments), prefix="/console/api")
    provider.pay_unasked(Money(50_000, "USD"), at=NOW)
    await reconcile(payments, since=NOW - timedelta(days=1), until=NOW + timedelta(days=1))
    return made, provider


async def written_down(sessions: Sessions, action: str) -> int:
    """How often something stands in the audit log."""
    async with sessions() as session:
        statement = select(func.count()).where(AuditEntry.action == action)
        return await session.scalar(statement) or 0


async def test_who_leads_sees_both_sides_and_nobody_else(office: tuple[Office, FakeProvider]) -> None:
    made, _ = office
    laura = await made.hire("Laura", role=Role.SUPERVISOR)
    (found,) = (await laura.get("reconciliation")).json()["discrepancies"]
    assert found["kind"] == "theirs_only"
    assert found["theirs"] == {"amount": 50_000, "currency": "USD", "refunded": 0, "lost": 0}
    assert found["shown"]["ours"]["amount"]["text"] == "USD 500.00"
    table = await laura.get("reconciliation.csv")
    assert table.text.startswith("\ufeff")
    (row,) = csv.DictReader(io.StringIO(table.text.removeprefix("\ufeff")))
    assert (row["Difference"], row["Provider, currency"]) == ("theirs_only", "USD")
    assert row["Books, taken"] == row["Provider, taken"] == "500.00"
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
    assert again.json()["found_at"] == found["found_at"]
    assert await written_down(made.sessions, "discrepancy.settled") == 1, "once for both"


async def test_money_goes_back_where_nobody_wants_it(office: tuple[Office, FakeProvider]) -> None:
    made, _ = office
    laura = await made.hire("Laura", role=Role.SUPERVISOR)
    (found,) = (await laura.get("reconciliation")).json()["discrepancies"]
    both = {"note": "torn", "refund": True, "booking": "K7PQ2M"}
    for body in ({"note": " "}, both):
        assert (await laura.post(f"reconciliation/{found['id']}/settle", body)).status_code == 422
    settled = await laura.post(f"reconciliation/{found['id']}/settle", {"note": "not ours", "refund": True})
    assert settled.status_code == 200, settled.text


async def test_what_goes_back_by_hand_is_listed_until_it_is_done(office: tuple[Office, FakeProvider]) -> None:
    made, _ = office
    laura = await made.hire("Laura", role=Role.SUPERVISOR)
    async with made.sessions.begin() as session:
        booking = await booked(session)
        await service.mark_paid(
            session, PostgresQueue(), reference=booking.reference, now=NOW, terms=DEFAULT_TERMS
        )
        await service.cancel_booking(
            session, PostgresQueue(), booking_id=booking.id, now=NOW, terms=DEFAULT_TERMS
        )
    (due,) = (await laura.get("refunds")).json()["refunds"]
    assert (due["booking"], due["provider"], due["failure"]) == (booking.reference, "outside", None)
    assert due["amount"]["minor"] == booking.total.amount
    for _ in range(2):
        assert (await laura.post(f"refunds/{due['id']}/done", {})).json()["state"] == "done"
    assert (await laura.get("refunds")).json() == {"refunds": []}
    assert await written_down(made.sessions, "refund.done") == 1, "once for both"
    async with made.sessions() as session:
        entry = (await session.scalars(select(AuditEntry).where(AuditEntry.action == "refund.done"))).one()
    told = {"amount": due["amount"]["text"], "provider": "outside"}
    assert (entry.subject, entry.detail) == (booking.reference, told)


async def test_all_of_many_differences_are_read_page_by_page(office: tuple[Office, FakeProvider]) -> None:
    """Those of one comparison were found in the same moment."""
    made, provider = office
    laura = await made.hire("Laura", role=Role.SUPERVISOR)
    for _ in range(discrepancies.PAGE):
        provider.pay_unasked(Money(1_000, "USD"), at=NOW)
    await reconcile(payments_of(made, provider), since=NOW - timedelta(days=1), until=NOW + timedelta(days=1))
    first = (await laura.get("reconciliation")).json()
    rest = (await laura.get("reconciliation", after=first["next"])).json()
    seen = [one["id"] for one in first["discrepancies"] + rest["discrepancies"]]
    assert len(seen) == len(set(seen)) == discrepancies.PAGE + 1 and rest["next"] is None
