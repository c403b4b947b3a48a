"""Each supplier and each reseller reads their own and nobody else's, field by field."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from backend.bookings.schemas import BookingView
from backend.bookings.service import cancel_booking
from backend.catalogue.models import Product, Reseller, Supplier
from backend.documents.booked import record_cancelled
from backend.documents.payables import list_payables_of, mark_payable_paid
from backend.ledger.commissions import pay_reseller
from backend.ledger.service import balance
from backend.money import Money
from backend.quotes.priced import PricedQuote, list_priced
from backend.quotes.service import issue_quote
from conversations.team.models import AuditEntry, Role
from tests.backend.conftest import ANA, ISSUER, NOW, confirmed, trip
from tests.conversations.console.conftest import Colleague, Office, Sessions, office_over, undone  # noqa: F401
from tests.conversations.realtime.test_redaction import HEAD, IDENTITY, LINE, MONEY, fields

MARCH = {"from": "2027-03-01", "to": "2027-03-31"}
SUPPLIED = IDENTITY | {f"lines.{name}" for name in LINE | {f"net.{part}" for part in MONEY}}
SOLD = (
    HEAD
    | {f"total.{part}" for part in MONEY}
    | {f"commission.{part}" for part in MONEY}
    | {f"lines.{name}" for name in LINE | {f"sell.{part}" for part in MONEY}}
)
STANDING = {"role", "code", "rooms"} | {f"owed.{part}" for part in MONEY}
BOOKED = {"bookings.reference", "bookings.state", "bookings.expires_at"}
PAYABLE = {"booking", "due_on", "paid_on"} | {f"amount.{part}" for part in MONEY}


@dataclass
class Partners:
    """Two suppliers with a part in one booking, which one of two resellers sold, and others who have none in it."""

    sessions: Sessions
    office: Office
    people: dict[str, Colleague]
    booking: BookingView
    quote: PricedQuote
    other: BookingView

    async def reads(self, who: str) -> Any:
        answer = await self.people[who].get("partner")
        assert answer.status_code == 200
        return answer.json()


@pytest.fixture
async def partners(undone: Sessions) -> AsyncIterator[Partners]:  # noqa: F811
    office = office_over(undone, clock=lambda: NOW)
    async with undone.begin() as session:
        for table, known, code in (
            (Supplier, "sol-andino", "tercero"),
            (Supplier, "sol-andino", "sol-andino-norte"),
            (Reseller, "tucan", "tucan-sur"),
        ):
            row = (await session.scalars(select(table).where(table.code == known))).one()
            columns = {column.key: getattr(row, column.key) for column in table.__table__.columns}
            await session.execute(insert(table).values({**columns, "code": code}))
        await session.execute(
            update(Product).where(Product.code == "ciudadela").values(supplier_code="tercero")
        )
        booking, _ = await confirmed(session, reseller="tucan")
        other, _ = await confirmed(session, reseller="tucan-sur")
        quote = (await list_priced(session, quote_ids=[booking.quote.id]))[booking.quote.id]
    assert {line.supplier for line in quote.lines} == {"sol-andino", "tercero"}
    async with AsyncExitStack() as stack:
        people = {}
        for role, kind, codes in (
            (Role.SUPPLIER, "supplier_code", ("sol-andino", "tercero", "sol-andino-norte")),
            (Role.RESELLER, "reseller_code", ("tucan", "tucan-sur", "brisa")),
        ):
            for code in codes:
                people[code] = await office.hire(code, role, **{kind: code})
                stack.push_async_callback(people[code].browser.aclose)
        yield Partners(undone, office, people, booking, quote, other)


async def test_a_supplier_reads_its_own_net_rates_and_nothing_else(partners: Partners) -> None:
    for code in ("sol-andino", "tercero"):
        seen = await partners.reads(code)
        expected = STANDING | {f"payables.{name}" for name in PAYABLE}
        assert set(fields(seen)) == expected | BOOKED | {f"bookings.quote.{name}" for name in SUPPLIED} | {
            "paid"
        }
        mine = partners.quote.of_supplier(code)
        shown = next(one for one in seen["bookings"] if one["reference"] == partners.booking.reference)
        assert [line["product"] for line in shown["quote"]["lines"]] == [one.line.product for one in mine]
        nets = [one.line.price.net for one in mine]
        assert [line["net"]["minor"] for line in shown["quote"]["lines"]] == nets
        due = {one["booking"]: one["amount"]["minor"] for one in seen["payables"]}
        assert due[partners.booking.reference] == sum(nets)
        assert [one["minor"] for one in seen["owed"]] == [sum(due.values())]
        assert seen["rooms"] == [f"supplier:{code}"]
        told = (await partners.people[code].get("partner")).text
        theirs = {each.line.name["es"] for each in partners.quote.lines if each.supplier != code}
        theirs |= {"sol-andino", "tercero"} - {code}
        hidden = {ANA.name, ANA.email, ANA.phone, "tucan", *theirs}
        assert [secret for secret in hidden if secret in told] == []


async def test_a_reseller_reads_its_own_sales_with_its_commission_and_nothing_else(
    partners: Partners,
) -> None:
    async with partners.sessions.begin() as session:
        open_quote = await issue_quote(
            session,
            request=trip(),
            product="inti",
            conversation_id=None,
            language="es",
            now=NOW,
            reseller="tucan",
        )
        await issue_quote(
            session, request=trip(), product="inti", conversation_id=None, language="es", now=NOW
        )
    seen = await partners.reads("tucan")
    expected = STANDING | {"paid"} | BOOKED | {f"bookings.quote.{name}" for name in SOLD}
    assert set(fields(seen)) == expected | {f"quotes.{name}" for name in SOLD}
    assert [one["reference"] for one in seen["bookings"]] == [partners.booking.reference]
    assert [one["reference"] for one in seen["quotes"]] == [open_quote.reference]
    assert seen["rooms"] == ["reseller:tucan"]
    commission = partners.quote.commission.amount
    assert seen["bookings"][0]["quote"]["commission"]["minor"] == commission == seen["owed"][0]["minor"]
    told = (await partners.people["tucan"].get("partner")).text
    hidden = {ANA.name, ANA.email, ANA.phone, "sol-andino", "tercero", partners.other.reference}
    hidden |= {f'"minor":{line.line.price.net},' for line in partners.quote.lines}
    hidden |= {f'"minor":{line.line.price.markup},' for line in partners.quote.lines}
    assert not any(secret in told for secret in hidden)


@pytest.mark.parametrize("code", ["sol-andino-norte", "brisa"])
async def test_who_has_no_part_in_anything_reads_of_nothing(partners: Partners, code: str) -> None:
    """Also where their code begins as another's does."""
    seen = await partners.reads(code)
    lists = {name: value for name, value in seen.items() if name not in ("role", "code", "rooms")}
    assert not any(lists.values())


