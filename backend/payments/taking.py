"""Money that came: what it means for its booking, in the books, and what goes back of it."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from backend.bookings.schemas import BookingView
from backend.documents.booked import book_confirmed
from backend.documents.schemas import DocumentView
from backend.errors import NotPayable
from backend.money import Money
from backend.payments import refunds_repository, repository, rules
from backend.payments.confirming import confirm
from backend.payments.models import Capture
from backend.payments.ports import JobQueue, TheirCapture
from backend.payments.refunding import request_refund
from backend.payments.rules import Judgement
from backend.payments.schemas import OUTSIDE, Outcome, OutcomeKind, PaymentKind, PaymentState
from backend.payments.standings import end_links, standing_of
from backend.payments.views import payment_view
from backend.payments.writing import (
    Owner,
    fee_of,
    learn_fee,
    post_capture,
    post_fee,
    write_papers,
    write_receipt,
)
from backend.terms import Terms


async def take(
    session: AsyncSession,
    queue: JobQueue,
    *,
    provider: str,
    theirs: TheirCapture,
    owner: Owner,
    now: datetime,
    terms: Terms,
) -> Outcome | None:
    """Books money that a provider took, once; None where it was booked before.

    Money of nobody known may be somebody's by now, unless it went back meanwhile.
    """
    known = await repository.find_capture(session, provider, theirs.payment_id)
    if known is not None:
        await learn_fee(session, known, theirs, owner)
        nobodys = known.booking_id is None and owner.booking is not None
        if not nobodys or await refunds_repository.list_refunds(session, known.id):
            return None
    capture = known or Capture(
        id=uuid.uuid4(),
        provider=provider,
        provider_payment_id=theirs.payment_id,
        currency=theirs.amount.currency,
        amount=theirs.amount.amount,
        fee=fee_of(theirs),
        rule=OutcomeKind.UNCLAIMED.value,
        paid_at=theirs.paid_at,
        recorded_at=now,
    )
    outcome = await _book(session, queue, capture, owner, claimed=known is not None, now=now, terms=terms)
    if known is None:
        await post_fee(session, capture, owner, at=theirs.paid_at)
    if owner.payment is not None:
        owner.payment.state, owner.payment.paid_at = PaymentState.PAID.value, theirs.paid_at
        await session.flush()
    if owner.booking is not None:
        await end_links(session, queue, booking=owner.booking, now=now, terms=terms)
    return outcome if owner.payment is None else replace(outcome, payment=payment_view(owner.payment))


async def claim(
    session: AsyncSession,
    queue: JobQueue,
    *,
    capture: Capture,
    booking: BookingView,
    now: datetime,
    terms: Terms,
) -> tuple[Outcome, list[DocumentView]]:
    """Somebody found out that money of nobody known, locked as the booking is, is a booking's: the same rules are for it.

    What became of it, and the receipts to send. Raises NotPayable where it is somebody's already, or went back.
    """
    if capture.booking_id is not None or await refunds_repository.list_refunds(session, capture.id):
        raise NotPayable(booking.reference, capture.rule, capture.provider)
    owner = Owner(None, booking)
    outcome = await _book(session, queue, capture, owner, claimed=True, now=now, terms=terms)
    await end_links(session, queue, booking=owner.booking or booking, now=now, terms=terms)
    await write_papers(session, owner, now=now, terms=terms)
    return outcome, owner.receipts


async def _book(
    session: AsyncSession,
    queue: JobQueue,
    capture: Capture,
    owner: Owner,
    *,
    claimed: bool,
    now: datetime,
    terms: Terms,
) -> Outcome:
    """Judges money, and does what the rules say: the books, the booking, what goes back; the documents are left to the end
    of the transaction (`write_papers`)."""
    amount = Money(capture.amount, capture.currency)
    judgement, left = await _judge(session, owner, amount, now=now, terms=terms)
    capture.rule, capture.booking_id = judgement.rule.value, owner.booking_id
    capture.payment_id = owner.payment.id if owner.payment else None
    await repository.add(session, capture)
    await post_capture(session, capture, owner, claimed=claimed)
    if owner.booking is not None:
        if judgement.confirm:
            await book_confirmed(session, booking=owner.booking, now=now)
        owner.papers.append((capture, owner.booking, judgement.confirm))
    if judgement.refund:
        await request_refund(
            session,
            queue,
            capture_id=capture.id,
            amount=Money(judgement.refund, capture.currency),
            reason=judgement.rule.value,
            now=now,
        )
    back = Money(judgement.refund, capture.currency) if judgement.refund else None
    return Outcome(judgement.rule, owner.booking, None, amount, refund=back, left=left)


async def take_outside(
    session: AsyncSession, *, booking: BookingView, confirmed: bool, now: datetime, terms: Terms
) -> Money:
    """Books what is left to pay of a booking, which was ``confirmed`` by it, as paid past all providers; how much."""
    currency = booking.total.currency
    left = booking.total.amount - await repository.paid_of(session, booking.id, currency)
    if left <= 0:
        return Money(0, currency)
    capture_id = uuid.uuid4()
    capture = Capture(
        id=capture_id,
        provider=OUTSIDE,
        provider_payment_id=str(capture_id),
        booking_id=booking.id,
        currency=currency,
        amount=left,
        fee=0,
        rule=(OutcomeKind.SETTLED if confirmed else OutcomeKind.BALANCE).value,
        paid_at=now,
        recorded_at=now,
    )
    await repository.add(session, capture)
    await post_capture(session, capture, Owner(None, booking), claimed=False)
    await write_receipt(session, capture, booking, now=now, terms=terms)
    return Money(left, currency)


async def _judge(
    session: AsyncSession, owner: Owner, amount: Money, *, now: datetime, terms: Terms
) -> tuple[Judgement, Money | None]:
    """What the rules say of it, and what is left to pay then; a booking that they confirm is confirmed, if it can be."""
    if owner.booking is None:
        return Judgement(OutcomeKind.UNCLAIMED), None
    standing = await standing_of(session, owner.booking, now=now, terms=terms)
    kind, asked = PaymentKind.BALANCE, standing.total.amount
    if owner.payment is not None:
        kind, asked = PaymentKind(owner.payment.kind), owner.payment.amount
    if standing.state not in rules.STANDING and standing.paid + amount.amount < standing.deposit:
        came = await repository.captured_of(session, owner.booking.id, standing.total.currency)
        if came != standing.paid:
            # A link for the rest of a deposit counts on the first part, which is not there any more.
            asked = standing.deposit - standing.paid
    judgement = rules.judge(standing, kind=kind, asked=asked, amount=amount)
    if judgement.confirm:
        confirmed = await confirm(session, booking=owner.booking, rule=judgement.rule, now=now)
        owner.booking = confirmed or owner.booking
        judgement = judgement if confirmed is not None else rules.too_late(amount)
    return judgement, rules.left_after(judgement, standing, owner.booking.state, amount)
