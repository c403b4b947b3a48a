"""Documents are issued once, counted without gaps, and stay as they are."""

from __future__ import annotations

import asyncio
import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from backend.bookings.schemas import BookingView
from backend.bookings.service import cancel_booking, mark_paid
from backend.documents.booked import record_cancelled, record_confirmed
from backend.documents.payables import PayableView, due_on, mark_payable_paid, stream_payables
from backend.documents.schemas import CreditReason, DocumentKind, DocumentView, Received, Returned
from backend.documents.service import (
    get_document,
    issue_credit_note,
    issue_invoice,
    issue_receipt,
    list_documents,
)
from backend.errors import DocumentNotFound, PayableNotFound
from backend.ledger import postings
from backend.ledger.service import balance, post, trial_balance
from backend.money import Money
from backend.quotes.priced import list_priced
from tests.backend.conftest import ISSUER, NOW, booked

Sessions = async_sessionmaker[AsyncSession]


def received(booking: BookingView, minor: int, capture_id: uuid.UUID | None = None) -> Received:
    amount = Money(minor, booking.total.currency)
    return Received(capture_id or uuid.uuid4(), amount, "stripe", "pi_1", NOW)


async def paid(session: AsyncSession, minor: int = 20_000) -> tuple[BookingView, DocumentView, DocumentView]:
    """A booking with its receipt and invoice."""
    booking = await booked(session)
    money = received(booking, minor)
    lines = postings.captured("stripe", money.amount, booking.reference)
    await post(session, key=f"capture:{money.capture_id}", kind="payment.captured", at=NOW, lines=lines)
    confirmed = await mark_paid(session, reference=booking.reference, now=NOW)
    invoice = await record_confirmed(session, booking=confirmed, issuer=ISSUER, now=NOW)
    receipt = await issue_receipt(session, booking=confirmed, received=money, issuer=ISSUER, now=NOW)
    return confirmed, receipt, invoice


async def test_a_deposit_gives_a_receipt_and_an_invoice_that_agree_with_the_books(
    catalogue: AsyncSession,
) -> None:
    booking, receipt, invoice = await paid(catalogue)
    assert (receipt.kind, receipt.number) == (DocumentKind.RECEIPT, "R-2027-000001")
    assert (invoice.kind, invoice.number) == (DocumentKind.INVOICE, "F-2027-000001")
    total = booking.total.amount
    for document in (receipt, invoice):
        assert (document.content.paid, document.content.left) == (20_000, total - 20_000)
        assert document.booking == booking.reference and document.issued_at == NOW
    assert invoice.content.tax == booking.quote.tax.amount
    assert sum(service.amount for service in invoice.content.services) == invoice.content.amount == total
    assert await get_document(catalogue, document_id=receipt.id) == receipt
    assert {one.id for one in await list_documents(catalogue, booking_ids=[booking.id])} == {
        receipt.id,
        invoice.id,
    }


async def test_a_receipt_before_the_confirmation_knows_what_is_left(catalogue: AsyncSession) -> None:
    booking = await booked(catalogue)
    short = received(booking, 500)
    lines = postings.captured("stripe", short.amount, booking.reference)
    await post(catalogue, key=f"capture:{short.capture_id}", kind="payment.captured", at=NOW, lines=lines)
    receipt = await issue_receipt(catalogue, booking=booking, received=short, issuer=ISSUER, now=NOW)
    assert (receipt.content.paid, receipt.content.left) == (500, booking.total.amount - 500)


