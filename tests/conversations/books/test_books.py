"""The books for those who lead: balances, payables, and tables that an accountant's spreadsheet reads."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from sqlalchemy import select

from backend.bookings.schemas import BookingView
from backend.bookings.service import cancel_booking
from backend.documents.booked import record_cancelled
from backend.ledger import postings
from backend.ledger.service import post
from backend.terms import Issuer, Terms
from conversations.team.models import AuditEntry, Role
from tests.backend.conftest import ISSUER, NOW, confirmed
from tests.conversations.console.conftest import Colleague, Sessions, office_over, undone  # noqa: F401

MONTH = {"from": "2027-03-01", "to": "2027-03-31"}


@dataclass
class Books:
    """A leader, an agent, and a confirmed booking that an agency sold."""

    sessions: Sessions
    lead: Colleague
    agent: Colleague
    booking: BookingView

    async def table(self, name: str) -> list[list[str]]:
        """A table of March."""
        read = await self.lead.get(f"books/{name}.csv", **MONTH)
        assert (read.status_code, read.headers["content-type"]) == (200, "text/csv; charset=utf-8")
        return list(csv.reader(io.StringIO(read.text.removeprefix("\ufeff"))))

    async def written_down(self) -> list[str]:
        """What the audit log has, oldest first."""
        async with self.sessions() as session:
            return list(await session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


@pytest.fixture
async def books(undone: Sessions) -> AsyncIterator[Books]:  # noqa: F811
    office = office_over(undone, clock=lambda: NOW)
    lead, agent = await office.hire("Rosa", Role.SUPERVISOR), await office.hire("Lucía")
    async with undone.begin() as session:
        booking, _ = await confirmed(session, reseller="tucan")
    yield Books(undone, lead, agent, booking)
    for colleague in (lead, agent):
        await colleague.browser.aclose()


async def test_only_those_who_lead_see_the_books(books: Books) -> None:
    for path in ("books/balances", "books/payables", "books/ledger.csv"):
        assert (await books.agent.get(path)).json()["error"]["code"] == "not_allowed"
    refused = await books.agent.post(f"books/payables/{uuid4()}/paid", {})
    assert refused.status_code == 403


async def test_balances_say_who_owes_what_and_that_it_adds_up(books: Books) -> None:
    read = (await books.lead.get("books/balances")).json()
    stands = {one["account"]: one["balance"]["minor"] for one in read["balances"]}
    assert stands["booking:"] == books.booking.total.amount, "all bookings as one"
    account = f"booking:{books.booking.reference}"
    (one,) = (await books.lead.get("books/balances", prefix=account)).json()["balances"]
    assert one["balance"]["minor"] == books.booking.total.amount
    assert sum(stands.values()) == 0 and read["trial"] == {"USD": 0}
    owed = (await books.lead.get("books/balances", prefix="reseller:")).json()["balances"]
    assert [(one["account"], one["balance"]["text"][:3]) for one in owed] == [("reseller:tucan", "USD")]


async def test_the_ledger_as_a_table_adds_up_in_whole_units(books: Books) -> None:
    titles, *rows = await books.table("ledger")
    what = ["Date and time", "Transaction", "Reason", "Booking", "Payment"]
    assert titles == [*what, "Account", "Currency", "Amount"]
    assert rows[0][:4] == [
        "2027-03-01 10:00",
        f"booking:{books.booking.id}:confirmed",
        "booking.confirmed",
        books.booking.reference,
    ]
    amounts = [Decimal(row[-1]) for row in rows]
    assert sum(amounts) == 0 and amounts[0] == books.booking.total.decimal
    assert min(amounts) < 0, "numbers below zero stay numbers"


async def test_what_looks_like_a_formula_is_text(books: Books) -> None:
    async with books.sessions.begin() as session:
        lines = postings.captured("stripe", books.booking.total, books.booking.reference)
        key, memo = "=cmd|' /C calc'!A0", {"payment": "@SUM(1)"}
        await post(session, key=key, kind="+1", at=NOW, lines=lines, memo=memo)
    (row, _) = [row for row in await books.table("ledger") if "cmd" in row[1]]
    assert row[1:3] == ["'=cmd|' /C calc'!A0", "'+1"] and row[4] == "'@SUM(1)"


async def test_a_table_has_only_its_days_where_the_operator_is(books: Books) -> None:
    async with books.sessions.begin() as session:
        for key, at in (
            ("inside", datetime(2027, 4, 1, 4, 59, tzinfo=UTC)),
            ("outside", datetime(2027, 4, 1, 5, 0, tzinfo=UTC)),
        ):
            lines = postings.fee("stripe", books.booking.total)
            await post(session, key=key, kind="fee", at=at, lines=lines)
    keys = {row[1] for row in await books.table("ledger")}
    assert "inside" in keys and "outside" not in keys
    refused = await books.lead.get("books/ledger.csv", **{"from": "2027-03-02", "to": "2027-03-01"})
    assert refused.json()["error"]["code"] == "invalid_period"
    assert (await books.lead.get("books/secrets.csv")).status_code == 422


async def test_a_table_is_written_as_the_operator_s_country_writes_numbers(books: Books) -> None:
    """Where numbers have a comma, spreadsheets look for semicolons between the cells."""
    issuer = Issuer("Viagens Altamar", timezone="America/Sao_Paulo")
    office = office_over(books.sessions, clock=lambda: NOW, terms=Terms(issuer=issuer))
    lead = await office.hire("Camila", Role.SUPERVISOR)
    read = (await lead.get("books/ledger.csv", **MONTH)).text
    _, first, *_ = csv.reader(io.StringIO(read), delimiter=";")
    assert first[-1] == f"{books.booking.total.decimal}".replace(".", ",")
    await lead.browser.aclose()


async def test_commissions_are_owed_and_after_a_cancellation_owed_less(books: Books) -> None:
    _, owed = await books.table("commissions")
    assert owed[1:5] == ["tucan", books.booking.reference, "booking.confirmed", "USD"]
    async with books.sessions.begin() as session:
        gone = await cancel_booking(
            session, booking_id=books.booking.id, now=datetime(2027, 5, 6, tzinfo=UTC)
        )
        await record_cancelled(session, booking=gone, issuer=ISSUER, now=NOW + timedelta(hours=1))
    _, _, less = await books.table("commissions")
    assert less[3] == "booking.cancelled"
    assert Decimal(less[-1]) == -round(Decimal(owed[-1]) / 2, 2)


async def test_a_supplier_is_marked_paid_in_the_list_the_table_and_the_audit(books: Books) -> None:
    (due,) = (await books.lead.get("books/payables")).json()["payables"]
    assert (due["supplier"], due["due_on"], due["paid_on"]) == ("sol-andino", "2027-05-21", None)
    path = f"books/payables/{due['id']}/paid"
    refused = await books.lead.post(path, {"paid_on": "2027-03-02"})
    assert refused.json()["error"]["code"] == "invalid_paid_on", "nobody was paid tomorrow"
    for _ in range(2):
        done = await books.lead.post(path, {})
        assert done.json()["paid_on"] == "2027-03-01", "today, where the operator is"
    assert (await books.lead.get("books/payables")).json() == {"payables": []}
    read = await books.lead.get("books/payables.csv", **{"from": "2027-05-01", "to": "2027-05-31"})
    (_, row) = list(csv.reader(io.StringIO(read.text.removeprefix("\ufeff"))))
    assert row[:4] == ["2027-05-21", "sol-andino", books.booking.reference, "USD"]
    assert Decimal(row[4]) * 100 == due["amount"]["minor"] and row[5] == "2027-03-01"
    assert (await books.written_down())[-2:] == ["payable.paid", "books.exported"], "once for both"
    missing = await books.lead.post(f"books/payables/{uuid4()}/paid", {})
    assert missing.json()["error"]["code"] == "payable_not_found"


async def test_what_waits_for_a_person_is_counted(books: Books) -> None:
    assert (await books.lead.get("books/attention")).json() == {
        "differences": 0,
        "givebacks": 0,
        "overdue": 0,
    }
    office = office_over(books.sessions, clock=lambda: datetime(2027, 5, 22, 15, tzinfo=UTC))
    later = await office.hire("Laura", Role.SUPERVISOR)
    assert (await later.get("books/attention")).json()["overdue"] == 1, "was due the day before"
    await later.browser.aclose()


async def test_a_reseller_is_paid_once_and_never_more_than_is_owed(books: Books) -> None:
    (owed,) = (await books.lead.get("books/balances", prefix="reseller:")).json()["balances"]
    minor = -owed["balance"]["minor"]
    path, body = (
        "books/commissions/tucan/paid",
        {"payment_id": str(uuid4()), "minor": minor, "currency": "USD"},
    )
    refused = await books.lead.post(path, {**body, "minor": minor + 1})
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "more_than_owed")
    for _ in range(2):
        assert (await books.lead.post(path, body)).json()["owed"]["minor"] == 0
    assert (await books.written_down()).count("commission.paid") == 1
    assert (await books.lead.get("books/balances", prefix="reseller:")).json()["balances"] == []
    again = await books.lead.post(path, {**body, "payment_id": str(uuid4())})
    assert again.status_code == 409
    assert (await books.lead.get("books/balances")).json()["trial"] == {"USD": 0}
