"""What became of money, told to who paid, to who watches, and to a person where one is needed.

All in the transaction that books it, so once. Who opted out is not written to; outside a channel's window the channel's own
rules hold (`docs/channels.md`): on WhatsApp an approved template says it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

import texts
from backend.documents.schemas import DocumentView
from backend.payments.schemas import Outcome, OutcomeKind
from conversations import repository, service
from conversations.console.trips.telling import tell_trip
from conversations.documents import send_later
from conversations.errors import ConversationNotFound
from conversations.handoffs.service import request_handoff
from conversations.models import Conversation, Direction, Message, Owner
from conversations.paying.wording import CONFIRMING, words_of
from conversations.ports import JobQueue
from conversations.realtime import COMPANY, publish, talk_rooms
from conversations.realtime.quote_sights import amount
from conversations.schemas import ConversationView

K = OutcomeKind
REASON: Final = "payment"
"""Why a person has it."""
FORM_OF_ADDRESS: Final = (
    select(Message.understanding["slots"]["form_of_address"])
    .where(
        Message.conversation_id == bindparam("conversation_id"),
        Message.direction == Direction.IN,
        Message.understanding.is_not(None),
    )
    .order_by(Message.offset.desc())
    .limit(1)
)
"""As the newest message was understood."""
IN_HOUSE: Final = frozenset({K.DISPUTE_OPENED, K.DISPUTE_WON, K.DISPUTE_LOST, K.UNCLAIMED})
"""The house sees to these without the traveller, who goes on with the bot."""
EVENTS: Final = {
    K.REFUNDED: "payment.refunded",
    K.REFUND_FAILED: "payment.refunded",
    K.DISPUTE_OPENED: "payment.disputed",
    K.DISPUTE_WON: "payment.disputed",
    K.DISPUTE_LOST: "payment.disputed",
    K.LINK_READY: "payment.changed",
    K.LINK_FAILED: "payment.changed",
    K.PROCESSING: "payment.changed",
    K.FAILED: "payment.changed",
    K.REFUND_REQUESTED: "payment.changed",
}
"""What an outcome is called in the rooms; money that came is `payment.captured`."""


class PaymentTeller:
    """A `backend.payments.ports.Teller`; ``clock`` tells aware UTC."""

    def __init__(self, queue: JobQueue, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._queue = queue
        self._clock = clock

    async def prepare(self, session: AsyncSession, conversation_id: UUID | None) -> None:
        """Whoever writes into the conversation waits until the money is booked."""
        if conversation_id is not None:
            with suppress(ConversationNotFound):
                await service.lock_conversation(session, conversation_id=conversation_id)

    async def tell(self, session: AsyncSession, outcome: Outcome) -> None:
        """See `tell`."""
        await tell(session, self._queue, outcome, now=self._clock())

    async def hand_over(self, session: AsyncSession, receipt: DocumentView) -> None:
        """The receipt follows by job."""
        await send_later(session, self._queue, receipt)


async def tell(session: AsyncSession, queue: JobQueue, outcome: Outcome, *, now: datetime) -> None:
    """Tells everybody whom an outcome concerns; the conversation is locked already where there is one."""
    conversation = await _conversation(session, outcome)
    await _publish(session, outcome, conversation)
    if conversation is None:
        return
    voice = await voice_of(session, conversation)
    if said := await words_of(session, outcome, voice=voice):
        text, buttons = said
        # What leads to the bot is of no use while a person has the conversation.
        offered = [one for one in buttons if one.opens or conversation.owner == Owner.BOT]
        await service.say(
            session,
            queue,
            conversation_id=conversation.id,
            locked=conversation,
            text=text,
            buttons=offered,
            unasked=outcome.kind is not K.LINK_READY,
        )
    if outcome.for_a_person and outcome.kind not in IN_HOUSE:
        await request_handoff(session, queue, conversation_id=conversation.id, reason=REASON, now=now)


async def voice_of(session: AsyncSession, conversation: Conversation | ConversationView) -> str:
    """The conversation's language, in the form of address that the traveller uses."""
    address = await session.scalar(FORM_OF_ADDRESS, {"conversation_id": conversation.id})
    return texts.voice(conversation.language, address)


async def _conversation(session: AsyncSession, outcome: Outcome) -> Conversation | None:
    asked_in = outcome.payment.conversation_id if outcome.payment else None
    booked_in = outcome.booking.conversation_id if outcome.booking else None
    if (conversation_id := asked_in or booked_in) is None:
        return None
    with suppress(ConversationNotFound):
        return await repository.get_conversation(session, conversation_id, lock=True)
    return None


async def _publish(session: AsyncSession, outcome: Outcome, conversation: Conversation | None) -> None:
    booking, payment = outcome.booking, outcome.payment
    data: dict[str, Any] = {
        "outcome": outcome.kind,
        "reference": booking.reference if booking else None,
        "payment_id": payment.id if payment else None,
        "provider": payment.provider if payment else None,
        "amount": amount(outcome.amount),
    }
    await publish(
        session,
        EVENTS.get(outcome.kind, "payment.captured"),
        rooms=talk_rooms(conversation.id) if conversation else [COMPANY],
        conversation_id=conversation.id if conversation else None,
        data=data,
    )
    if booking is not None and outcome.kind in CONFIRMING:
        await tell_trip(
            session,
            "booking.changed",
            conversation_id=conversation.id if conversation else None,
            quote_id=booking.quote.id,
            reference=booking.reference,
            state=booking.state,
        )
