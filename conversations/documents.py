"""Documents on their way to travellers: a PDF as a message's file, by hand, by the bot, or by job once it is issued."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID, uuid4, uuid5

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

import texts
from backend.bookings.service import get_by_id
from backend.documents.rendering import render
from backend.documents.schemas import DocumentView
from backend.documents.service import get_document
from conversations import repository, service
from conversations.media.store import MediaStore
from conversations.ports import SEND_DOCUMENT, JobQueue
from conversations.schemas import Attachment, MessageView

PDF = "application/pdf"


async def send_later(session: AsyncSession, queue: JobQueue, document: DocumentView) -> None:
    """Has an issued document sent where its booking was made, after the commit and once: nobody waits for its drawing."""
    await queue.defer(session, SEND_DOCUMENT, lock=f"document:{document.id}", document_id=str(document.id))


async def send_document(
    document_id: UUID, *, sessions: async_sessionmaker[AsyncSession], store: MediaStore, queue: JobQueue
) -> None:
    """The job: a document that was sent by it already, or whose booking was made nowhere, is not sent."""
    async with sessions() as session:
        document = await get_document(session, document_id=document_id)
        booking = await get_by_id(session, booking_id=document.booking_id)
        conversation_id = booking.conversation_id
        if conversation_id is None or await _was_sent(session, conversation_id, document_id):
            return
    # Under an id of the document's own, so that a job that is done again keeps the same file once more.
    media_id = uuid5(document_id, "sent")
    kept = kept_document(store, conversation_id, document, media_id=media_id)
    async with kept as file, sessions.begin() as session:
        await service.lock_conversation(session, conversation_id=conversation_id)
        if await _was_sent(session, conversation_id, document_id):
            return
        await service.say(
            session,
            queue,
            conversation_id=conversation_id,
            text=words_for(document),
            attachments=[file],
            provider_message_id=_sent_as(document_id),
            unasked=True,
        )


async def attach_document(
    session: AsyncSession,
    store: MediaStore,
    queue: JobQueue,
    *,
    conversation_id: UUID,
    document: DocumentView,
) -> MessageView:
    """Sends a document that was asked for, in the caller's transaction; asked for again, it is sent again."""
    async with kept_document(store, conversation_id, document) as file:
        return await service.say(
            session, queue, conversation_id=conversation_id, text=words_for(document), attachments=[file]
        )


@asynccontextmanager
async def kept_document(
    store: MediaStore, conversation_id: UUID, document: DocumentView, *, media_id: UUID | None = None
) -> AsyncIterator[Attachment]:
    """The PDF, drawn and kept as a file of the conversation; the file goes again where the block raises."""
    pdf = await asyncio.to_thread(render, document)
    media_id = media_id or uuid4()

    async def whole() -> AsyncIterator[bytes]:
        yield pdf

    await store.keep(conversation_id, media_id, whole())
    try:
        yield Attachment(name=file_name(document), mime=PDF, media_id=media_id, type=PDF, size=len(pdf))
    except BaseException:
        await store.discard(conversation_id, media_id)
        raise


def words_for(document: DocumentView) -> str:
    """ "Aquí va: Recibo R-2027-000012 de la reserva K7PQ2M."."""
    kind = texts.say(document.language, f"document.kind_{document.kind}")
    return texts.say(
        document.language, "document.send", kind=kind, number=document.number, booking=document.booking
    )


def file_name(document: DocumentView) -> str:
    """ "Recibo R-2027-000012.pdf"."""
    return f"{texts.say(document.language, f'document.kind_{document.kind}')} {document.number}.pdf"


async def _was_sent(session: AsyncSession, conversation_id: UUID, document_id: UUID) -> bool:
    conversation = await service.get_conversation(session, conversation_id=conversation_id)
    said = await repository.get_message_or_none(
        session, channel=conversation.channel, provider_message_id=_sent_as(document_id)
    )
    return said is not None


def _sent_as(document_id: UUID) -> str:
    return f"document/{document_id}"
