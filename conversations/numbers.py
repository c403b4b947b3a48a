"""The telephone number that a conversation is held with."""

from __future__ import annotations

import re
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from conversations.models import Contact, Conversation

_NUMBER = re.compile(r"\+[1-9]\d{6,14}")
"""E.164: what a channel knows people by is a number where it looks like one."""


async def number_of(session: AsyncSession, *, conversation_id: UUID) -> str | None:
    """The number, as +51984123456; None where the channel knows people by something else."""
    statement = select(Contact.address).join(Conversation, Conversation.contact_id == Contact.id)
    address = await session.scalar(statement.where(Conversation.id == conversation_id))
    return address if address and _NUMBER.fullmatch(address) else None
