"""A message that was said before, as a channel needs it again to show more of it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from conversations.models import Contact, Conversation, Message
from conversations.schemas import MessageView


async def find_said(session: AsyncSession, *, channel: str, address: str, offset: int) -> MessageView | None:
    """What stands at an offset of the newest conversation with whoever has this address; None where nothing does.

    An erased message is found, and is empty.
    """
    query = (
        select(Message)
        .join(Conversation, Message.conversation_id == Conversation.id)
        .join(Contact, Conversation.contact_id == Contact.id)
        .where(Contact.channel == channel, Contact.address == address, Message.offset == offset)
        .order_by(Conversation.created_at.desc())
        .limit(1)
    )
    found = await session.scalar(query)
    return MessageView.model_validate(found) if found else None