async def test_what_was_paid_and_what_a_cancellation_leaves_is_told(partners: Partners) -> None:
    async with partners.sessions.begin() as session:
        for due in await list_payables_of(session, supplier="tercero", most=1):
            await mark_payable_paid(session, payable_id=due.id, paid_on=NOW.date(), now=NOW)
        half = Money(partners.quote.commission.amount // 2, "USD")
        await pay_reseller(session, payment_id=partners.booking.id, reseller="tucan", amount=half, now=NOW)
    supplier = await partners.reads("tercero")
    assert sorted(one["paid_on"] or "" for one in supplier["payables"]) == ["", "2027-03-01"]
    paid = next(one["amount"] for one in supplier["payables"] if one["paid_on"])
    assert supplier["paid"] == [paid]
    reseller = await partners.reads("tucan")
    assert [one["minor"] for one in reseller["paid"]] == [half.amount]
    assert [one["minor"] for one in reseller["owed"]] == [partners.quote.commission.amount - half.amount]
    async with partners.sessions.begin() as session:
        cancelled = await cancel_booking(session, booking_id=partners.booking.id, now=NOW)
        await record_cancelled(session, booking=cancelled, issuer=ISSUER, now=NOW)
        left = (await balance(session, "reseller:tucan", "USD")).amount * -1
    reseller = await partners.reads("tucan")
    assert [one["state"] for one in reseller["bookings"]] == ["CANCELLED"]
    assert [one["minor"] for one in reseller["owed"]] == [left]
    assert left < 0, "has more than a free cancellation leaves"


async def test_a_reseller_s_table_holds_its_own_account_and_taking_it_is_written_down(
    partners: Partners,
) -> None:
    read = await partners.people["tucan"].get("partner/commissions.csv", **MARCH)
    _, *rows = list(csv.reader(io.StringIO(read.text.removeprefix("\ufeff"))))
    assert [(row[1], row[2]) for row in rows] == [("tucan", partners.booking.reference)]
    async with partners.sessions() as session:
        written = select(AuditEntry.action).where(AuditEntry.agent_id == partners.people["tucan"].id)
        assert (await session.scalars(written)).all() == ["books.exported"]
    refused = await partners.people["tercero"].get("partner/commissions.csv")
    assert refused.json()["error"]["code"] == "not_allowed"
