"""Files of the widget: one that a visitor sends is checked and kept while it arrives, then a message like any other; one
that they were sent is given to who shows the conversation's token.
"""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Request
from fastapi.responses import StreamingResponse

from channels.ports import ChannelPorts
from channels.web.limits import RateLimit
from channels.web.schemas import Accepted, provider_id
from conversations import service
from conversations.errors import FileNotFound
from conversations.media.arriving import arriving
from conversations.media.serving import download
from conversations.media.store import MediaMissing, MediaStore
from conversations.media.types import kind_of
from conversations.schemas import Attachment, ConversationView, Receipt


def files_router(ports: ChannelPorts, store: MediaStore, visitor: Any) -> APIRouter:
    """Two routes; ``visitor`` is the dependency that knows whose conversation it is."""
    router = APIRouter()
    limit = RateLimit(burst=6, per_second=0.1)

    @router.post("/files", status_code=202)
    async def send_file(
        request: Request,
        client_id: UUID,
        name: Annotated[str, Header(alias="X-File-Name")] = "",
        told: Annotated[str, Header(alias="Content-Type")] = "",
        conversation: ConversationView = visitor,
    ) -> Accepted:
        known_as = provider_id(conversation.id, client_id)
        async with ports.sessions() as session:
            known = await service.find_received(
                session, channel=conversation.channel, provider_message_id=known_as
            )
        if known:
            return Accepted(offset=known.offset)
        limit.take(conversation.id)
        async with arriving(request, store, conversation.id, name=name, told=told) as file:
            receipt = await _receive(ports, conversation.id, known_as, file)
        if not receipt.new and file.media_id is not None:
            await store.discard(conversation.id, file.media_id)
        return Accepted(offset=receipt.offset)

    @router.get("/files/{media_id}")
    async def read_file(media_id: UUID, conversation: ConversationView = visitor) -> StreamingResponse:
        async with ports.sessions() as session:
            found = await service.find_attachment(session, conversation_id=conversation.id, media_id=media_id)
        if found is None or found.type is None:
            raise FileNotFound
        try:
            return await download(
                store, conversation.id, media_id, name=found.name, mime=found.type, size=found.size
            )
        except MediaMissing:
            raise FileNotFound from None

    return router


async def _receive(ports: ChannelPorts, conversation_id: UUID, known_as: str, file: Attachment) -> Receipt:
    async with ports.sessions.begin() as session:
        return await service.receive_message(
            session,
            ports.queue,
            conversation_id=conversation_id,
            provider_message_id=known_as,
            text="",
            kind=kind_of(file.type or ""),
            attachments=[file],
        )
