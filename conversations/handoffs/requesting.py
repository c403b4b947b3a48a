"""How a conversation leaves the bot: somebody wishes for a person, or a person begins to write."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from conversations import reports, repository, rules
from conversations.handoffs.absence import tell_if_nobody_is_there
from conversations.handoffs.ownership import AGENT_STEPPED_IN, enqueue, give, open_handoff
from conversations.models import Delivery, Direction, Owner, Sender
from conversations.ports import JobQueue
from conversations.realtime import publish_messages
from conversations.reporting import heed_early_reports

log = structlog.get_logger()

PRIORITIES: Final = {"urgent": 100, "booking_failed": 20, "bot_failed": 20, "action_failed": 20, "amount": 10}
"""The higher, the sooner; reasons that are not here wait with 0."""


async def request_handoff(
    session: AsyncSession,
    queue: JobQueue,
    *,
    conversation_id: UUID,
    reason: str,
    now: datetime,
    skill: str | None = None,
    priority: int | None = None,
) -> None:
    """Takes the conversation from the bot and puts it into the agents' queue; asking again changes nothing.

    Where nobody is there to answer, the traveller is told so, and when somebody will be.
    """
    conversation = await repository.get_conversation(session, conversation_id, lock=True)
    if conversation.owner != Owner.BOT:
        return
    urgency = PRIORITIES.get(reason, 0) if priority is None else priority
    handoff = await open_handoff(session, conversation, reason=reason, now=now, skill=skill, priority=urgency)
    conversation.closed_at = None
    await enqueue(session, queue, conversation, handoff, now=now)
    log.info("handoff.requested", conversation_id=str(conversation_id), reason=reason)
    await tell_if_nobody_is_there(session, queue, conversation, handoff, now=now)


async def hear_agent(
    session: AsyncSession,
    queue: JobQueue,
    *,
    conversation_id: UUID,
    provider_message_id: str,
    text: str,
    now: datetime,
) -> None:
    """Keeps what an agent wrote outside of here, and leaves the conversation to them; a redelivery changes nothing."""
    conversation = await repository.get_conversation(session, conversation_id, lock=True)
    if await repository.get_message_or_none(
        session, channel=conversation.channel, provider_message_id=provider_message_id
    ):
        return
    await reports.lock_parts(session, conversation.channel, [provider_message_id])
    handoff = await open_handoff(session, conversation, reason=AGENT_STEPPED_IN, now=now)
    if conversation.owner != Owner.AGENT:
        handoff.assigned_at, handoff.offered_to, handoff.offered_until = now, None, None
        await give(session, queue, conversation, Owner.AGENT)
    handoff.first_answer_at = handoff.first_answer_at or now
    handoff.reminded_at, conversation.waiting_since, conversation.closed_at = None, None, None
    message = await repository.append_message(
        session,
        conversation,
        direction=Direction.OUT,
        sender=Sender.AGENT,
        provider_message_id=provider_message_id,
        text=rules.clean(text),
        delivery=Delivery.SENT,
        parts_sent=[provider_message_id],
    )
    await heed_early_reports(session, message)
    await session.flush()
    await publish_messages(
        session, "message.stored", conversation_id=conversation_id, offsets=[message.offset]
    )
