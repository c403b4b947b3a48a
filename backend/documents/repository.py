"""The SQL of this room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Row, Select, String, bindparam, select, text, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from backend.bookings.models import Booking
from backend.documents.models import Document, DocumentSeries

Found = Row[Document, str, UUID | None]
"""A document, its booking's reference, and the conversation in which that was made."""
ADD = text(
    """
    WITH counted AS (
        INSERT INTO document_series AS series (code, last_number)
        SELECT :series, 1 WHERE NOT EXISTS (SELECT FROM documents WHERE key = :key)
        ON CONFLICT (code) DO UPDATE SET last_number = series.last_number + 1
        RETURNING last_number
    ), written AS (
        INSERT INTO documents (id, series, number, kind, key, booking_id, corrects_id, language, content, issued_at)
        SELECT CAST(:id AS uuid), :series, last_number, :kind, :key, CAST(:booking_id AS uuid),
            CAST(:corrects_id AS uuid), :language, :content, :issued_at
        FROM counted
        ON CONFLICT (key) DO NOTHING RETURNING number
    )
    SELECT (SELECT last_number FROM counted), (SELECT number FROM written)
    """
).bindparams(
    bindparam("series", type_=String),
    bindparam("key", type_=String),
    bindparam("kind", type_=String),
    bindparam("language", type_=String),
    bindparam("content", type_=JSONB),
    bindparam("issued_at", type_=DateTime(timezone=True)),
)


async def add(session: AsyncSession, row: Mapping[str, Any]) -> int | None:
    """Writes a document under the next number of its series, and gives the number; everybody else who wants one waits until
    the transaction ends. None where its key is used: then nothing is counted.
    """
    counted, written = (await session.execute(ADD, row)).one()
    if counted is not None and written is None:
        # Whoever had the series before issued just this.
        last = DocumentSeries.last_number - 1
        await session.execute(
            update(DocumentSeries).where(DocumentSeries.code == row["series"]).values(last_number=last)
        )
    return None if written is None else int(written)


async def get_by_key_or_none(session: AsyncSession, key: str) -> Found | None:
    """The document that was issued for this."""
    return (await session.execute(_documents().where(Document.key == key))).one_or_none()


async def get_or_none(session: AsyncSession, document_id: UUID) -> Found | None:
    """The document."""
    return (await session.execute(ONE, {"id": document_id})).one_or_none()


async def list_by_bookings(session: AsyncSession, booking_ids: Sequence[UUID]) -> Sequence[Found]:
    """The documents of some bookings, newest first."""
    statement = _documents().where(Document.booking_id.in_(booking_ids))
    newest = statement.order_by(Document.issued_at.desc(), Document.series, Document.number.desc())
    return (await session.execute(newest)).all()


def _documents() -> Select[Document, str, UUID | None]:
    return select(Document, Booking.reference, Booking.conversation_id).join(
        Booking, Booking.id == Document.booking_id
    )


ONE = _documents().where(Document.id == bindparam("id"))
