"""What each supplier gets for a booking, and when: made with its confirmation, less after a cancellation."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.bookings.schemas import BookingView
from backend.bookings.service import lock_booking
from backend.documents import payables_repository as repository
from backend.documents.models import SupplierPayable
from backend.errors import PayableNotFound
from backend.ledger import postings
from backend.ledger.booked import owed_to_suppliers, sale_of
from backend.ledger.service import post
from backend.money import Money
from backend.quotes.priced import PricedQuote, SuppliedLine


@dataclass(frozen=True, slots=True)
class PayableView:
    """What a supplier gets for a booking (its reference); ``paid_on`` is None until it has it."""

    id: UUID
    booking: str
    supplier: str
    amount: Money
    due_on: date
    paid_on: date | None


async def make_payables(session: AsyncSession, *, booking: BookingView, quote: PricedQuote) -> None:
    """Writes down what each supplier of a quote gets, due by its own terms; again, it changes nothing."""
    owed = sale_of(booking.reference, quote).nets
    rows = [
        {
            "id": uuid.uuid4(),
            "booking_id": booking.id,
            "supplier_code": supplier,
            "currency": amount.currency,
            "amount": amount.amount,
            "due_on": due_on(quote.of_supplier(supplier)),
        }
        for supplier, amount in sorted(owed.items())
    ]
    await repository.add(session, rows)


async def reduce_payables(session: AsyncSession, *, booking: BookingView) -> None:
    """After a cancellation: what is not paid yet becomes what the books say is left of it."""
    for supplier, amount in (await owed_to_suppliers(session, booking=booking)).items():
        await repository.reduce(session, booking.id, supplier, amount.amount)


async def mark_payable_paid(
    session: AsyncSession, *, payable_id: UUID, paid_on: date, now: datetime
) -> tuple[PayableView, bool]:
    """The supplier got it from our bank, in the books too, and whether that is new; again, it changes nothing.
    Raises PayableNotFound.

    The booking is locked first, as whoever cancels it does: what is paid is what a cancellation leaves of it.
    """
    booking_id = await repository.booking_of(session, payable_id)
    if booking_id is None:
        raise PayableNotFound(payable_id)
    booking = await lock_booking(session, booking_id=booking_id)
    row = await repository.lock(session, payable_id)
    if new := row.paid_on is None:
        row.paid_on = paid_on
        await session.flush()
        await post(
            session,
            key=f"payable:{row.id}:paid",
            kind="payable.paid",
            at=now,
            lines=postings.supplier_paid(row.supplier_code, Money(row.amount, row.currency)),
            booking_id=row.booking_id,
            memo={"paid_on": paid_on.isoformat()},
        )
    return _view(row, booking.reference), new


async def count_overdue(session: AsyncSession, *, today: date) -> int:
    """How many suppliers' payments were due before a day and are not made."""
    return await repository.count_overdue(session, today)


async def list_payables_of(session: AsyncSession, *, supplier: str, most: int) -> list[PayableView]:
    """What a supplier gets: what it does not have yet first, then the newest due; nothing of zero."""
    rows = await repository.list_of_supplier(session, supplier, most)
    return [_view(row, reference) for row, reference in rows]


async def stream_payables(
    session: AsyncSession,
    *,
    first: date | None = None,
    last: date | None = None,
    unpaid: bool = False,
    most: int | None = None,
) -> AsyncIterator[PayableView]:
    """What is due between two days, both included, soonest first, read while it is used; nothing of zero;
    at most so many.
    """
    async for row, reference in repository.stream(session, first, last, unpaid=unpaid, most=most):
        yield _view(row, reference)


def due_on(lines: Sequence[SuppliedLine]) -> date:
    """Days after the last of a supplier's services, or (below zero) before the first. Pure."""
    days = lines[0].pay_days
    if days < 0:
        return min(one.line.start_on for one in lines) + timedelta(days=days)
    return max(one.line.end_on for one in lines) + timedelta(days=days)


def _view(row: SupplierPayable, reference: str) -> PayableView:
    amount = Money(row.amount, row.currency)
    return PayableView(row.id, reference, row.supplier_code, amount, row.due_on, row.paid_on)
