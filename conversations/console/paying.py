"""A booking that was paid outside of here."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

import texts
from backend.bookings.schemas import BookingView
from backend.payments import service as payments
from backend.payments.schemas import Outcome, OutcomeKind
from backend.terms import Terms
from conversations import service
from conversations.console.trips.telling import tell_trip
from conversations.paying.telling import tell
from conversations.ports import JobQueue


async def confirm_paid(
    session: AsyncSession, queue: JobQueue, booking: BookingView, *, now: datetime, terms: Terms
) -> BookingView:
    """Books what is left to pay, which confirms a booking on hold, and tells the traveller where they booked it, in one
    transaction, once.

    Two agents who do this at the same time wait for each other at the conversation's lock.
    """
    if booking.conversation_id:
        await service.lock_conversation(session, conversation_id=booking.conversation_id)
    marked = await payments.mark_paid(session, queue, reference=booking.reference, now=now, terms=terms)
    paid, came = marked.booking, marked.came
    if not marked.confirmed:
        if came.amount:
            outcome = Outcome(OutcomeKind.BALANCE, paid, None, came, left=came - came)
            await tell(session, queue, outcome, now=now)
        return paid
    if paid.conversation_id:
        told = texts.say(paid.language, "console.booking_confirmed", reference=paid.reference)
        await service.say(session, queue, conversation_id=paid.conversation_id, text=told, unasked=True)
    await tell_trip(
        session,
        "booking.changed",
        conversation_id=paid.conversation_id,
        quote_id=paid.quote.id,
        reference=paid.reference,
        state=paid.state,
    )
    return paid
