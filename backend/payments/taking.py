"""Money that came: what it means for its booking, in the books, and what goes back of it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.bookings.schemas import BookingState, BookingView
from backend.ledger import postings
from backend.ledger.service import post
from backend.money import Money
from backend.payments import repository, rules
from backend.payments.confirming import confirm
from backend.payments.models import Capture, Payment
from backend.payments.ports import JobQueue, TheirCapture
from backend.payments.refunding import request_refund
from backend.payments.rules import Judgement
from backend.payments.schemas import OUTSIDE, Outcome, OutcomeKind, PaymentKind, PaymentState
from backend.payments.standings import end_links, standing_of
from backend.payments.views import payment_view
from backend.terms import Terms


@dataclass(slots=True)
class Owner:
    """Whose money it is, as far as is known; ``booking`` is locked, and changes while money is taken."""

    payment: Payment | None
    booking: BookingView | None

    @property
    def reference(self) -> str | None:
        """The booking's."""
        return self.booking.reference if self.booking else None

    @property
    def booking_id(self) -> UUID | None:
        """The booking's."""
        return self.booking.id if self.booking else None


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
        await _post_fee(session, known, theirs, owner)
        nobodys = known.booking_id is None and owner.booking is not None
        if not nobodys or await repository.list_refunds(session, known.id):
            return None
    capture = known or Capture(
        id=uuid.uuid4(),
        provider=provider,
        provider_payment_id=theirs.payment_id,
        currency=theirs.amount.currency,
        amount=theirs.amount.amount,
        fee=0,
        rule=OutcomeKind.UNCLAIMED.value,
        paid_at=theirs.paid_at,
        recorded_at=now,
    )
    judgement = await _judge(session, owner, theirs.amount, now=now, terms=terms)
    capture.rule = judgement.rule.value
    capture.booking_id = owner.booking_id
    capture.payment_id = owner.payment.id if owner.payment else None
    await repository.add(session, capture)
    await _post_capture(session, capture, owner, claimed=known is not None)
    if known is None:
        await _post_fee(session, capture, theirs, owner)
    if judgement.refund:
        back = Money(judgement.refund, theirs.amount.currency)
        await request_refund(
            session, queue, capture_id=capture.id, amount=back, reason=judgement.rule.value, now=now
        )
    if owner.payment is not None:
        owner.payment.state, owner.payment.paid_at = PaymentState.PAID.value, theirs.paid_at
        await session.flush()
    if owner.booking is not None:
        await end_links(session, queue, booking=owner.booking, now=now, terms=terms)
    return await _outcome(session, owner, theirs.amount, judgement, now=now, terms=terms)


async def take_outside(session: AsyncSession, *, booking: BookingView, now: datetime) -> None:
    """Books what is left to pay of a booking as paid past all providers, once."""
    currency = booking.total.currency
    left = booking.total.amount - await repository.paid_of(session, booking.id, currency)
    if left <= 0:
        return
    capture = Capture(
        id=uuid.uuid4(),
        provider=OUTSIDE,
        provider_payment_id=str(booking.id),
        booking_id=booking.id,
        currency=currency,
        amount=left,
        fee=0,
        rule=OutcomeKind.SETTLED.value,
        paid_at=now,
        recorded_at=now,
    )
    await repository.add(session, capture)
    await _post_capture(session, capture, Owner(None, booking), claimed=False)


async def _judge(
    session: AsyncSession, owner: Owner, amount: Money, *, now: datetime, terms: Terms
) -> Judgement:
    """What the rules say of it; a booking that they confirm is confirmed then, if it can be."""
    if owner.booking is None or owner.payment is None:
        return Judgement(OutcomeKind.UNCLAIMED)
    standing = await standing_of(session, owner.booking, now=now, terms=terms)
    kind = PaymentKind(owner.payment.kind)
    judgement = rules.judge(standing, kind=kind, asked=owner.payment.amount, amount=amount)
    if judgement.confirm:
        confirmed = await confirm(session, booking=owner.booking, rule=judgement.rule, now=now)
        if confirmed is None:
            return rules.too_late(amount)
        owner.booking = confirmed
    return judgement


async def _post_capture(session: AsyncSession, capture: Capture, owner: Owner, *, claimed: bool) -> None:
    amount = Money(capture.amount, capture.currency)
    if claimed:
        lines = postings.claimed(amount, owner.reference or "")
    else:
        lines = postings.captured(capture.provider, amount, owner.reference)
    what = "claim" if claimed else "capture"
    memo = {"provider": capture.provider, "payment": capture.provider_payment_id, "rule": capture.rule}
    await post(
        session,
        key=f"{what}:{capture.id}",
        kind=what,
        at=capture.recorded_at if claimed else capture.paid_at,
        lines=lines,
        booking_id=owner.booking_id,
        memo=memo,
    )


async def _post_fee(session: AsyncSession, capture: Capture, theirs: TheirCapture, owner: Owner) -> None:
    """What the provider keeps of it, once it says so."""
    if theirs.fee is None or theirs.fee.amount <= 0 or capture.fee:
        return
    capture.fee = theirs.fee.amount
    await session.flush()
    await post(
        session,
        key=f"fee:{capture.id}",
        kind="fee",
        at=theirs.paid_at,
        lines=postings.fee(capture.provider, theirs.fee),
        booking_id=capture.booking_id or owner.booking_id,
    )


async def _outcome(
    session: AsyncSession, owner: Owner, amount: Money, judgement: Judgement, *, now: datetime, terms: Terms
) -> Outcome:
    left = None
    if owner.booking is not None:
        standing = await standing_of(session, owner.booking, now=now, terms=terms)
        waits = owner.booking.state in (BookingState.ON_HOLD, BookingState.PENDING)
        wanted = standing.deposit if waits else standing.total.amount
        left = Money(max(wanted - standing.paid, 0), standing.total.currency)
    return Outcome(
        kind=judgement.rule,
        booking=owner.booking,
        payment=payment_view(owner.payment) if owner.payment else None,
        amount=amount,
        refund=Money(judgement.refund, amount.currency) if judgement.refund else None,
        left=left,
    )
