"""Messages of ours with everything that can go out, put into the log as an agent's would be."""

from __future__ import annotations

from collections.abc import AsyncIterator
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.jobs import PostgresQueue
from conversations import repository
from conversations.media.store import MediaStore
from conversations.models import Delivery, Direction, Sender
from conversations.ports import DELIVER_CONVERSATION
from conversations.schemas import Attachment, Button, Location, MessageView

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


async def keep(store: MediaStore, conversation_id: UUID, name: str, mime: str, content: bytes) -> Attachment:
    """A file that can go along."""

    async def chunks() -> AsyncIterator[bytes]:
        yield content

    media_id = uuid4()
    await store.keep(conversation_id, media_id, chunks())
    return Attachment(name=name, type=mime, mime=mime, size=len(content), media_id=media_id)


async def put_out(
    sessions: async_sessionmaker[AsyncSession],
    conversation_id: UUID,
    *,
    text: str = "",
    attachments: tuple[Attachment, ...] = (),
    location: Location | None = None,
    buttons: tuple[Button, ...] = (),
) -> MessageView:
    """Says it in a conversation, and has it delivered."""
    async with sessions.begin() as session:
        conversation = await repository.get_conversation(session, conversation_id, lock=True)
        message = await repository.append_message(
            session,
            conversation,
            direction=Direction.OUT,
            sender=Sender.AGENT,
            text=text,
            attachments=[one.model_dump(mode="json") for one in attachments],
            location=location.model_dump() if location else None,
            buttons=[button.model_dump() for button in buttons],
            delivery=Delivery.QUEUED,
        )
        await PostgresQueue().defer(
            session,
            DELIVER_CONVERSATION,
            lock=f"deliver:{conversation_id}",
            conversation_id=str(conversation_id),
        )
        return MessageView.model_validate(message)


async def find(sessions: async_sessionmaker[AsyncSession], message: MessageView) -> MessageView:
    """The message as it stands now."""
    async with sessions() as session:
        return MessageView.model_validate(await repository.get_message(session, message.id))
