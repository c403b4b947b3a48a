"""Files that agents have chosen: they wait for the message that takes them along, for a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from conversations import repository
from conversations.console.models import Upload
from conversations.errors import FileNotFound
from conversations.media import repository as files_repository
from conversations.ports import JobQueue
from conversations.receiving import tend_media
from conversations.schemas import Attachment

KEPT_FOR: Final = timedelta(days=1)
BATCH: Final = 100


async def keep_upload(
    session: AsyncSession,
    queue: JobQueue,
    *,
    conversation_id: UUID,
    agent_id: UUID,
    file: Attachment,
    now: datetime,
) -> None:
    """Writes down a file that is kept already, and has those deleted that nobody sent."""
    await repository.get_conversation(session, conversation_id)
    await _give_up_old(session, queue, now)
    session.add(
        Upload(
            media_id=file.media_id,
            conversation_id=conversation_id,
            agent_id=agent_id,
            attachment=file.model_dump(mode="json"),
            created_at=now,
        )
    )
    await session.flush()


async def take_uploads(
    session: AsyncSession, *, conversation_id: UUID, agent_id: UUID, media_ids: Sequence[UUID]
) -> list[Attachment]:
    """The agent's files, in this order, for a message to take along, once. Raises FileNotFound."""
    taken = (
        delete(Upload)
        .where(
            Upload.media_id.in_(media_ids),
            Upload.conversation_id == conversation_id,
            Upload.agent_id == agent_id,
        )
        .returning(Upload.media_id, Upload.attachment)
    )
    known = (
        {row.media_id: row.attachment for row in (await session.execute(taken)).all()} if media_ids else {}
    )
    if any(media_id not in known for media_id in media_ids):
        raise FileNotFound
    return [Attachment.model_validate(known[media_id]) for media_id in dict.fromkeys(media_ids)]


async def _give_up_old(session: AsyncSession, queue: JobQueue, now: datetime) -> None:
    old = select(Upload.media_id).where(Upload.created_at < now - KEPT_FOR).limit(BATCH)
    gone = delete(Upload).where(Upload.media_id.in_(old.with_for_update(skip_locked=True)))
    files: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for row in (await session.execute(gone.returning(Upload.conversation_id, Upload.media_id))).all():
        files[row.conversation_id].append(row.media_id)
    for conversation_id, media_ids in files.items():
        await files_repository.give_up_files(session, conversation_id, media_ids)
    if files:
        await tend_media(session, queue, *files)
