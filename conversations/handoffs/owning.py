"""How agents get conversations from the queue, from the bot and from each other, and pass them on."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from conversations.handoffs import repository as handoffs
from conversations.handoffs.errors import (
    AtCapacity,
    NotYours,
    NowhereToTransfer,
    OfferGone,
    TakenByAnother,
)
from conversations.handoffs.ownership import (
    AGENT_STEPPED_IN,
    assign,
    enqueue,
    make_room,
    may_move,
    open_handoff,
    tell_handoff,
)
from conversations.models import Conversation, Owner
from conversations.ports import JobQueue
from conversations.repository import get_conversation
from conversations.schemas import ConversationView
from conversations.team.errors import AgentNotFound
from conversations.team.names import name_of
from conversations.team.schemas import Signed


async def take(
    session: AsyncSession, queue: JobQueue, *, conversation_id: UUID, agent: Signed, now: datetime
) -> ConversationView:
    """Makes it the agent's: out of the queue, or stepping in while the bot has it; theirs already: nothing changes.

    TakenByAnother; out of the queue AtCapacity too, but for who leads.
    """
    conversation = await get_conversation(session, conversation_id, lock=True)
    if await _is_to_be_given(session, conversation, agent):
        if conversation.owner == Owner.QUEUE and not agent.leading:
            await make_room(session, agent.id)
        handoff = await open_handoff(session, conversation, reason=AGENT_STEPPED_IN, now=now)
        await assign(session, queue, conversation, handoff, agent, now=now)
    return ConversationView.model_validate(conversation)


async def accept_offer(
    session: AsyncSession, queue: JobQueue, *, conversation_id: UUID, agent: Signed, now: datetime
) -> ConversationView:
    """Makes it the agent's to whom it is offered; TakenByAnother, OfferGone, AtCapacity."""
    conversation = await get_conversation(session, conversation_id, lock=True)
    if await _is_to_be_given(session, conversation, agent):
        handoff = await handoffs.open_handoff_or_none(session, conversation_id)
        if handoff is None or handoff.offered_to != agent.id or (handoff.offered_until or now) <= now:
            raise OfferGone
        await make_room(session, agent.id)
        await assign(session, queue, conversation, handoff, agent, now=now)
    return ConversationView.model_validate(conversation)


async def decline_offer(
    session: AsyncSession, queue: JobQueue, *, conversation_id: UUID, agent: Signed, now: datetime
) -> ConversationView:
    """Lets an offer pass, which goes on to somebody else; OfferGone."""
    conversation = await get_conversation(session, conversation_id, lock=True)
    handoff = await handoffs.open_handoff_or_none(session, conversation_id)
    if handoff is None or handoff.offered_to != agent.id:
        raise OfferGone
    handoff.declined = [*handoff.declined, str(agent.id)]
    handoff.offered_to, handoff.offered_until = None, None
    await session.flush()
    await tell_handoff(session, "handoff.offered", handoff, to=agent.id)
    return ConversationView.model_validate(conversation)


async def release(
    session: AsyncSession, queue: JobQueue, *, conversation_id: UUID, agent: Signed, now: datetime
) -> ConversationView:
    """Puts it back into the queue; NotYours."""
    conversation = await _movable(session, conversation_id, agent)
    if conversation.owner == Owner.AGENT:
        handoff = await open_handoff(session, conversation, reason=AGENT_STEPPED_IN, now=now)
        await enqueue(session, queue, conversation, handoff, now=now, passing=conversation.agent_id)
    return ConversationView.model_validate(conversation)


async def transfer(
    session: AsyncSession,
    queue: JobQueue,
    *,
    conversation_id: UUID,
    agent: Signed,
    now: datetime,
    to_agent: UUID | None = None,
    to_skill: str | None = None,
) -> ConversationView:
    """Passes it to another agent, or into the queue for whoever has a skill.

    NotYours, AgentNotFound, NowhereToTransfer, and AtCapacity unless who leads decides it.
    """
    if (to_agent is None) == (not to_skill):
        raise NowhereToTransfer
    conversation = await _movable(session, conversation_id, agent)
    handoff = await open_handoff(session, conversation, reason=AGENT_STEPPED_IN, now=now)
    if to_agent is None:
        handoff.skill = to_skill
        await enqueue(session, queue, conversation, handoff, now=now)
    elif to_agent != conversation.agent_id:
        colleague = await handoffs.lock_agent_or_none(session, to_agent)
        if colleague is None:
            raise AgentNotFound
        if not agent.leading and await handoffs.load_of(session, to_agent) >= colleague.capacity:
            raise AtCapacity(colleague.name, colleague.capacity)
        await assign(session, queue, conversation, handoff, colleague, now=now)
    return ConversationView.model_validate(conversation)


async def _movable(session: AsyncSession, conversation_id: UUID, agent: Signed) -> Conversation:
    conversation = await get_conversation(session, conversation_id, lock=True)
    if not may_move(conversation, agent):
        raise NotYours
    return conversation


async def _is_to_be_given(session: AsyncSession, conversation: Conversation, agent: Signed) -> bool:
    """Whether it is to change hands to the agent: false where it is theirs; TakenByAnother where it is a colleague's."""
    if conversation.agent_id is not None and conversation.agent_id != agent.id:
        raise TakenByAnother(await name_of(session, conversation.agent_id))
    return conversation.agent_id is None
