"""What is true at a provider becomes true here: however often it is told, in whatever order."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from backend.bookings import service as bookings
from backend.bookings.schemas import BookingView
from backend.money import Money
from backend.payments import notices_repository, repository
from backend.payments.disputing import note_dispute
from backend.payments.models import Payment
from backend.payments.ports import JobQueue, PaymentPorts, ProviderRefused, TheirPayment, TheirState
from backend.payments.refunded import note_refund
from backend.payments.schemas import Outcome, OutcomeKind, PaymentState
from backend.payments.standings import end_links, is_over
from backend.payments.taking import take
from backend.payments.views import payment_view
from backend.payments.writing import Owner, write_papers
from backend.terms import DEFAULT_TERMS, Terms

log = structlog.get_logger()
UNPAID = (PaymentState.REQUESTED, PaymentState.OPEN, PaymentState.PROCESSING)
FOLLOWS = {
    TheirState.PROCESSING: (PaymentState.PROCESSING, OutcomeKind.PROCESSING),
    TheirState.FAILED: (PaymentState.FAILED, OutcomeKind.FAILED),
    TheirState.EXPIRED: (PaymentState.EXPIRED, None),
}


async def settle_notice(ports: PaymentPorts, notice_id: UUID) -> None:
    """The job behind a webhook: asks the provider how it stands, settles it, and is done with the notice, and with all
    others about the same that came before it asked.

    ProviderDown: it is tried again. What is another account's, or was never there, concerns nobody.
    """
    async with ports.sessions() as session:
        told = await notices_repository.list_told(session, notice_id)
    if not told:
        return
    notices, (_, provider, reference) = [row.id for row in told], told[0]
    assert reference is not None, "what concerns nobody has no job"
    try:
        theirs = await ports.provider(provider).fetch(reference)
    except ProviderRefused as refused:
        log.warning("notice.of_nobody", provider=provider, reason=refused.reason)
        async with ports.sessions.begin() as session:
            await notices_repository.end_notices(session, notices, f"refused:{refused.reason}", ports.clock())
        return
    await settle(ports, theirs, notices=notices)


async def settle(
    ports: PaymentPorts, theirs: TheirPayment, *, notices: Collection[UUID] = (), ended: UUID | None = None
) -> list[Outcome]:
    """Applies what a provider says, and tells people, in one transaction; the notices it came by are done with in it.

    ``ended`` is a payment whose link was just ended: unless money is there or on its way, it is over.
    """
    now = ports.clock()
    async with ports.sessions.begin() as session:
        found = await _find(session, theirs)
        await ports.teller.prepare(session, found.conversation_id if found else None)
        owner = await _owner(session, found)
        outcomes = await _apply(session, ports.queue, owner, theirs=theirs, now=now, terms=ports.terms)
        if ended is not None:
            await end_link_here(session, ended)
        for outcome in outcomes:
            await ports.teller.tell(session, outcome)
        if notices:
            told = ",".join(outcome.kind for outcome in outcomes) or "nothing_new"
            await notices_repository.end_notices(session, notices, told, now)
        await write_papers(session, owner, now=now, terms=ports.terms)
        for receipt in owner.receipts:
            await ports.teller.hand_over(session, receipt)
    return outcomes


async def apply(
    session: AsyncSession,
    queue: JobQueue,
    *,
    theirs: TheirPayment,
    now: datetime,
    terms: Terms = DEFAULT_TERMS,
) -> list[Outcome]:
    """Captures, refunds and disputes, with the books, the booking and the documents, under the booking's lock; what was new of
    it."""
    owner = await _owner(session, await _find(session, theirs))
    outcomes = await _apply(session, queue, owner, theirs=theirs, now=now, terms=terms)
    await write_papers(session, owner, now=now, terms=terms)
    return outcomes


async def _apply(
    session: AsyncSession,
    queue: JobQueue,
    owner: Owner,
    *,
    theirs: TheirPayment,
    now: datetime,
    terms: Terms,
) -> list[Outcome]:
    outcomes: list[Outcome | None] = []
    taken = [one for one in theirs.captures if one.amount.amount > 0]
    for capture in sorted(taken, key=lambda one: (one.paid_at, one.payment_id)):
        outcomes.append(
            await take(
                session, queue, provider=theirs.provider, theirs=capture, owner=owner, now=now, terms=terms
            )
        )
    if theirs.refunds:
        # What is given back corrects its receipt, which has to be there.
        await write_papers(session, owner, now=now, terms=terms)
    for refund in theirs.refunds:
        outcomes.append(
            await note_refund(
                session,
                provider=theirs.provider,
                theirs=refund,
                booking=owner.booking or owner.claimed_for,
                now=now,
                terms=terms,
            )
        )
    for dispute in theirs.disputes:
        outcomes.append(
            await note_dispute(
                session,
                queue,
                provider=theirs.provider,
                theirs=dispute,
                booking=owner.booking or owner.claimed_for,
                now=now,
            )
        )
    if owner.payment is not None:
        outcomes.append(await _follow(session, owner, owner.payment, theirs, now))
        if outcomes[-1] is not None and owner.booking is not None:
            # What was on its way was left alone while others paid.
            await end_links(session, queue, booking=owner.booking, now=now, terms=terms)
    return [outcome for outcome in outcomes if outcome is not None]


async def _find(session: AsyncSession, theirs: TheirPayment) -> Payment | BookingView | None:
    """The payment that they speak of; without one, the booking that a person found the money to be for."""
    payment = await repository.find_payment(session, theirs.provider, theirs.our_id, theirs.reference)
    if payment is not None:
        return payment
    taken = {one.payment_id for one in theirs.captures}
    await repository.wait_for_captures(session, theirs.provider, taken)
    booking_id = await repository.find_booking_of(session, theirs.provider, taken)
    return await bookings.get_by_id(session, booking_id=booking_id) if booking_id else None


async def _owner(session: AsyncSession, found: Payment | BookingView | None) -> Owner:
    """Whose money it is; the booking is locked, then the payment is read as it is."""
    if found is None:
        return Owner(None, None)
    if isinstance(found, BookingView):
        return Owner(None, None, claimed_for=await bookings.lock_booking(session, booking_id=found.id))
    booking = await bookings.lock_booking(session, booking_id=found.booking_id)
    return Owner(await repository.get_payment_or_none(session, found.id, lock=True), booking)


async def _follow(
    session: AsyncSession, owner: Owner, payment: Payment, theirs: TheirPayment, now: datetime
) -> Outcome | None:
    """How far a payment without money has come; a try that was refused is told, also one that was on its way for days,
    though the link may be paid again until it ends.
    """
    if theirs.captures or payment.state not in UNPAID:
        return None
    kind: OutcomeKind | None
    refused = theirs.state is TheirState.OPEN and theirs.failure not in (None, payment.failure)
    if refused and payment.state != PaymentState.REQUESTED:
        over = await is_over(session, payment, now)
        state, kind = PaymentState.FAILED if over else PaymentState.OPEN, OutcomeKind.FAILED
    elif theirs.state in FOLLOWS:
        state, kind = FOLLOWS[theirs.state]
        if payment.state == state:
            return None
    else:
        return None
    payment.state, payment.failure = state.value, theirs.failure
    await session.flush()
    if kind is None:
        return None
    amount = Money(payment.amount, payment.currency)
    return Outcome(
        kind=kind,
        booking=owner.booking,
        payment=payment_view(payment),
        amount=amount,
        reason=theirs.failure,
    )


async def end_link_here(session: AsyncSession, payment_id: UUID) -> None:
    """A link is over, unless money came by it or is on its way."""
    payment = await repository.get_payment_or_none(session, payment_id, lock=True)
    over = (PaymentState.REQUESTED, PaymentState.OPEN, PaymentState.FAILED)
    if payment is not None and payment.state in over:
        payment.state = PaymentState.EXPIRED.value
        await session.flush()
