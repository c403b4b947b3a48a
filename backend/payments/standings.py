"""How a booking stands with its money, and which of its links are still worth paying."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from backend.bookings.schemas import BookingView
from backend.money import Money
from backend.payments import calls_repository, repository, rules
from backend.payments.calls import write_call
from backend.payments.models import Payment
from backend.payments.ports import JobQueue
from backend.payments.rules import Standing
from backend.payments.schemas import PaymentKind
from backend.terms import Terms

ENDABLE = ("requested", "open", "failed")
"""Money on its way comes, whatever we do to the link."""


async def standing_of(
    session: AsyncSession, booking: BookingView, *, now: datetime, terms: Terms
) -> Standing:
    """How a booking stands with its money."""
    return Standing(
        state=booking.state,
        in_time=booking.expires_at is None or booking.expires_at > now,
        total=booking.total,
        paid=await repository.paid_of(session, booking.id, booking.total.currency),
        deposit=rules.deposit_of(booking.total, terms.deposit_percent),
    )


async def is_over(session: AsyncSession, payment: Payment, now: datetime) -> bool:
    """Whether nobody is to pay by a link any more, even where its provider was not reached to end it."""
    return payment.expires_at <= now or await calls_repository.is_ending(session, payment.id)


async def end_links(
    session: AsyncSession, queue: JobQueue, *, booking: BookingView, now: datetime, terms: Terms
) -> None:
    """Has the links of a booking ended that nobody should pay by any more."""
    payments = [row for row in await repository.list_payments(session, booking.id) if row.state in ENDABLE]
    if not payments:
        return
    standing = await standing_of(session, booking, now=now, terms=terms)
    for row in payments:
        if not rules.still_payable(standing, PaymentKind(row.kind), Money(row.amount, row.currency)):
            await write_call(
                session, queue, action="expire", subject_id=row.id, provider=row.provider, now=now
            )
