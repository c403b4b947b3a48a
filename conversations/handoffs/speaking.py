"""What an agent says, and what the bot is to know of it later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from conversations import repository, rules, service
from conversations.errors import TextTooLong
from conversations.handoffs import repository as handoffs
from conversations.handoffs.errors import NotYours, WindowClosed
from conversations.models import Sender
from conversations.ports import JobQueue
from conversations.schemas import Attachment, Button, Card, MessageView
from conversations.team.schemas import Signed
from conversations.windows import WindowKind, window_of


async def find_said(
    session: AsyncSession, *, conversation_id: UUID, agent: Signed, client_id: UUID
) -> MessageView | None:
    """What this agent said under this id already; nobody says anything more until the transaction ends.

    ConversationNotFound; NotYours where another said it.
    """
    conversation = await repository.get_conversation(session, conversation_id, lock=True)
    said = await repository.get_message_or_none(
        session, channel=conversation.channel, provider_message_id=_said_as(conversation_id, client_id)
    )
    if said is not None and said.agent_id != agent.id:
        raise NotYours
    return MessageView.model_validate(said) if said is not None else None


async def say_as_agent(
    session: AsyncSession,
    queue: JobQueue,
    *,
    conversation_id: UUID,
    agent: Signed,
    client_id: UUID,
    text: str,
    now: datetime,
    attachments: Sequence[Attachment] = (),
    cards: Sequence[Card] = (),
    buttons: Sequence[Button] = (),
) -> MessageView:
    """Puts an agent's message to the traveller; the same ``client_id`` again gives the message that stands.

    NotYours unless it is this agent's at this moment; WindowClosed where its channel takes nothing any more; TextTooLong.
    """
    if len(rules.clean(text)) > rules.MAX_TEXT:
        raise TextTooLong(rules.MAX_TEXT)
    conversation = await repository.get_conversation(session, conversation_id, lock=True)
    said = await find_said(session, conversation_id=conversation_id, agent=agent, client_id=client_id)
    if said is not None:
        return said
    window = window_of(conversation.channel, last_inbound_at=conversation.last_inbound_at, now=now)
    if window.kind is WindowKind.CLOSED:
        raise WindowClosed
    message = await service.say(
        session,
        queue,
        conversation_id=conversation_id,
        text=rules.clean(text),
        sender=Sender.AGENT,
        agent_id=agent.id,
        provider_message_id=_said_as(conversation_id, client_id),
        attachments=attachments,
        cards=cards,
        buttons=buttons,
    )
    conversation.waiting_since = None
    if handoff := await handoffs.open_handoff_or_none(session, conversation_id):
        handoff.first_answer_at = handoff.first_answer_at or now
        handoff.reminded_at = None
    await session.flush()
    return message


async def note_agreed(session: AsyncSession, *, conversation_id: UUID, slots: Mapping[str, Any]) -> None:
    """What the bot is to know when it is given the conversation back, by slots of `domain.yml`; the newest counts."""
    await repository.get_conversation(session, conversation_id, lock=True)
    if handoff := await handoffs.open_handoff_or_none(session, conversation_id):
        handoff.agreed = {**handoff.agreed, **slots}
        await session.flush()


def _said_as(conversation_id: UUID, client_id: UUID) -> str:
    return f"agent/{conversation_id}/{client_id}"
