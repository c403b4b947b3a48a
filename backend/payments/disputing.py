"""A traveller's bank wants the money back: the provider keeps it until that is decided."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from backend.bookings.schemas import BookingState, BookingView
from backend.ledger import postings
from backend.ledger.service import post
from backend.money import Money
from backend.payments import refunds_repository, repository
from backend.payments.models import Capture, Dispute
from backend.payments.ports import JobQueue, TheirDispute
from backend.payments.refunding import CANCELLATION, request_refund
from backend.payments.schemas import Outcome, OutcomeKind

KINDS = {
    "open": OutcomeKind.DISPUTE_OPENED,
    "won": OutcomeKind.DISPUTE_WON,
    "lost": OutcomeKind.DISPUTE_LOST,
}


async def note_dispute(
    session: AsyncSession,
    queue: JobQueue,
    *,
    provider: str,
    theirs: TheirDispute,
    booking: BookingView | None,
    now: datetime,
) -> Outcome | None:
    """What a provider says of a dispute becomes true here; None where it was, or where the money is not known.

    The booking stays as it is: a person decides. Once decided, a dispute stays so. Where its booking was cancelled meanwhile,
    what cancelling leaves of money that is ours again goes back.
    """
    capture = await repository.find_capture(session, provider, theirs.payment_id)
    if capture is None:
        return None
    dispute = await refunds_repository.find_dispute(session, provider, theirs.dispute_id)
    if dispute is not None and (dispute.state != "open" or theirs.state == "open"):
        return None
    reference = booking.reference if booking and capture.booking_id is not None else None
    if dispute is None:
        dispute = Dispute(
            id=uuid.uuid4(),
            capture_id=capture.id,
            provider=provider,
            provider_dispute_id=theirs.dispute_id,
            currency=theirs.amount.currency,
            amount=theirs.amount.amount,
            state="open",
            reason=theirs.reason,
            opened_at=theirs.opened_at,
        )
        await repository.add(session, dispute)
        opened = postings.dispute_opened(provider, theirs.amount)
        await _post(session, dispute, capture, "opened", opened, theirs.opened_at)
    amount = Money(dispute.amount, dispute.currency)
    if theirs.state == "won":
        await _post(session, dispute, capture, "won", postings.dispute_won(provider, amount), now)
    elif theirs.state == "lost":
        lines = postings.dispute_lost(provider, amount, reference)
        await _post(session, dispute, capture, "lost", lines, now)
    if theirs.state != "open":
        dispute.state, dispute.closed_at = theirs.state, now
    await session.flush()
    if theirs.state == "won" and booking is not None and booking.state is BookingState.CANCELLED:
        await _give_back(session, queue, booking, now)
    return Outcome(
        kind=KINDS[theirs.state], booking=booking, payment=None, amount=amount, reason=theirs.reason
    )


async def _give_back(session: AsyncSession, queue: JobQueue, booking: BookingView, now: datetime) -> None:
    """What cancelling left, and a bank withheld."""
    currency, penalty = booking.total.currency, booking.penalty.amount if booking.penalty else 0
    due = await repository.paid_of(session, booking.id, currency) - penalty
    left = sum(most for _, most in await refunds_repository.returnable(session, booking.id, currency))
    if (back := min(due, left)) > 0:
        amount = Money(back, currency)
        await request_refund(
            session, queue, booking_id=booking.id, amount=amount, reason=CANCELLATION, now=now
        )


async def _post(
    session: AsyncSession,
    dispute: Dispute,
    capture: Capture,
    what: str,
    lines: postings.Lines,
    at: datetime,
) -> None:
    await post(
        session,
        key=f"dispute:{dispute.id}:{what}",
        kind=f"dispute.{what}",
        at=at,
        lines=lines,
        booking_id=capture.booking_id,
        memo={"reason": dispute.reason, "payment": capture.provider_payment_id},
    )