async def test_a_receipt_that_comes_before_the_invoice_agrees_with_it(catalogue: AsyncSession) -> None:
    booking = await booked(catalogue)
    money = received(booking, 20_000)
    lines = postings.captured("stripe", money.amount, booking.reference)
    await post(catalogue, key=f"capture:{money.capture_id}", kind="payment.captured", at=NOW, lines=lines)
    sure = await mark_paid(catalogue, reference=booking.reference, now=NOW)
    receipt = await issue_receipt(catalogue, booking=sure, received=money, issuer=ISSUER, now=NOW)
    invoice = await record_confirmed(catalogue, booking=sure, issuer=ISSUER, now=NOW)
    assert receipt.content.paid == invoice.content.paid == 20_000
    assert receipt.content.left == invoice.content.left == booking.total.amount - 20_000


async def test_the_same_is_issued_once(catalogue: AsyncSession) -> None:
    booking, _, invoice = await paid(catalogue)
    assert (
        await issue_invoice(catalogue, booking=booking, issuer=ISSUER, now=NOW + timedelta(days=9)) == invoice
    )
    assert await record_confirmed(catalogue, booking=booking, issuer=ISSUER, now=NOW) == invoice
    money = received(booking, 100)
    first = await issue_receipt(catalogue, booking=booking, received=money, issuer=ISSUER, now=NOW)
    assert await issue_receipt(catalogue, booking=booking, received=money, issuer=ISSUER, now=NOW) == first
    assert set((await trial_balance(catalogue)).values()) == {0}


async def test_years_begin_where_the_operator_is(catalogue: AsyncSession) -> None:
    booking = await booked(catalogue)
    midnight_utc = datetime(2028, 1, 1, 2, tzinfo=UTC)
    numbers = [
        (
            await issue_receipt(
                catalogue, booking=booking, received=received(booking, 1), issuer=ISSUER, now=at
            )
        ).number
        for at in (midnight_utc, midnight_utc + timedelta(hours=3), midnight_utc + timedelta(hours=4))
    ]
    assert numbers == ["R-2027-000001", "R-2028-000001", "R-2028-000002"]


async def test_numbers_have_no_gaps_whatever_is_rolled_back_or_done_at_once(committing: Sessions) -> None:
    async with committing.begin() as session:
        booking = await booked(session)
    captures = [uuid.uuid4() for _ in range(12)]

    async def one(place: int) -> None:
        async with committing() as session:
            money = received(booking, 100, captures[place % 12])
            await issue_receipt(session, booking=booking, received=money, issuer=ISSUER, now=NOW)
            await asyncio.sleep(0)
            await (session.rollback() if place % 5 == 0 else session.commit())

    await asyncio.gather(*(one(place) for place in range(30)))
    async with committing() as session:
        issued = await list_documents(session, booking_ids=[booking.id])
    numbers = sorted(document.number for document in issued)
    assert numbers == [f"R-2027-{number:06d}" for number in range(1, 13)]


@pytest.mark.parametrize(
    "statement", ["UPDATE documents SET language = 'en'", "DELETE FROM documents", "TRUNCATE documents"]
)
async def test_the_database_keeps_documents_as_they_were_issued(
    catalogue: AsyncSession, statement: str
) -> None:
    await paid(catalogue)
    await catalogue.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    with pytest.raises(DBAPIError, match="stays as it was issued"):
        await catalogue.execute(text(statement))


async def test_a_cancellation_credits_all_but_the_penalty(catalogue: AsyncSession) -> None:
    booking, _, invoice = await paid(catalogue)
    gone = await cancel_booking(catalogue, booking_id=booking.id, now=datetime(2027, 5, 6, tzinfo=UTC))
    assert gone.penalty and 0 < gone.penalty.amount < gone.total.amount
    note = await record_cancelled(catalogue, booking=gone, issuer=ISSUER, now=NOW)
    assert note and note.number == "NC-2027-000001"
    assert note.content.amount == gone.total.amount - gone.penalty.amount
    assert (note.content.corrects, note.content.reason) == (invoice.number, CreditReason.CANCELLATION)
    assert await record_cancelled(catalogue, booking=gone, issuer=ISSUER, now=NOW) == note


