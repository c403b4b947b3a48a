"""The jobs of payments: what was written down is asked of providers, and links end in time."""

from __future__ import annotations

from uuid import UUID

from backend.bookings import service as bookings
from backend.money import Money
from backend.payments import calls_repository, refunds_repository, repository
from backend.payments.calling import create_link
from backend.payments.calls import write_call
from backend.payments.models import ProviderCall
from backend.payments.ports import PaymentPorts, ProviderDown, ProviderRefused
from backend.payments.refunded import failed, note_refund
from backend.payments.refunding import request_refund
from backend.payments.schemas import Outcome, OutcomeKind
from backend.payments.settling import end_link_here, settle

BATCH = 100
AT_THE_DEADLINE = "deadline"
"""The reason of a refund of too little that came before the deadline."""


async def call_provider(ports: PaymentPorts, call_id: UUID) -> None:
    """Asks a provider for what was written down, and stores what came of it; again, it changes nothing.

    ProviderDown: it is tried again, with the same key.
    """
    async with ports.sessions() as session:
        call = await calls_repository.get_call_or_none(session, call_id)
    if call is None or call.ended_at is not None:
        return
    if call.action == "create_link":
        await create_link(ports, call, told=True)
    elif call.action == "expire":
        await _end_link(ports, call)
    else:
        await _refund(ports, call)


async def expire_links(ports: PaymentPorts) -> None:
    """Every minute: has links ended that are over, and gives back what too little came for bookings that ran out."""
    now = ports.clock()
    async with ports.sessions.begin() as session:
        for payment in await repository.list_due_links(session, now, BATCH):
            await write_call(
                session,
                ports.queue,
                action="expire",
                subject_id=payment.id,
                provider=payment.provider,
                now=now,
            )
    async with ports.sessions() as session:
        in_vain = await refunds_repository.list_kept_in_vain(session, AT_THE_DEADLINE, BATCH)
    for booking_id in in_vain:
        await _give_back(ports, booking_id)


async def _end_link(ports: PaymentPorts, call: ProviderCall) -> None:
    """Ends a link there, and looks once more whether it was paid meanwhile."""
    async with ports.sessions.begin() as session:
        payment = await repository.get_payment_or_none(session, call.subject_id, lock=True)
        making = await calls_repository.find_call(session, "create_link", call.subject_id)
        if payment is None:
            return
        if payment.reference is None:
            if making is not None and making.ended_at is None and making.tries > 0:
                raise ProviderDown(
                    "being_made", 2.0
                )  # It may be there already: what it is called will be known.
            if making is not None and making.ended_at is None:
                await calls_repository.end_call(session, making.id, ports.clock(), failure="expired")
            if payment.state in repository.LIVING:
                payment.state = "expired"
            await calls_repository.end_call(session, call.id, ports.clock(), failure="never_made")
            return
        await calls_repository.count_try(session, call.id)
        reference = payment.reference
    provider, refused = ports.provider(call.provider), None
    try:
        await provider.expire(reference)
    except ProviderRefused as refusal:
        refused = refusal.reason
    try:
        await settle(ports, await provider.fetch(reference), ended=call.subject_id)
    except ProviderRefused as refusal:
        refused = refusal.reason  # They know no such link: nobody pays by it.
    async with ports.sessions.begin() as session:
        await end_link_here(session, call.subject_id)
        await calls_repository.end_call(session, call.id, ports.clock(), failure=refused)


async def _refund(ports: PaymentPorts, call: ProviderCall) -> None:
    """Gives money back; what a bank wants back meanwhile is not given twice."""
    async with ports.sessions.begin() as session:
        locked = await refunds_repository.lock_refund(session, call.subject_id)
        if locked is None or locked[0].state != "requested":
            await calls_repository.end_call(session, call.id, ports.clock())
            return
        refund, capture = locked
        disputed = await refunds_repository.is_disputed(session, capture.id)
        await calls_repository.count_try(session, call.id)
        amount = Money(refund.amount, refund.currency)
        booking_id = capture.booking_id
    if disputed:
        await _refused(ports, call, booking_id, "disputed")
        return
    try:
        theirs = await ports.provider(call.provider).refund(
            call.subject_id, capture.provider_payment_id, amount, again=call.tries > 0
        )
    except ProviderRefused as refusal:
        await _refused(ports, call, booking_id, refusal.reason)
        return
    async with ports.sessions.begin() as session:
        booking = await bookings.get_by_id(session, booking_id=booking_id) if booking_id else None
        await ports.teller.prepare(session, booking.conversation_id if booking else None)
        if booking_id:
            booking = await bookings.lock_booking(session, booking_id=booking_id)
        outcome = await note_refund(
            session,
            provider=call.provider,
            theirs=theirs,
            booking=booking,
            now=ports.clock(),
            terms=ports.terms,
        )
        if outcome is not None:
            await ports.teller.tell(session, outcome)
        result = {"refund_id": theirs.refund_id, "state": theirs.state}
        await calls_repository.end_call(session, call.id, ports.clock(), result=result)


async def _refused(ports: PaymentPorts, call: ProviderCall, booking_id: UUID | None, reason: str) -> None:
    """The money cannot go back this way: a person has to know."""
    async with ports.sessions.begin() as session:
        booking = await bookings.get_by_id(session, booking_id=booking_id) if booking_id else None
        await ports.teller.prepare(session, booking.conversation_id if booking else None)
        if booking_id:
            booking = await bookings.lock_booking(session, booking_id=booking_id)
        locked = await refunds_repository.lock_refund(session, call.subject_id)
        if locked is not None and locked[0].state == "requested":
            refund, capture = locked
            outcome = await failed(session, refund, capture, booking, reason=reason, at=ports.clock())
            await ports.teller.tell(session, outcome)
        await calls_repository.end_call(session, call.id, ports.clock(), failure=reason)


async def _give_back(ports: PaymentPorts, booking_id: UUID) -> None:
    """All that was kept of a booking that ran out goes back, and its traveller is told."""
    async with ports.sessions.begin() as session:
        booking = await bookings.get_by_id(session, booking_id=booking_id)
        await ports.teller.prepare(session, booking.conversation_id)
        booking = await bookings.lock_booking(session, booking_id=booking_id)
        currency = booking.total.currency
        parts = await refunds_repository.returnable(session, booking_id, currency)
        amount = Money(sum(row[1] for row in parts), currency)
        if booking.state != "EXPIRED" or not amount.amount:
            return
        await request_refund(
            session,
            ports.queue,
            booking_id=booking_id,
            amount=amount,
            reason=AT_THE_DEADLINE,
            now=ports.clock(),
        )
        kind = OutcomeKind.REFUND_REQUESTED
        outcome = Outcome(kind, booking, None, amount, reason=AT_THE_DEADLINE, refund=amount)
        await ports.teller.tell(session, outcome)
