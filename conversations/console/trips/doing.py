"""What an agent does with a trip, through the same services as the bot.

Each is for whose conversation it is, tells the bot what was agreed (for when it is given back), everybody who watches,
and the audit log, in the caller's transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.availability import service as availability
from backend.availability.schemas import HoldView
from backend.bookings import service as bookings
from backend.bookings.schemas import BookingView
from backend.payments import service as payments
from backend.quotes import service as quotes
from backend.quotes.schemas import QuoteView
from backend.terms import Terms
from conversations import repository
from conversations.console.paying import confirm_paid
from conversations.console.trips import agreed
from conversations.console.trips.asking import BookingBody, CardBody, QuoteBody
from conversations.console.trips.cards import booking_card, quote_card
from conversations.console.trips.reading import booking_here, quote_here
from conversations.console.trips.telling import tell_trip
from conversations.errors import NotYours
from conversations.handoffs.service import note_agreed, say_as_agent
from conversations.models import Conversation
from conversations.ports import JobQueue
from conversations.schemas import MessageView
from conversations.team.auditing import record
from conversations.team.errors import Invalid
from conversations.team.schemas import Signed


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """An agent at work in a conversation that is theirs, at a moment (UTC)."""

    session: AsyncSession
    conversation: Conversation
    agent: Signed
    now: datetime
    terms: Terms

    async def quote(self, body: QuoteBody) -> QuoteView:
        """Issues a quote in the traveller's language, as a revision where one is named. Backend errors."""
        before = await self._quote(body.previous) if body.previous else None
        quote = await quotes.issue_quote(
            self.session,
            request=body.request(before.request if before else None),
            product=body.product,
            conversation_id=self.conversation.id,
            language=self.conversation.language,
            now=self.now,
            previous=body.previous,
            reseller=body.reseller,
            terms=self.terms,
        )
        await self._done("quote.issued", quote, quote.reference, agreed.quoted(quote))
        return quote

    async def hold(self, quote_id: UUID) -> HoldView:
        """Keeps the quote's places; again, the same hold. Backend errors."""
        quote = await self._quote(quote_id)
        hold = await bookings.hold_quote(self.session, quote_id=quote_id, now=self.now, terms=self.terms)
        told = {"hold_id": hold.id, "expires_at": hold.expires_at}
        await self._done("hold.placed", quote, quote.reference, agreed.held(quote, hold), **told)
        return hold

    async def release(self, hold_id: UUID) -> None:
        """Gives the places back. Backend errors."""
        hold = await availability.lock_hold(self.session, hold_id=hold_id)
        quote = await self._quote(hold.quote_id)
        await availability.release_hold(self.session, hold_id=hold_id, now=self.now)
        await self._done("hold.released", quote, quote.reference, agreed.NOT_HELD, hold_id=hold_id)

    async def book(self, body: BookingBody) -> BookingView:
        """Books what is held; again, the same booking. Backend errors."""
        hold = await availability.lock_hold(self.session, hold_id=body.hold_id)
        quote = await self._quote(hold.quote_id)
        booking = await bookings.create_booking(
            self.session,
            hold_id=body.hold_id,
            booking_id=body.booking_id,
            lead=body.lead,
            conversation_id=self.conversation.id,
            language=self.conversation.language,
            now=self.now,
            terms=self.terms,
        )
        await self._changed(booking, quote, agreed.booked(booking))
        return booking

    async def cancel(self, queue: JobQueue, reference: str) -> BookingView:
        """Cancels a booking of theirs; what was paid goes back by the policy. Backend errors."""
        found = await self._booking(reference)
        cancelled = await payments.cancel_booking(
            self.session,
            queue,
            booking_id=found.id,
            now=self.now,
            terms=self.terms,
            requested_by=self.agent.id,
        )
        booking = cancelled.booking
        await self._changed(booking, booking.quote, agreed.cancelled(booking))
        return booking

    async def mark_paid(self, queue: JobQueue, reference: str) -> BookingView:
        """Confirms a booking of theirs that was paid, and tells them. Backend errors."""
        found = await self._booking(reference)
        paid = await confirm_paid(self.session, queue, found, now=self.now, terms=self.terms)
        await self._note("booking.paid", paid.reference, agreed.booked(paid))
        return paid

    async def send_card(self, queue: JobQueue, body: CardBody) -> MessageView:
        """Sends a quote or a booking of theirs to the traveller; Invalid where not one of them is named. Backend errors."""
        if (body.quote_id is None) == (body.reference is None):
            raise Invalid
        language = self.conversation.language
        if body.quote_id is not None:
            quote = await self._quote(body.quote_id)
            text, card = await quote_card(self.session, quote, language=language, now=self.now)
        else:
            booking = await self._booking(body.reference or "")
            text, card = await booking_card(self.session, booking, language=language)
        said = await say_as_agent(
            self.session,
            queue,
            conversation_id=self.conversation.id,
            agent=self.agent,
            client_id=body.client_id,
            text=text,
            cards=[card],
            now=self.now,
        )
        await self._record("card.sent", body.reference or str(body.quote_id))
        return said

    async def _quote(self, quote_id: UUID) -> QuoteView:
        return await quote_here(self.session, conversation_id=self.conversation.id, quote_id=quote_id)

    async def _booking(self, reference: str) -> BookingView:
        return await booking_here(self.session, conversation_id=self.conversation.id, reference=reference)

    async def _changed(self, booking: BookingView, quote: QuoteView, slots: agreed.Slots) -> None:
        told = {"reference": booking.reference, "state": booking.state}
        await self._done("booking.changed", quote, booking.reference, slots, **told)

    async def _done(
        self, kind: str, quote: QuoteView, subject: str, slots: agreed.Slots, **told: Any
    ) -> None:
        await tell_trip(self.session, kind, conversation_id=self.conversation.id, quote_id=quote.id, **told)
        await self._note(kind, subject, slots)

    async def _note(self, action: str, subject: str, slots: agreed.Slots) -> None:
        await note_agreed(self.session, conversation_id=self.conversation.id, slots=slots)
        await self._record(action, subject)

    async def _record(self, action: str, subject: str) -> None:
        await record(
            self.session,
            agent_id=self.agent.id,
            action=action,
            conversation_id=self.conversation.id,
            subject=subject,
        )


async def at_work(
    session: AsyncSession, *, conversation_id: UUID, agent: Signed, now: datetime, terms: Terms
) -> Deal:
    """The agent at work in a conversation, which nobody takes from them until the transaction ends.

    Raises ConversationNotFound, NotYours.
    """
    conversation = await repository.get_conversation(session, conversation_id, lock=True)
    if conversation.agent_id != agent.id:
        raise NotYours
    return Deal(session=session, conversation=conversation, agent=agent, now=now, terms=terms)
