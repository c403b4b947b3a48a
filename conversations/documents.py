"""Documents on their way to travellers: a PDF as a message's file, by hand, by the bot, or by job once it is issued."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from uuid import UUID, uuid4, uuid5

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

import texts
from backend.documents.rendering import render
from backend.documents.schemas import DocumentView
from backend.documents.service import get_document
from conversations import repository, rules, service
from conversations.media.store import MediaStore
from conversations.ports import SEND_DOCUMENT, JobQueue
from conversations.schemas import Attachment, MessageView

PDF = "application/pdf"


async def send_later(session: AsyncSession, queue: JobQueue, document: DocumentView) -> None:
    """Has an issued document sent where its booking was made, after the commit and once: nobody waits for its drawing."""
    await queue.defer(session, SEND_DOCUMENT, lock=f"document:{document.id}", document_id=str(document.id))


async def send_document(
    document_id: UUID,
    *,
    sessions: async_sessionmaker[AsyncSession],
    store: MediaStore,
    queue: JobQueue,
    now: datetime,
) -> None:
    """The job: a document that was sent by it already, whose booking was made nowhere, or where the channel takes nothing
    from us any more, is not sent.
    """
    async with sessions() as session:
        document = await get_document(session, document_id=document_id)
        conversation_id = document.conversation_id
        if conversation_id is None:
            return
        seen = await repository.get_conversation(session, conversation_id)
        if not rules.may_write(seen.channel, seen.last_inbound_at, now):
            return
    # Under an id of the document's own, so that a job that is done again keeps the same file once more.
    media_id = uuid5(document_id, "sent")
    kept = kept_document(store, conversation_id, document, media_id=media_id)
    async with kept as file, sessions.begin() as session:
        conversation = await repository.get_conversation(session, conversation_id, lock=True)
        sent_as = f"document/{document_id}"
        if await repository.get_message_or_none(
            session, channel=conversation.channel, provider_message_id=sent_as
        ):
            return
        await service.say(
            session,
            queue,
            conversation_id=conversation_id,
            locked=conversation,
            text=words_for(document),
            attachments=[file],
            provider_message_id=sent_as,
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
