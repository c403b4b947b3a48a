"""The SQL of this room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.bookings.models import Booking
from backend.documents.models import Document, DocumentSeries

Found = Row[Document, str]
"""A document and its booking's reference."""


async def lock_series(session: AsyncSession, code: str) -> None:
    """Makes everybody else who wants a number of the series wait until the transaction ends."""
    new = insert(DocumentSeries).values(code=code, last_number=0)
    await session.execute(new.on_conflict_do_nothing())
    await session.execute(select(DocumentSeries.code).where(DocumentSeries.code == code).with_for_update())


async def next_number(session: AsyncSession, code: str) -> int:
    """The next number of a locked series."""
    counted = (
        update(DocumentSeries)
        .where(DocumentSeries.code == code)
        .values(last_number=DocumentSeries.last_number + 1)
        .returning(DocumentSeries.last_number)
    )
    return (await session.execute(counted)).scalar_one()


async def add(session: AsyncSession, row: dict[str, Any]) -> None:
    """Writes a document."""
    await session.execute(insert(Document).values(row))


async def get_by_key_or_none(session: AsyncSession, key: str) -> Found | None:
    """The document that was issued for this."""
    return (await session.execute(_documents().where(Document.key == key))).one_or_none()


async def get_or_none(session: AsyncSession, document_id: UUID) -> Found | None:
    """The document."""
    return (await session.execute(_documents().where(Document.id == document_id))).one_or_none()


async def list_by_bookings(session: AsyncSession, booking_ids: Sequence[UUID]) -> Sequence[Found]:
    """The documents of some bookings, newest first."""
    statement = _documents().where(Document.booking_id.in_(booking_ids))
    newest = statement.order_by(Document.issued_at.desc(), Document.series, Document.number.desc())
    return (await session.execute(newest)).all()


def _documents() -> Select[Document, str]:
    return select(Document, Booking.reference).join(Booking, Booking.id == Document.booking_id)
