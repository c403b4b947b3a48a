"""All that the books do when a booking is confirmed or cancelled, in the caller's transaction and once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from backend.bookings.schemas import BookingView
from backend.documents.payables import make_payables, reduce_payables
from backend.documents.schemas import DocumentView
from backend.documents.service import issue_credit_note, issue_invoice
from backend.ledger.booked import post_cancelled, post_confirmed
from backend.quotes.priced import list_priced
from backend.terms import Issuer


async def record_confirmed(
    session: AsyncSession, *, booking: BookingView, issuer: Issuer, now: datetime
) -> DocumentView:
    """The ledger, what suppliers get, and the invoice, of a booking that is ``CONFIRMED``.

    Post the money that confirmed it before, so that the invoice says what is left.
    """
    await book_confirmed(session, booking=booking, now=now)
    return await issue_invoice(session, booking=booking, issuer=issuer, now=now)


async def book_confirmed(session: AsyncSession, *, booking: BookingView, now: datetime) -> None:
    """The ledger and what suppliers get, for who issues the invoice (`issue_invoice`) at the end of the transaction."""
    quote = (await list_priced(session, quote_ids=[booking.quote.id]))[booking.quote.id]
    if await post_confirmed(session, booking=booking, quote=quote, at=now):
        await make_payables(session, booking=booking, quote=quote)


async def record_cancelled(
    session: AsyncSession, *, booking: BookingView, issuer: Issuer, now: datetime
) -> DocumentView | None:
    """The ledger turned round but for the penalty, what suppliers still get, and the credit note; None where nothing
    was ever confirmed or nothing is credited.
    """
    if await post_cancelled(session, booking=booking, at=now):
        await reduce_payables(session, booking=booking)
    return await issue_credit_note(session, booking=booking, issuer=issuer, now=now)
