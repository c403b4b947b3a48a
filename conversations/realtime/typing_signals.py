"""Shows travellers, wherever they are, that an agent writes to them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from conversations.models import Contact, Conversation, Direction, Message
from conversations.ports import Signal
from conversations.realtime.viewing import Viewer
from conversations.signalling import Signals


@dataclass(frozen=True, slots=True)
class Reader:
    """The traveller of a conversation; ``theirs``: whether it is the agent's who writes, so that it is to be shown."""

    channel: str
    address: str
    inbound_id: str | None
    theirs: bool

    def show(self, signals: Signals) -> None:
        """Shows it on a channel that has signals of its own."""
        signals.show(Signal.TYPING, channel=self.channel, address=self.address, inbound_id=self.inbound_id)


async def may_write_to(
    sessions: async_sessionmaker[AsyncSession], conversation_id: UUID, viewer: Viewer
) -> Reader | None:
    """Whom an agent writes to; None where there is no such conversation."""
    newest = (
        select(Message.provider_message_id)
        .where(Message.conversation_id == conversation_id, Message.direction == Direction.IN)
        .order_by(Message.offset.desc())
        .limit(1)
    )
    query = (
        select(Contact.channel, Contact.address, newest.scalar_subquery(), Conversation.agent_id)
        .join(Conversation, Conversation.contact_id == Contact.id)
        .where(Conversation.id == conversation_id)
    )
    async with sessions() as session:
        found = (await session.execute(query)).one_or_none()
    if found is None:
        return None
    channel, address, inbound_id, agent_id = found
    return Reader(channel, address, inbound_id, agent_id is not None and agent_id == viewer.id)
