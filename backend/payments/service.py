"""What can be paid of a booking, and links to pay it by."""

from __future__ import annotations

import uuid
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.bookings import service as bookings
from backend.bookings.schemas import BookingView
from backend.errors import BookingExpired, NotPayable, PaymentNotFound
from backend.money import Money
from backend.payments import repository, rules
from backend.payments.models import Payment
from backend.payments.ports import CALL_PROVIDER, JobQueue, Providers
from backend.payments.rules import Standing
from backend.payments.schemas import Payable, PaymentKind, PaymentState, PaymentView
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


async def standing_of(
    session: AsyncSession, booking: BookingView, *, now: datetime, terms: Terms = DEFAULT_TERMS
) -> Standing:
    """How a booking stands with its money."""
    return Standing(
        state=booking.state,
        in_time=booking.expires_at is None or booking.expires_at > now,
        total=booking.total,
        paid=await repository.paid_of(session, booking.id, booking.total.currency),
        deposit=rules.deposit_of(booking.total, terms.deposit_percent),
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
        if same and before.state in repository.LIVING and before.expires_at > now:
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


async def write_call(
    session: AsyncSession, queue: JobQueue, *, action: str, subject_id: UUID, provider: str, now: datetime
) -> None:
    """Writes down what is going to be asked of a provider, and the job that asks; again, it changes nothing."""
    call_id = uuid.uuid4()
    row = {
        "id": call_id,
        "provider": provider,
        "action": action,
        "subject_id": subject_id,
        "began_at": now,
    }
    if await repository.add_call(session, row):
        await queue.defer(session, CALL_PROVIDER, lock=f"{CALL_PROVIDER}:{call_id}", call_id=str(call_id))


async def get_payment(session: AsyncSession, *, payment_id: UUID) -> PaymentView:
    """A payment as it is now. Raises PaymentNotFound."""
    row = await repository.get_payment_or_none(session, payment_id)
    if row is None:
        raise PaymentNotFound(payment_id)
    return payment_view(row)


async def list_payments(session: AsyncSession, *, booking_id: UUID) -> list[PaymentView]:
    """What was asked for a booking and how it stands, newest first: whether their payment has come."""
    return [payment_view(row) for row in await repository.list_payments(session, booking_id)]


async def end_links(
    session: AsyncSession, queue: JobQueue, *, booking: BookingView, standing: Standing, now: datetime
) -> None:
    """Has the links of a booking ended that nobody should pay by any more."""
    for row in await repository.list_payments(session, booking.id):
        view = payment_view(row)
        living = view.state in (PaymentState.REQUESTED, PaymentState.OPEN)
        if living and not rules.still_payable(standing, view.kind, view.amount):
            await write_call(
                session, queue, action="expire", subject_id=row.id, provider=row.provider, now=now
            )
