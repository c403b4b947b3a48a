"""Numbers without gaps: a document is written in the transaction that counts it, or neither is."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from backend.bookings.schemas import BookingView
from backend.documents import repository
from backend.documents.repository import Found
from backend.documents.schemas import CONTENTS, Content, DocumentKind, DocumentView

SERIES: Final = {
    DocumentKind.RECEIPT: "R",
    DocumentKind.INVOICE: "F",
    DocumentKind.CREDIT_NOTE: "NC",
}


async def find(session: AsyncSession, *, key: str) -> DocumentView | None:
    """What was issued under a key."""
    found = await repository.get_by_key_or_none(session, key)
    return view(found) if found else None


async def issue(
    session: AsyncSession,
    *,
    kind: DocumentKind,
    key: str,
    booking: BookingView,
    language: str,
    content: Content,
    now: datetime,
    corrects_id: UUID | None = None,
) -> DocumentView:
    """Writes a document under the next number of its series and of the issuer's year; the same ``key`` gives what stands.

    The series stays locked until the transaction ends, so that a number is used or never given.
    """
    year = now.astimezone(ZoneInfo(content.issuer.timezone)).year
    series, document_id = f"{SERIES[kind]}-{year}", uuid.uuid4()
    row = {
        "id": document_id,
        "series": series,
        "kind": kind.value,
        "key": key,
        "booking_id": booking.id,
        "corrects_id": corrects_id,
        "language": language,
        "content": CONTENTS.dump_python(content, mode="json"),
        "issued_at": now,
    }
    number = await repository.add(session, row)
    if number is None:
        issued = await find(session, key=key)
        assert issued is not None
        return issued
    return DocumentView(
        id=document_id,
        kind=kind,
        number=whole(series, number),
        booking_id=booking.id,
        booking=booking.reference,
        language=language,
        content=content,
        issued_at=now.astimezone(UTC),
        conversation_id=booking.conversation_id,
    )


def whole(series: str, number: int) -> str:
    """A number as it is written: `F-2027-000012`."""
    return f"{series}-{number:06d}"


def view(found: Found) -> DocumentView:
    """A row as others see it."""
    row, reference, conversation_id = found
    return DocumentView(
        id=row.id,
        kind=DocumentKind(row.kind),
        number=whole(row.series, row.number),
        booking_id=row.booking_id,
        booking=reference,
        language=row.language,
        content=CONTENTS.validate_python(row.content),
        issued_at=row.issued_at.astimezone(UTC),
        conversation_id=conversation_id,
    )
