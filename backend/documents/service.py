"""Issuing receipts, invoices and credit notes. Post to the ledger first: what is paid and left is read from it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.bookings.schemas import BookingState, BookingView
from backend.documents import numbering, repository
from backend.documents.contents import about, account, language_of, services_of
from backend.documents.schemas import (
    Content,
    CreditReason,
    DocumentKind,
    DocumentView,
    Received,
    Returned,
)
from backend.errors import DocumentNotFound
from backend.terms import Issuer


async def issue_receipt(
    session: AsyncSession, *, booking: BookingView, received: Received, issuer: Issuer, now: datetime
) -> DocumentView:
    """A receipt for money that was captured, once per capture."""
    content = Content(
        **about(booking, issuer),
        **await account(session, booking),
        amount=received.amount.amount,
        method=received.method,
        payment=received.reference,
        paid_at=received.paid_at,
    )
    return await _issue(
        session, DocumentKind.RECEIPT, _receipt_key(received.capture_id), booking, content, now
    )


async def issue_invoice(
    session: AsyncSession, *, booking: BookingView, issuer: Issuer, now: datetime
) -> DocumentView:
    """The invoice of a confirmed booking, once."""
    content = Content(
        **about(booking, issuer),
        **await account(session, booking),
        amount=booking.total.amount,
        tax=booking.quote.tax.amount,
        services=services_of(booking),
    )
    return await _issue(session, DocumentKind.INVOICE, _invoice_key(booking), booking, content, now)


async def issue_credit_note(
    session: AsyncSession,
    *,
    booking: BookingView,
    issuer: Issuer,
    now: datetime,
    returned: Returned | None = None,
) -> DocumentView | None:
    """What is not owed any more by a cancellation, which corrects the invoice; or with ``returned`` what came too much,
    which corrects the receipt.

    Once for each; None where nothing is to be credited. What is given back after a cancellation was credited by it:
    that refund gets no note of its own.
    """
    if returned is None:
        return await _credit_cancellation(session, booking, issuer, now)
    receipt = await numbering.find(session, key=_receipt_key(returned.capture_id))
    content = Content(
        **about(booking, issuer),
        amount=returned.amount.amount,
        reason=CreditReason.REFUND,
        corrects=receipt.number if receipt else None,
    )
    key = f"refund:{returned.refund_id}:credit_note"
    return await _issue(session, DocumentKind.CREDIT_NOTE, key, booking, content, now, receipt)


async def get_document(session: AsyncSession, *, document_id: UUID) -> DocumentView:
    """The document. Raises DocumentNotFound."""
    found = await repository.get_or_none(session, document_id)
    if found is None:
        raise DocumentNotFound(document_id)
    return numbering.view(found)


async def list_documents(session: AsyncSession, *, booking_ids: Sequence[UUID]) -> list[DocumentView]:
    """What was issued for some bookings, newest first."""
    return [numbering.view(found) for found in await repository.list_by_bookings(session, booking_ids)]


async def _credit_cancellation(
    session: AsyncSession, booking: BookingView, issuer: Issuer, now: datetime
) -> DocumentView | None:
    invoice = await numbering.find(session, key=_invoice_key(booking))
    penalty = booking.penalty.amount if booking.penalty else 0
    if booking.state is not BookingState.CANCELLED or invoice is None or penalty == booking.total.amount:
        return None
    content = Content(
        **about(booking, issuer),
        amount=booking.total.amount - penalty,
        tax=booking.quote.tax.amount,
        reason=CreditReason.CANCELLATION,
        penalty=penalty,
        corrects=invoice.number,
    )
    key = f"booking:{booking.id}:credit_note"
    return await _issue(session, DocumentKind.CREDIT_NOTE, key, booking, content, now, invoice)


async def _issue(
    session: AsyncSession,
    kind: DocumentKind,
    key: str,
    booking: BookingView,
    content: Content,
    now: datetime,
    corrects: DocumentView | None = None,
) -> DocumentView:
    return await numbering.issue(
        session,
        kind=kind,
        key=key,
        booking=booking,
        language=language_of(booking),
        content=content,
        now=now,
        corrects_id=corrects.id if corrects else None,
    )


def _invoice_key(booking: BookingView) -> str:
    return f"booking:{booking.id}:invoice"


def _receipt_key(capture_id: UUID) -> str:
    return f"capture:{capture_id}:receipt"
