"""Money that goes back: first as a wish of ours, then as what the provider says of it."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, datetime
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
from backend.payments import repository
from backend.payments.calls import write_call
from backend.payments.models import Capture, Refund
from backend.payments.ports import JobQueue, PaymentPorts, TheirRefund
from backend.payments.schemas import BY_HAND, OUTSIDE, Outcome, OutcomeKind, RefundView
from backend.terms import Terms

ON_ITS_WAY = ("requested", "pending")
MOST = 200
CANCELLATION = "cancellation"
"""The reason of what a cancellation leaves of what was paid."""
MADE_THERE = "provider"
"""The reason of a refund that somebody made at the provider's own page."""


async def request_refund(
    session: AsyncSession,
    queue: JobQueue,
    *,
    amount: Money,
    reason: str,
    now: datetime,
    booking_id: UUID | None = None,
    capture_id: UUID | None = None,
    requested_by: UUID | None = None,
    request_id: UUID | None = None,
) -> list[RefundView]:
    """Has money given back, of one capture or of a booking's newest ones, never more than is left: RefundTooHigh.

    It is done by job and told when it is done; what came from `OUTSIDE` is given back by hand (`done_by_hand`). Of a
    booking the same ``request_id`` again is the same refund.
    """
    request_id = request_id or uuid.uuid4()
    if booking_id is not None:
        await bookings.lock_booking(session, booking_id=booking_id)
        if asked := await list_requested(session, booking_id=booking_id, request_id=request_id):
            return asked
        parts = await repository.returnable(session, booking_id, amount.currency)
    elif capture_id is not None:
        await repository.get_capture(session, capture_id)
        parts = [(capture_id, await repository.returnable_of(session, capture_id))]
    else:
        raise PaymentNotFound("")
    left = sum(most for _, most in parts)
    if not 0 < amount.amount <= left:
        raise RefundTooHigh(amount.amount, left)
    made = []
    wanted = amount.amount
    for capture, most in parts:
        if (part := min(most, wanted)) > 0:
            of = _part_of(request_id, capture)
            made.append(await _request(session, queue, of, capture, part, reason, requested_by, now))
            wanted -= part
    return made


async def given_by(session: AsyncSession, *, agent_id: UUID, booking: BookingView) -> Money:
    """What an agent had given back of a booking so far, but for what its cancellation left."""
    given = await repository.requested_by(session, agent_id, booking.id, but_for=CANCELLATION)
    return Money(given, booking.total.currency)


async def list_requested(session: AsyncSession, *, booking_id: UUID, request_id: UUID) -> list[RefundView]:
    """What goes back of a booking by one request, newest capture first; nothing where it was never made."""
    rows = await repository.list_refunds_of_booking(session, booking_id)
    parts = [(refund, capture) for refund, capture in rows if refund.id == _part_of(request_id, capture.id)]
    # In the order in which they were asked for, also of what was paid in the same moment (`repository.returnable`).
    parts.sort(key=lambda part: (-part[1].paid_at.timestamp(), part[1].id))
    return [refund_view(refund, capture) for refund, capture in parts]


def _part_of(request_id: UUID, capture_id: UUID) -> UUID:
    """The id of what goes back of a capture by one request."""
    return uuid.uuid5(request_id, str(capture_id))


async def _request(
    session: AsyncSession,
    queue: JobQueue,
    refund_id: UUID,
    capture_id: UUID,
    amount: int,
    reason: str,
    requested_by: UUID | None,
    now: datetime,
) -> RefundView:
    capture = await repository.get_capture(session, capture_id)
    by_hand = capture.provider == OUTSIDE
    refund = Refund(
        id=refund_id,
        capture_id=capture_id,
        booking_id=capture.booking_id,
        currency=capture.currency,
        amount=amount,
        reason=reason,
        state="pending" if by_hand else "requested",
        requested_by=requested_by,
        requested_at=now,
    )
    await repository.add(session, refund)
    if not by_hand:
        await write_call(
            session, queue, action="refund", subject_id=refund.id, provider=capture.provider, now=now
        )
    return refund_view(refund, capture)


async def done_by_hand(
    session: AsyncSession, ports: PaymentPorts, *, refund_id: UUID
) -> tuple[RefundView, bool]:
    """Somebody gave back past all providers what had come so or what a provider could not give back, and the traveller is
    told; the refund, and whether that is new: again, it changes nothing.

    Raises PaymentNotFound, RefundTooHigh where the money went back in another way meanwhile.
    """
    found = await repository.find_refund(session, refund_id)
    seen = await _booking(session, found.booking_id) if found else None
    await ports.teller.prepare(session, seen.conversation_id if seen else None)
    if seen is not None:
        seen = await bookings.lock_booking(session, booking_id=seen.id)
    locked = await repository.lock_refund(session, refund_id)
    if locked is None or not (locked[1].provider == OUTSIDE or locked[0].failure):
        raise PaymentNotFound(refund_id)
    refund, capture = locked
    if new := refund.state != "done":
        left = await repository.returnable_of(session, capture.id)
        if refund.state == "failed" and refund.amount > left:
            raise RefundTooHigh(refund.amount, left)
        now = ports.clock()
        await _done(session, refund, capture, seen, at=now, now=now, terms=ports.terms)
        await ports.teller.tell(
            session, replace(_outcome(OutcomeKind.REFUNDED, refund, seen), reason=BY_HAND)
        )
    return refund_view(refund, capture), new


async def list_to_be_seen_to(session: AsyncSession) -> list[RefundView]:
    """What somebody has to give back by hand, or could not be given back, newest first."""
    rows = await repository.list_refunds_for_people(session, MOST)
    return [refund_view(refund, capture) for refund, capture in rows]


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
    ours = await repository.list_refunds(session, capture.id)
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


def refund_view(row: Refund, capture: Capture) -> RefundView:
    """A refund."""
    return RefundView(
        id=row.id,
        booking_id=row.booking_id,
        provider=capture.provider,
        amount=Money(row.amount, row.currency),
        reason=row.reason,
        state=row.state,
        failure=row.failure,
        requested_at=row.requested_at.astimezone(UTC),
        done_at=row.done_at and row.done_at.astimezone(UTC),
    )
