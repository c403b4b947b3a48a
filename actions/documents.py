"""Receipts, invoices and credit notes that a traveller asks for, sent as files."""

from __future__ import annotations

import re
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from actions.turn import Desk, Turn
from backend.bookings.schemas import BookingView
from backend.documents.schemas import DocumentKind, DocumentView
from backend.documents.service import list_documents

K = DocumentKind
ASKED: Final = (
    (K.CREDIT_NOTE, re.compile(r"nota de cr[eé]dito|credit note", re.IGNORECASE)),
    (K.RECEIPT, re.compile(r"recib|receipt|comprob|comprov", re.IGNORECASE)),
)
"""What words ask for what; anything else asks for the invoice."""
MOST: Final = 3


async def send_documents(session: AsyncSession, desk: Desk, turn: Turn, booking: BookingView) -> bool:
    """Sends what was issued of the kind they ask for, the newest first and three at most, and says so; False where there is
    nothing to send."""
    if desk.attach is None or turn.conversation_id is None:
        return False
    issued = await list_documents(session, booking_ids=[booking.id])
    kind = next((kind for kind, asks in ASKED if asks.search(turn.text)), K.INVOICE)
    wanted = _wanted(issued, kind)
    for document in wanted:
        await desk.attach(session, conversation_id=turn.conversation_id, document=document)
    if wanted:
        numbers = ", ".join(document.number for document in wanted)
        said = turn.words("document.sent_now", numbers=numbers, reference=booking.reference)
        turn.tell(f"{said} {turn.words('document.other_details')}" if kind is K.INVOICE else said)
    return bool(wanted)


def _wanted(issued: list[DocumentView], kind: DocumentKind) -> list[DocumentView]:
    newest = sorted(issued, key=lambda one: (one.issued_at, one.number), reverse=True)
    return [one for one in newest if one.kind is kind][:MOST]
