"""Every query of conversations; those of files: `media.repository`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ScalarResult, Select, bindparam, delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from conversations.console.models import Note
from conversations.errors import ConversationNotFound
from conversations.models import (
    UNSENT,
    WAITING,
    Contact,
    Conversation,
    Direction,
    Handoff,
    Message,
    Satisfaction,
    Turn,
)
from conversations.tables import now_utc

# What every message asks for is built once: building it takes longer than asking.
CONVERSATION: Final = select(Conversation).where(Conversation.id == bindparam("id"))
LOCKED: Final = CONVERSATION.with_for_update().execution_options(populate_existing=True)
CONTACT: Final = select(Contact).where(Contact.id == bindparam("id"))
MESSAGE: Final = select(Message).where(
    Message.channel == bindparam("channel"), Message.provider_message_id == bindparam("provider_message_id")
)


async def get_conversation(
    session: AsyncSession, conversation_id: UUID, *, lock: bool = False
) -> Conversation:
    """The conversation, with ``lock`` as the only one who may change it or its log; ConversationNotFound."""
    conversation = await session.scalar(LOCKED if lock else CONVERSATION, {"id": conversation_id})
    if conversation is None:
        raise ConversationNotFound(conversation_id)
    return conversation


async def get_message_or_none(
    session: AsyncSession, *, channel: str, provider_message_id: str
) -> Message | None:
    """The message that a provider gave this id."""
    named = {"channel": channel, "provider_message_id": provider_message_id}
    return await session.scalar(MESSAGE, named)


async def append_message(session: AsyncSession, conversation: Conversation, **fields: Any) -> Message:
    """Adds a message at the end of a locked conversation's log."""
    conversation.last_offset += 1
    conversation.touched_at = now_utc()
    message = Message(
        conversation_id=conversation.id,
        channel=conversation.channel,
        offset=conversation.last_offset,
        **fields,
    )
    session.add(message)
    await session.flush()
    return message


async def list_recent(session: AsyncSession, conversation_id: UUID, *, limit: int) -> Sequence[Message]:
    """The last messages, newest first."""
    newest_first = _log(conversation_id).order_by(Message.offset.desc()).limit(limit)
    return (await session.scalars(newest_first)).all()


async def list_after(
    session: AsyncSession, conversation_id: UUID, *, offset: int, limit: int
) -> Sequence[Message]:
    """Messages after an offset, oldest first."""
    page = _log(conversation_id).where(Message.offset > offset).order_by(Message.offset).limit(limit)
    return (await session.scalars(page)).all()


async def first_waiting(session: AsyncSession, conversation_id: UUID) -> Message | None:
    """The oldest inbound message that nobody has answered."""
    found: ScalarResult[Message] = await session.scalars(
        _log(conversation_id).where(Message.turn.in_(WAITING)).order_by(Message.offset).limit(1)
    )
    return found.first()


async def get_waiting(session: AsyncSession, message_id: UUID) -> Message | None:
    """The message, read anew, if it still waits for its answer."""
    return await session.scalar(
        select(Message)
        .where(Message.id == message_id, Message.turn.in_(WAITING))
        .execution_options(populate_existing=True)
    )


async def first_unsent(session: AsyncSession, conversation_id: UUID) -> Message | None:
    """The oldest outbound message that is still to be delivered."""
    found: ScalarResult[Message] = await session.scalars(
        _log(conversation_id).where(Message.delivery.in_(UNSENT)).order_by(Message.offset).limit(1)
    )
    return found.first()


async def get_message(session: AsyncSession, message_id: UUID, *, lock: bool = False) -> Message:
    """A message that is known to exist."""
    query = select(Message).where(Message.id == message_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return (await session.scalars(query)).one()


async def get_with_contact(session: AsyncSession, conversation_id: UUID) -> tuple[Conversation, Contact]:
    """A conversation and whom it is with."""
    query = (
        select(Conversation, Contact)
        .join(Contact, Contact.id == Conversation.contact_id)
        .where(Conversation.id == conversation_id)
    )
    conversation, contact = (await session.execute(query)).one()
    return conversation, contact


async def get_contact(session: AsyncSession, contact_id: UUID) -> Contact:
    """A contact that is known to exist."""
    return (await session.scalars(CONTACT, {"id": contact_id})).one()


async def get_at_or_none(session: AsyncSession, conversation_id: UUID, offset: int) -> Message | None:
    """The message at an offset of a conversation."""
    return await session.scalar(_log(conversation_id).where(Message.offset == offset))


async def settle_waiting(session: AsyncSession, conversation_id: UUID, turn: Turn) -> list[int]:
    """Gives every waiting message of a locked conversation the same turn; their offsets."""
    settled = await session.scalars(
        update(Message)
        .where(Message.conversation_id == conversation_id, Message.turn.in_(WAITING))
        .values(turn=turn)
        .returning(Message.offset)
        .execution_options(synchronize_session="fetch")
    )
    return sorted(settled)


async def blank_messages(session: AsyncSession, conversation_id: UUID, *, up_to: int) -> None:
    """Leaves of the messages up to an offset only who wrote when, and their ids."""
    await session.execute(
        update(Message)
        .where(Message.conversation_id == conversation_id, Message.offset <= up_to)
        .values(
            text="",
            payload=None,
            buttons=[],
            cards=[],
            attachments=[],
            location=None,
            fetching=False,
            understanding=None,
        )
        .execution_options(synchronize_session="fetch")
    )


async def has_pending(session: AsyncSession, conversation_id: UUID) -> bool:
    """Whether a message has not been looked at yet."""
    pending = exists().where(Message.conversation_id == conversation_id, Message.turn == Turn.PENDING)
    return bool(await session.scalar(select(pending)))


async def last_said_at(session: AsyncSession, conversation_id: UUID) -> datetime | None:
    """When we said something last."""
    return await session.scalar(
        select(Message.created_at)
        .where(Message.conversation_id == conversation_id, Message.direction == Direction.OUT)
        .order_by(Message.offset.desc())
        .limit(1)
    )


async def delete_notes(session: AsyncSession, conversation_id: UUID, *, up_to: int) -> None:
    """What agents wrote for each other about what was said up to an offset."""
    of_it = Note.conversation_id == conversation_id
    await session.execute(delete(Note).where(of_it, Note.after_offset <= up_to))


async def blank_handoffs(session: AsyncSession, conversation_id: UUID) -> None:
    """Leaves of a conversation's handoffs only when they were and why, and of how it was only the score."""
    of_handoff = Handoff.conversation_id == conversation_id
    await session.execute(
        update(Handoff)
        .where(of_handoff)
        .values(summary={}, agreed={})
        .execution_options(synchronize_session="fetch")
    )
    of_satisfaction = Satisfaction.conversation_id == conversation_id
    await session.execute(
        update(Satisfaction)
        .where(of_satisfaction)
        .values(comment=None)
        .execution_options(synchronize_session="fetch")
    )


def _log(conversation_id: UUID) -> Select[Message]:
    return select(Message).where(Message.conversation_id == conversation_id)
