"""Files that go out, for tests of senders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.jobs import PostgresQueue
from conversations import repository
from conversations.media.links import FileLinks
from conversations.media.store import MemoryStore
from conversations.models import Delivery, Direction, Sender
from conversations.ports import DELIVER_CONVERSATION
from conversations.schemas import Attachment

PDF = b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF\n"
GIF = b"GIF89a" + bytes(60)
OGG = b"OggS" + bytes(24) + b"OpusHead" + bytes(40)
MP4 = b"\x00\x00\x00\x18ftypisom" + bytes(60)


def no_files(address: str | None = None) -> FileLinks:
    """None are kept; links lead below ``address``."""
    return FileLinks(MemoryStore(), secret="of tests", address=address)


def enclose(
    store: MemoryStore, conversation_id: UUID, content: bytes, name: str, mime: str, size: int | None = None
) -> Attachment:
    """A file of ours in the store, as a message names it."""
    media_id = uuid4()
    store.files[conversation_id, media_id] = content
    return Attachment(media_id=media_id, name=name, type=mime, size=size or len(content))


async def say_with(
    sessions: async_sessionmaker[AsyncSession],
    conversation_id: UUID,
    *attachments: Attachment,
    text: str = "",
    location: dict[str, Any] | None = None,
    buttons: Sequence[dict[str, str]] = (),
) -> None:
    """An agent says something with files or a place; the job that delivers it waits."""
    async with sessions.begin() as session:
        conversation = await repository.get_conversation(session, conversation_id, lock=True)
        await repository.append_message(
            session,
            conversation,
            direction=Direction.OUT,
            sender=Sender.AGENT,
            text=text,
            attachments=[one.model_dump(mode="json") for one in attachments],
            location=location,
            buttons=list(buttons),
            delivery=Delivery.QUEUED,
        )
        lock = f"deliver:{conversation_id}"
        await PostgresQueue().defer(
            session, DELIVER_CONVERSATION, lock=lock, conversation_id=str(conversation_id)
        )
