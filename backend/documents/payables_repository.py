"""The SQL of what suppliers get."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.bookings.models import Booking
from backend.documents.models import SupplierPayable

AT_ONCE = 500
ADD: Final = insert(SupplierPayable).on_conflict_do_nothing()


async def add(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Writes those that are not there yet."""
    if rows:
        await session.execute(ADD, rows)


async def reduce(session: AsyncSession, booking_id: UUID, supplier: str, amount: int) -> None:
    """Sets what a supplier gets for a booking, unless they have it."""
    statement = update(SupplierPayable).where(
        SupplierPayable.booking_id == booking_id,
        SupplierPayable.supplier_code == supplier,
        SupplierPayable.paid_on.is_(None),
    )
    await session.execute(statement.values(amount=amount))


async def lock(session: AsyncSession, payable_id: UUID) -> SupplierPayable:
    """One that is known to exist, which nobody else pays until the transaction ends."""
    statement = select(SupplierPayable).where(SupplierPayable.id == payable_id).with_for_update()
    return (await session.scalars(statement.execution_options(populate_existing=True))).one()


async def booking_of(session: AsyncSession, payable_id: UUID) -> UUID | None:
    """The booking that a payable is of; None where there is none."""
    return await session.scalar(select(SupplierPayable.booking_id).where(SupplierPayable.id == payable_id))


async def list_of_supplier(
    session: AsyncSession, supplier: str, limit: int
) -> Sequence[Row[SupplierPayable, str]]:
    """What a supplier gets, with the bookings' references: what it does not have yet first, then the newest due."""
    statement = (
        select(SupplierPayable, Booking.reference)
        .join(Booking, Booking.id == SupplierPayable.booking_id)
        .where(SupplierPayable.supplier_code == supplier, SupplierPayable.amount > 0)
        .order_by(SupplierPayable.paid_on.is_not(None), SupplierPayable.due_on.desc(), SupplierPayable.id)
    )
    return (await session.execute(statement.limit(limit))).all()


async def count_overdue(session: AsyncSession, today: date) -> int:
    """Payables that were due before today and are not paid."""
    statement = select(func.count()).where(
        SupplierPayable.paid_on.is_(None), SupplierPayable.due_on < today, SupplierPayable.amount > 0
    )
    return await session.scalar(statement) or 0


async def stream(
    session: AsyncSession, first: date | None, last: date | None, *, unpaid: bool, most: int | None
) -> AsyncIterator[Row[SupplierPayable, str]]:
    """Payables with their bookings' references, soonest due first, some hundred at a time."""
    statement = (
        select(SupplierPayable, Booking.reference)
        .join(Booking, Booking.id == SupplierPayable.booking_id)
        .where(SupplierPayable.amount > 0)
        .order_by(SupplierPayable.due_on, SupplierPayable.supplier_code, SupplierPayable.id)
        .limit(most)
        .execution_options(yield_per=AT_ONCE)
    )
    if first is not None:
        statement = statement.where(SupplierPayable.due_on >= first)
    if last is not None:
        statement = statement.where(SupplierPayable.due_on <= last)
    if unpaid:
        statement = statement.where(SupplierPayable.paid_on.is_(None))
    async for rows in (await session.stream(statement)).partitions():
        for row in rows:
            yield row
