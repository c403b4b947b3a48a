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
    if (issued := await find(session, key=key)) is not None:
        return issued
    year = now.astimezone(ZoneInfo(content.issuer.timezone)).year
    series = f"{SERIES[kind]}-{year}"
    row = {
        "id": uuid.uuid4(),
        "series": series,
        "number": await repository.next_number(session, series),
        "kind": kind.value,
        "key": key,
        "booking_id": booking.id,
        "corrects_id": corrects_id,
        "language": language,
        "content": CONTENTS.dump_python(content, mode="json"),
        "issued_at": now,
    }
    if not await repository.add(session, row):
        # Whoever had the series before issued just this.
        await repository.give_back(session, series)
    made = await find(session, key=key)
    assert made is not None
    return made


def view(found: Found) -> DocumentView:
    """A row as others see it."""
    row, reference = found
    return DocumentView(
        id=row.id,
        kind=DocumentKind(row.kind),
        number=f"{row.series}-{row.number:06d}",
        booking_id=row.booking_id,
        booking=reference,
        language=row.language,
        content=CONTENTS.validate_python(row.content),
        issued_at=row.issued_at.astimezone(UTC),
    )
