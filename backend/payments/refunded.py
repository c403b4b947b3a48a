"""What becomes of money that goes back: what a provider says of it, or whoever gave it back by hand."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.bookings import service as bookings
from backend.bookings.schemas import BookingView
from backend.documents.schemas import Returned
from backend.documents.service import issue_credit_note
from backend.errors import PaymentNotFound, RefundTooHigh
from backend.ledger import postings
from backend.ledger.service import post
from backend.money import Money
from backend.payments import refunds_repository, repository
from backend.payments.models import Capture, Refund
from backend.payments.ports import PaymentPorts, TheirRefund
from backend.payments.refunding import CANCELLATION, ON_ITS_WAY, refund_view
from backend.payments.schemas import BY_HAND, OUTSIDE, Outcome, OutcomeKind, RefundView
from backend.terms import Terms

MADE_THERE = "provider"
"""The reason of a refund that somebody made at the provider's own page."""


async def done_by_hand(
    session: AsyncSession, ports: PaymentPorts, *, refund_id: UUID
) -> tuple[RefundView, bool]:
    """Somebody gave back past all providers what had come so or what a provider could not give back, and the traveller is
    told; the refund, and whether that is new: again, it changes nothing.

    Raises PaymentNotFound, RefundTooHigh where the money went back in another way meanwhile.
    """
    found = await refunds_repository.find_refund(session, refund_id)
    seen = await _booking(session, found.booking_id) if found else None
    await ports.teller.prepare(session, seen.conversation_id if seen else None)
    if seen is not None:
        seen = await bookings.lock_booking(session, booking_id=seen.id)
    locked = await refunds_repository.lock_refund(session, refund_id)
    if locked is None or not (locked[1].provider == OUTSIDE or locked[0].failure):
        raise PaymentNotFound(refund_id)
    refund, capture = locked
    if new := refund.state != "done":
        left = await refunds_repository.returnable_of(session, capture.id)
        if refund.state == "failed" and refund.amount > left:
            raise RefundTooHigh(refund.amount, left)
        now = ports.clock()
        await _done(session, refund, capture, seen, at=now, now=now, terms=ports.terms)
        await ports.teller.tell(
            session, replace(_outcome(OutcomeKind.REFUNDED, refund, seen), reason=BY_HAND)
        )
    return refund_view(refund, capture), new


async def note_refund(
    session: AsyncSession,
    *,
    provider: str,
    theirs: TheirRefund,
    booking: BookingView | None,
    now: datetime,
    terms: Terms,
) -> Outcome | None:
    """What a provider says of a refund becomes true here; None where it was, or where what it was taken from is not known.

    ``booking`` is locked. One that we gave up may have been made all the same; once done, it is only ever undone by its
    failing, and what was given back by hand, by nothing.
    """
    capture = await repository.find_capture(session, provider, theirs.payment_id)
    if capture is None:
        return None
    booking = booking if capture.booking_id is not None else None
    refund = await _match(session, capture, theirs)
    if refund.state == "done" and refund.failure:
        return None
    was = refund.state
    refund.provider_refund_id = theirs.refund_id
    if theirs.state == "done" and refund.done_at is None:
        refund.failure = None
        await _done(session, refund, capture, booking, at=theirs.at, now=now, terms=terms)
        return _outcome(OutcomeKind.REFUNDED, refund, booking)
    if theirs.state == "failed" and was != "failed":
        await failed(session, refund, capture, booking, reason="failed_there", at=theirs.at)
        return _outcome(OutcomeKind.REFUND_FAILED, refund, booking)
    if theirs.state == "pending" and was == "requested":
        refund.state = "pending"
    await session.flush()
    return None


async def failed(
    session: AsyncSession,
    refund: Refund,
    capture: Capture,
    booking: BookingView | None,
    *,
    reason: str,
    at: datetime,
) -> Outcome:
    """It did not go back after all, or never will."""
    if refund.state == "done":
        lines = postings.refunded(
            capture.provider, Money(-refund.amount, refund.currency), _reference(booking)
        )
        await post(
            session,
            key=f"refund:{refund.id}:failed",
            kind="refund.failed",
            at=at,
            lines=lines,
            booking_id=capture.booking_id,
            memo={"payment": capture.provider_payment_id},
        )
    refund.state, refund.failure = "failed", reason
    await session.flush()
    return _outcome(OutcomeKind.REFUND_FAILED, refund, booking)


async def _match(session: AsyncSession, capture: Capture, theirs: TheirRefund) -> Refund:
    """Our refund that they speak of: by our key, by their id, else the one of this amount that has no id yet; else a new
    one, which somebody made at the provider's.
    """
    ours = await refunds_repository.list_refunds(session, capture.id)
    for refund in ours:
        if refund.id == theirs.key or refund.provider_refund_id == theirs.refund_id:
            return refund
    if theirs.key is None:
        for refund in ours:
            nameless = refund.provider_refund_id is None and refund.state in ON_ITS_WAY
            if nameless and refund.amount == theirs.amount.amount:
                return refund
    refund = Refund(
        id=uuid.uuid4(),
        capture_id=capture.id,
        booking_id=capture.booking_id,
        currency=theirs.amount.currency,
        amount=theirs.amount.amount,
        reason=MADE_THERE,
        state="pending",
        requested_at=theirs.at,
    )
    await repository.add(session, refund)
    return refund


async def _done(
    session: AsyncSession,
    refund: Refund,
    capture: Capture,
    booking: BookingView | None,
    *,
    at: datetime,
    now: datetime,
    terms: Terms,
) -> None:
    """The books, and the credit note; what goes back by a cancellation was credited by it.

    What a provider could not give back keeps its failure, and is taken from the money past all providers.
    """
    refund.state, refund.done_at = "done", at
    await session.flush()
    key, provider = f"refund:{refund.id}", capture.provider
    if refund.failure:
        key, provider = f"{key}:by_hand", OUTSIDE
    await post(
        session,
        key=key,
        kind="refund",
        at=at,
        lines=postings.refunded(provider, Money(refund.amount, refund.currency), _reference(booking)),
        booking_id=capture.booking_id,
        memo={"reason": refund.reason, "payment": capture.provider_payment_id},
    )
    if booking is None or refund.reason == CANCELLATION or refund.currency != booking.total.currency:
        return
    returned = Returned(
        refund_id=refund.id, capture_id=capture.id, amount=Money(refund.amount, refund.currency)
    )
    await issue_credit_note(session, booking=booking, issuer=terms.issuer, now=now, returned=returned)


async def _booking(session: AsyncSession, booking_id: UUID | None) -> BookingView | None:
    return await bookings.get_by_id(session, booking_id=booking_id) if booking_id else None


def _reference(booking: BookingView | None) -> str | None:
    return booking.reference if booking else None


def _outcome(kind: OutcomeKind, refund: Refund, booking: BookingView | None) -> Outcome:
    reason = refund.failure if kind is OutcomeKind.REFUND_FAILED else refund.reason
    return Outcome(
        kind=kind,
        booking=booking,
        payment=None,
        amount=Money(refund.amount, refund.currency),
        reason=reason,
    )
