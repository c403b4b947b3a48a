"""The SQL of bookings."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Text, bindparam, cast, func, literal_column, or_, select, text
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from backend.bookings.models import Booking
from backend.bookings.proof_repository import seen_from
from backend.bookings.schemas import BookingState
from backend.catalogue.models import Product
from backend.quotes.models import Quote


async def get_by_reference_or_none(
    session: AsyncSession, reference: str, *, lock: bool = False
) -> Booking | None:
    """The booking with its quote."""
    return (await session.scalars(NAMED[lock], {"reference": reference})).one_or_none()


async def get_one_or_none(session: AsyncSession, booking_id: UUID, *, lock: bool = False) -> Booking | None:
    """The booking with its quote."""
    return (await session.scalars(ONE[lock], {"id": booking_id})).one_or_none()


async def get_made_or_none(session: AsyncSession, booking_id: UUID, hold_id: UUID) -> Booking | None:
    """The booking under this id, or else the one that uses the hold."""
    statement = _bookings().where(or_(Booking.id == booking_id, Booking.hold_id == hold_id))
    return (await session.scalars(statement.order_by(Booking.id != booking_id))).first()


async def references_of(session: AsyncSession, booking_ids: Collection[UUID]) -> dict[UUID, str]:
    """The references, by id."""
    found = await session.execute(select(Booking.id, Booking.reference).where(Booking.id.in_(booking_ids)))
    return {row.id: row.reference for row in found}


async def newest_of_quote(session: AsyncSession, quote_id: UUID) -> Booking | None:
    """What was booked of a quote last."""
    statement = _newest(_bookings().where(Booking.quote_id == quote_id), 1)
    return (await session.scalars(statement)).one_or_none()


async def list_made_in(
    session: AsyncSession, conversation_id: UUID, *, lock: bool = False
) -> Sequence[Booking]:
    """What was booked in the conversation, newest first."""
    statement = _bookings(lock).where(Booking.conversation_id == conversation_id)
    return (await session.scalars(statement.order_by(Booking.created_at.desc(), Booking.id))).all()


async def list_referenced(session: AsyncSession, first: str, last: str, limit: int) -> Sequence[Booking]:
    """Bookings whose references lie between two, both included, newest first."""
    statement = select(Booking).where(
        Booking.reference >= first, Booking.reference <= last, Booking.reference.startswith(first)
    )
    return (await session.scalars(statement.order_by(Booking.created_at.desc()).limit(limit))).all()


async def list_seen_from(session: AsyncSession, conversation_id: UUID) -> Sequence[Booking]:
    """What was booked in the conversation, or in an e-mail that it proved, newest first."""
    statement = _bookings().where(Booking.id.in_(seen_from(conversation_id)))
    return (await session.scalars(statement.order_by(Booking.created_at.desc(), Booking.id))).all()


async def list_of_reseller(session: AsyncSession, reseller: str, limit: int) -> Sequence[Booking]:
    """What a reseller sold, newest first."""
    statement = _bookings().join(Booking.quote).where(Quote.reseller_code == reseller)
    return (await session.scalars(_newest(statement, limit))).all()


async def list_of_supplier(session: AsyncSession, supplier: str, limit: int) -> Sequence[Booking]:
    """What was booked with a service of a supplier in it, newest first."""
    theirs = (
        select(func.array_agg(cast(Product.code, Text)))
        .where(Product.supplier_code == supplier)
        .scalar_subquery()
    )
    # Written out as in the index, which a bound value would not match.
    path: ColumnElement[str] = literal_column("'$.lines[*].product'")
    products = func.jsonb_path_query_array(Quote.itinerary, path, type_=JSONB())
    found = select(Booking.id).join(Booking.quote).where(products.op("?|")(theirs))
    # Sorted before they are read: itineraries are long.
    newest = found.order_by(*NEWEST).limit(limit)
    return (await session.scalars(_bookings().where(Booking.id.in_(newest)).order_by(*NEWEST))).all()


async def lock_expired_batch(session: AsyncSession, now: datetime, size: int) -> Sequence[Booking]:
    """Some bookings on hold past their deadline that nobody else is working on."""
    statement = (
        select(Booking)
        .where(Booking.state == BookingState.ON_HOLD, Booking.expires_at <= now)
        .order_by(Booking.id)
        .limit(size)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return (await session.scalars(statement)).all()


async def add(session: AsyncSession, row: dict[str, Any]) -> bool:
    """Writes a booking; False when its reference is used already."""
    statement = insert(Booking).values(row).on_conflict_do_nothing(index_elements=["reference"])
    return (await session.execute(statement.returning(Booking.id))).one_or_none() is not None


async def confirm(session: AsyncSession, booking_id: UUID, now: datetime) -> None:
    """A locked booking is confirmed from now on."""
    await session.execute(CONFIRM, {"id": booking_id, "now": now})


def _newest(statement: Select[Booking], limit: int) -> Select[Booking]:
    return statement.order_by(*NEWEST).limit(limit)


def _bookings(lock: bool = False) -> Select[Booking]:
    statement = (
        select(Booking)
        .options(joinedload(Booking.quote, innerjoin=True))
        .execution_options(populate_existing=True)
    )
    return statement.with_for_update(of=Booking) if lock else statement


NEWEST: Final = (Booking.created_at.desc(), Booking.id)
# By whether it is locked; built once, for that takes longer than asking.
ONE: Final = {lock: _bookings(lock).where(Booking.id == bindparam("id")) for lock in (False, True)}
NAMED: Final = {
    lock: _bookings(lock).where(Booking.reference == bindparam("reference")) for lock in (False, True)
}
CONFIRM: Final = text(
    "UPDATE bookings SET state = 'CONFIRMED', expires_at = NULL, confirmed_at = :now WHERE id = :id"
)
