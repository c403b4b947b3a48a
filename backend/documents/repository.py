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


async def next_number(session: AsyncSession, code: str) -> int:
    """The next number of a series; everybody else who wants one waits until the transaction ends."""
    first = insert(DocumentSeries).values(code=code, last_number=1)
    counted = first.on_conflict_do_update(
        index_elements=["code"], set_={"last_number": DocumentSeries.last_number + 1}
    )
    return (await session.execute(counted.returning(DocumentSeries.last_number))).scalar_one()


async def give_back(session: AsyncSession, code: str) -> None:
    """The number that this transaction got last was not used."""
    last = DocumentSeries.last_number - 1
    await session.execute(update(DocumentSeries).where(DocumentSeries.code == code).values(last_number=last))


async def add(session: AsyncSession, row: dict[str, Any]) -> bool:
    """Writes a document; False where its key was used meanwhile."""
    statement = insert(Document).values(row).on_conflict_do_nothing(index_elements=["key"])
    return (await session.execute(statement.returning(Document.id))).one_or_none() is not None


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
