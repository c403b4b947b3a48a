"""The queries of files that came with messages: to be fetched, kept, or to be deleted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from conversations.models import DiscardedFile, Message


async def list_fetching(session: AsyncSession, conversation_id: UUID) -> Sequence[Message]:
    """Messages of which files are still to be fetched, oldest first."""
    return (
        await session.scalars(_log(conversation_id).where(Message.fetching).order_by(Message.offset))
    ).all()


async def list_with_files(session: AsyncSession, conversation_id: UUID, *, up_to: int) -> Sequence[Message]:
    """Messages up to an offset that something came with; locked."""
    query = _log(conversation_id).where(
        Message.offset <= up_to, func.jsonb_array_length(Message.attachments) > 0
    )
    locked = query.with_for_update().execution_options(populate_existing=True)
    return (await session.scalars(locked)).all()


async def find_attachment(
    session: AsyncSession, conversation_id: UUID, media_id: UUID
) -> dict[str, Any] | None:
    """The attachment of a conversation that is kept under this id."""
    wanted = str(media_id)
    message = await session.scalar(
        _log(conversation_id).where(Message.attachments.contains([{"media_id": wanted}])).limit(1)
    )
    return next((one for one in message.attachments if one["media_id"] == wanted), None) if message else None


async def give_up_files(session: AsyncSession, conversation_id: UUID, media_ids: Sequence[UUID]) -> None:
    """Lists files as to be deleted."""
    rows = [{"media_id": media_id, "conversation_id": conversation_id} for media_id in media_ids]
    await session.execute(insert(DiscardedFile).values(rows).on_conflict_do_nothing())


async def list_discarded(session: AsyncSession, conversation_id: UUID) -> Sequence[UUID]:
    """Files that are to be deleted."""
    query = select(DiscardedFile.media_id).where(DiscardedFile.conversation_id == conversation_id)
    return (await session.scalars(query)).all()


async def forget_discarded(session: AsyncSession, media_ids: Sequence[UUID]) -> None:
    """They are deleted."""
    await session.execute(delete(DiscardedFile).where(DiscardedFile.media_id.in_(media_ids)))


def _log(conversation_id: UUID) -> Select[Message]:
    return select(Message).where(Message.conversation_id == conversation_id)