async def test_nothing_is_credited_where_nothing_was_invoiced_or_all_is_kept(catalogue: AsyncSession) -> None:
    held = await booked(catalogue)
    gone = await cancel_booking(catalogue, booking_id=held.id, now=NOW)
    assert await record_cancelled(catalogue, booking=gone, issuer=ISSUER, now=NOW) is None
    booking, _, _ = await paid(catalogue)
    late = await cancel_booking(catalogue, booking_id=booking.id, now=datetime(2027, 5, 10, tzinfo=UTC))
    assert late.penalty == late.total
    assert await record_cancelled(catalogue, booking=late, issuer=ISSUER, now=NOW) is None


async def test_money_that_came_too_much_is_credited_to_its_receipt(catalogue: AsyncSession) -> None:
    booking, _, _ = await paid(catalogue)
    twice = received(booking, 20_000)
    receipt = await issue_receipt(catalogue, booking=booking, received=twice, issuer=ISSUER, now=NOW)
    returned = Returned(uuid.uuid4(), twice.capture_id, twice.amount)
    note = await issue_credit_note(catalogue, booking=booking, issuer=ISSUER, now=NOW, returned=returned)
    assert note and (note.content.corrects, note.content.amount) == (receipt.number, 20_000)
    again = await issue_credit_note(catalogue, booking=booking, issuer=ISSUER, now=NOW, returned=returned)
    assert again == note


async def test_a_document_that_is_not_there(session: AsyncSession) -> None:
    with pytest.raises(DocumentNotFound):
        await get_document(session, document_id=uuid.uuid4())


async def payables(session: AsyncSession, *, unpaid: bool = False) -> list[PayableView]:
    return [one async for one in stream_payables(session, unpaid=unpaid)]


async def test_suppliers_are_due_a_week_after_their_last_service_unless_agreed_otherwise(
    catalogue: AsyncSession,
) -> None:
    booking, _, _ = await paid(catalogue)
    quote = (await list_priced(catalogue, quote_ids=[booking.quote.id]))[booking.quote.id]
    assert {(one.supplier, one.due_on) for one in await payables(catalogue)} == {
        ("sol-andino", date(2027, 5, 21))
    }
    for pay_days, day in ((-14, date(2027, 4, 26)), (0, date(2027, 5, 14))):
        assert due_on([replace(one, pay_days=pay_days) for one in quote.lines]) == day


async def test_a_supplier_is_paid_once_and_the_books_know_it(catalogue: AsyncSession) -> None:
    await paid(catalogue)
    (due,) = await payables(catalogue, unpaid=True)
    assert await balance(catalogue, "supplier:sol-andino", "USD") == due.amount * -1
    for day in (date(2027, 5, 20), date(2027, 5, 25)):
        done, new = await mark_payable_paid(catalogue, payable_id=due.id, paid_on=day, now=NOW)
        assert (done.paid_on, new) == (date(2027, 5, 20), day == date(2027, 5, 20))
    assert await balance(catalogue, "supplier:sol-andino", "USD") == Money(0, "USD")
    assert await balance(catalogue, "bank", "USD") == due.amount * -1
    assert await payables(catalogue, unpaid=True) == []
    with pytest.raises(PayableNotFound):
        await mark_payable_paid(catalogue, payable_id=uuid.uuid4(), paid_on=day, now=NOW)


async def test_a_cancellation_leaves_suppliers_their_part_of_the_penalty(catalogue: AsyncSession) -> None:
    booking, _, _ = await paid(catalogue)
    (before,) = await payables(catalogue)
    gone = await cancel_booking(catalogue, booking_id=booking.id, now=datetime(2027, 5, 6, tzinfo=UTC))
    await record_cancelled(catalogue, booking=gone, issuer=ISSUER, now=NOW)
    (after,) = await payables(catalogue)
    assert after.amount.amount == round(before.amount.amount / 2)
    assert await balance(catalogue, "supplier:sol-andino", "USD") == after.amount * -1
