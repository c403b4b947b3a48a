"""What can be paid of a booking, and links to pay it by."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.bookings import service as bookings
from backend.bookings.schemas import BookingState, CancellationTerms
from backend.documents.booked import record_cancelled, record_confirmed
from backend.errors import BookingExpired, NotPayable, PaymentNotFound
from backend.ledger.service import posted
from backend.money import Money
from backend.payments import refunds_repository, repository, rules
from backend.payments.calls import write_call
from backend.payments.models import Payment
from backend.payments.ports import JobQueue, Providers
from backend.payments.refunding import CANCELLATION, refund_view, request_refund
from backend.payments.schemas import (
    Cancelled,
    MarkedPaid,
    Payable,
    PaymentKind,
    PaymentState,
    PaymentView,
    RefundView,
)
from backend.payments.standings import end_links, is_over, standing_of
from backend.payments.taking import take_outside
from backend.payments.views import payment_view
from backend.terms import DEFAULT_TERMS, Terms


async def payable(
    session: AsyncSession,
    *,
    booking_id: UUID,
    now: datetime,
    providers: Providers,
    terms: Terms = DEFAULT_TERMS,
) -> Payable:
    """What can be paid of a booking now, and by whom. Raises BookingNotFound."""
    booking = await bookings.get_by_id(session, booking_id=booking_id)
    standing = await standing_of(session, booking, now=now, terms=terms)
    currency = booking.total.currency
    return Payable(
        total=booking.total,
        paid=Money(standing.paid, currency),
        left=Money(max(booking.total.amount - standing.paid, 0), currency),
        choices=rules.choices_of(standing),
        providers=rules.providers_for(providers, currency=currency, phone=booking.lead.phone),
        deadline=booking.expires_at,
    )


async def request_payment(
    session: AsyncSession,
    queue: JobQueue,
    *,
    booking_id: UUID,
    kind: PaymentKind,
    provider: str,
    now: datetime,
    providers: Providers,
    terms: Terms = DEFAULT_TERMS,
) -> PaymentView:
    """Writes down that a link is wanted; one that is open for the same kind, amount and provider is given back.

    Then, outside of any transaction, `calling.make_link`: until it was called, or did not end in time, the job has nothing
    to do. Raises BookingNotFound, BookingExpired, NotPayable.
    """
    booking = await bookings.lock_booking(session, booking_id=booking_id)
    standing = await standing_of(session, booking, now=now, terms=terms)
    if standing.state in rules.WAITING and not standing.in_time:
        raise BookingExpired(booking.reference)
    amount = dict(rules.choices_of(standing)).get(kind)
    offered = rules.providers_for(providers, currency=booking.total.currency, phone=booking.lead.phone)
    if amount is None or provider not in offered:
        raise NotPayable(booking.reference, kind, provider)
    for before in await repository.list_payments(session, booking_id):
        same = (before.kind, before.provider, before.amount) == (kind, provider, amount.amount)
        living = before.state in repository.LIVING
        if same and living and not await is_over(session, before, now):
            return payment_view(before)
    payment = Payment(
        id=uuid.uuid4(),
        booking_id=booking_id,
        kind=kind.value,
        provider=provider,
        currency=amount.currency,
        amount=amount.amount,
        state=PaymentState.REQUESTED.value,
        expires_at=rules.link_ends(booking.expires_at, now),
        conversation_id=booking.conversation_id,
        language=booking.language,
        requested_at=now,
    )
    await repository.add(session, payment)
    await write_call(session, queue, action="create_link", subject_id=payment.id, provider=provider, now=now)
    return payment_view(payment)


async def cancellation_terms(session: AsyncSession, *, booking_id: UUID, now: datetime) -> CancellationTerms:
    """What cancelling now costs, and gives back of what was really paid. Raises BookingNotFound, TransitionRefused.

    Of what was confirmed before there were books, it is taken that all was paid.
    """
    terms = await bookings.cancellation_terms(session, booking_id=booking_id, now=now)
    currency = terms.penalty.currency
    paid = await repository.paid_of(session, booking_id, currency)
    if not paid and not await posted(session, key=f"booking:{booking_id}:confirmed"):
        return terms
    left = sum(row[1] for row in await refunds_repository.returnable(session, booking_id, currency))
    back = Money(max(min(paid - terms.penalty.amount, left), 0), currency)
    return replace(terms, refund=back)


async def cancel_booking(
    session: AsyncSession,
    queue: JobQueue,
    *,
    booking_id: UUID,
    now: datetime,
    terms: Terms,
    requested_by: UUID | None = None,
) -> Cancelled:
    """Cancels a booking, turns it round in the books, and has given back what the policy leaves of what was paid.

    Again, it changes nothing. Raises BookingNotFound, TransitionRefused.
    """
    before = await bookings.lock_booking(session, booking_id=booking_id)
    if before.state is BookingState.CANCELLED:
        return Cancelled(before, Money(0, before.total.currency))
    refund = (await cancellation_terms(session, booking_id=booking_id, now=now)).refund
    booking = await bookings.cancel_booking(session, booking_id=booking_id, now=now)
    await record_cancelled(session, booking=booking, issuer=terms.issuer, now=now)
    await end_links(session, queue, booking=booking, now=now, terms=terms)
    if await refunds_repository.returnable(session, booking_id, refund.currency) and refund.amount:
        await request_refund(
            session,
            queue,
            booking_id=booking_id,
            amount=refund,
            reason=CANCELLATION,
            requested_by=requested_by,
            now=now,
        )
    return Cancelled(booking, refund)


async def mark_paid(
    session: AsyncSession, queue: JobQueue, *, reference: str, now: datetime, terms: Terms
) -> MarkedPaid:
    """All that is left to pay of a booking came past all providers, and is booked so; one on hold is confirmed by it.

    Again, it changes nothing; nor does it of what was confirmed before there were books. Raises BookingNotFound,
    BookingExpired, TransitionRefused.
    """
    found = await bookings.get_booking(session, reference=reference)
    before = await bookings.lock_booking(session, booking_id=found.id)
    booking = await bookings.mark_paid(session, reference=reference, now=now)
    confirmed = before.state is not booking.state
    if not confirmed and not await posted(session, key=f"booking:{booking.id}:confirmed"):
        return MarkedPaid(booking, Money(0, booking.total.currency), confirmed)
    came = await take_outside(session, booking=booking, confirmed=confirmed, now=now, terms=terms)
    if confirmed:
        await record_confirmed(session, booking=booking, issuer=terms.issuer, now=now)
    await end_links(session, queue, booking=booking, now=now, terms=terms)
    return MarkedPaid(booking, came, confirmed)


async def get_payment(session: AsyncSession, *, payment_id: UUID) -> PaymentView:
    """A payment as it is now. Raises PaymentNotFound."""
    row = await repository.get_payment_or_none(session, payment_id)
    if row is None:
        raise PaymentNotFound(payment_id)
    return payment_view(row)


async def list_payments(session: AsyncSession, *, booking_id: UUID) -> list[PaymentView]:
    """What was asked for a booking and how it stands, newest first: whether their payment has come."""
    return [payment_view(row) for row in await repository.list_payments(session, booking_id)]


async def list_refunds(session: AsyncSession, *, booking_id: UUID) -> list[RefundView]:
    """What goes or went back of a booking, newest first."""
    rows = await refunds_repository.list_refunds_of_booking(session, booking_id)
    return [refund_view(refund, capture) for refund, capture in rows]
