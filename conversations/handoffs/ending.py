"""How a conversation leaves its agent: back to the bot, over for now, or begun again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from conversations import repository
from conversations.handoffs import repository as handoffs
from conversations.handoffs.errors import NotYours
from conversations.handoffs.ownership import give, may_move, tell_handoff
from conversations.handoffs.owning import take
from conversations.handoffs.satisfaction import ask_how_it_was
from conversations.models import Conversation, Handoff, Owner, Turn
from conversations.ports import JobQueue
from conversations.realtime import publish, publish_messages, talk_rooms
from conversations.schemas import ConversationView
from conversations.team.schemas import Signed

log = structlog.get_logger()
TO_BOT = "bot"
CLOSED = "closed"


async def hand_back(
    session: AsyncSession, queue: JobQueue, *, conversation_id: UUID, agent: Signed, now: datetime
) -> ConversationView:
    """Gives it back to the bot, which says what was agreed and goes on; the bot's already: nothing changes. NotYours."""
    conversation = await _movable(session, conversation_id, agent)
    if conversation.owner != Owner.BOT:
        await _back_to_bot(session, queue, conversation, outcome=TO_BOT, by=agent.id, now=now)
    return ConversationView.model_validate(conversation)


async def resume_bot(
    session: AsyncSession, queue: JobQueue, *, conversation_id: UUID, now: datetime
) -> ConversationView:
    """Gives it back to the bot in nobody's name: the bot knows what was agreed, and waits to be spoken to."""
    conversation = await repository.get_conversation(session, conversation_id, lock=True)
    if conversation.owner != Owner.BOT:
        await _back_to_bot(session, queue, conversation, outcome=TO_BOT, by=None, now=now)
    return ConversationView.model_validate(conversation)


async def come_back(
    session: AsyncSession, queue: JobQueue, conversation: Conversation, *, now: datetime
) -> bool:
    """The traveller of a locked conversation gives up waiting; whether the bot has something left to answer."""
    if conversation.owner == Owner.BOT:
        return False
    handoff = await _back_to_bot(session, queue, conversation, outcome=TO_BOT, by=None, now=now)
    if handoff is None:
        return False
    asked = await handoffs.unanswered_or_none(session, conversation.id, since=handoff.requested_at)
    if asked is None:
        return False
    asked.turn = Turn.PENDING
    await session.flush()
    return True


async def close(
    session: AsyncSession, queue: JobQueue, *, conversation_id: UUID, agent: Signed, now: datetime
) -> ConversationView:
    """Ends it, and asks the traveller how it was where an agent answered and may still write; NotYours.

    Whoever writes again is with the bot, which knows what was agreed.
    """
    conversation = await _movable(session, conversation_id, agent)
    if conversation.closed_at is None:
        conversation.closed_at = now
        await publish(
            session,
            "conversation.changed",
            rooms=talk_rooms(conversation_id),
            conversation_id=conversation_id,
            data={"closed": True},
        )
    if conversation.owner != Owner.BOT:
        handoff = await _back_to_bot(session, queue, conversation, outcome=CLOSED, by=agent.id, now=now)
        if handoff is not None:
            await ask_how_it_was(session, queue, conversation, handoff, now=now)
    return ConversationView.model_validate(conversation)


async def reopen(
    session: AsyncSession, queue: JobQueue, *, conversation_id: UUID, agent: Signed, now: datetime
) -> ConversationView:
    """Makes a closed conversation the agent's again; TakenByAnother, AtCapacity."""
    return await take(session, queue, conversation_id=conversation_id, agent=agent, now=now)


async def _movable(session: AsyncSession, conversation_id: UUID, agent: Signed) -> Conversation:
    conversation = await repository.get_conversation(session, conversation_id, lock=True)
    if not may_move(conversation, agent):
        raise NotYours
    return conversation


async def _back_to_bot(
    session: AsyncSession,
    queue: JobQueue,
    conversation: Conversation,
    *,
    outcome: str,
    by: UUID | None,
    now: datetime,
) -> Handoff | None:
    """Messages from before stay unanswered by the bot."""
    settled = await repository.settle_waiting(session, conversation.id, Turn.SILENT)
    await publish_messages(session, "message.changed", conversation_id=conversation.id, offsets=settled)
    conversation.waiting_since = None
    handoff = await handoffs.open_handoff_or_none(session, conversation.id)
    if handoff is not None:
        handoff.closed_at, handoff.closed_by, handoff.outcome = now, by, outcome
        handoff.offered_to, handoff.offered_until = None, None
    await give(session, queue, conversation, Owner.BOT)
    if handoff is not None:
        await tell_handoff(session, "handoff.closed", handoff)
        log.info("handoff.closed", conversation_id=str(conversation.id), outcome=outcome)
    return handoff
