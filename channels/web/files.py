"""A file that a visitor of the widget sends: checked and kept while it arrives, then a message like any other."""

from __future__ import annotations

from typing import Annotated, Any, Final
from urllib.parse import unquote
from uuid import UUID, uuid4

from fastapi import APIRouter, Header, Request
from starlette.requests import ClientDisconnect

from channels.ports import ChannelPorts
from channels.web.limits import MOST_FILE_BYTES, RateLimit
from channels.web.schemas import Accepted, provider_id
from conversations import service
from conversations.errors import FileRefused, Refusal
from conversations.media.checking import Checked
from conversations.media.names import shown_name
from conversations.media.store import MediaStore
from conversations.media.types import kind_of
from conversations.ports import MediaRefused
from conversations.schemas import Attachment, ConversationView, Receipt

LIMIT: Final = f"{MOST_FILE_BYTES // 1024**2} MB"


def files_router(ports: ChannelPorts, store: MediaStore, visitor: Any) -> APIRouter:
    """One route; ``visitor`` is the dependency that knows whose conversation it is."""
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
        attachment = Attachment(name=shown_name(unquote(name)), mime=told or None, media_id=uuid4())
        receipt = await _receive(request, ports, store, conversation.id, known_as, attachment)
        return Accepted(offset=receipt.offset)

    return router


async def _receive(
    request: Request,
    ports: ChannelPorts,
    store: MediaStore,
    conversation_id: UUID,
    known_as: str,
    attachment: Attachment,
) -> Receipt:
    """The file first, then its message; of a file whose message is not new, nothing stays."""
    assert attachment.media_id is not None
    receipt: Receipt | None = None
    try:
        checked = Checked(request.stream(), told=attachment.mime, most_bytes=MOST_FILE_BYTES)
        await store.keep(conversation_id, attachment.media_id, checked)
        async with ports.sessions.begin() as session:
            receipt = await service.receive_message(
                session,
                ports.queue,
                conversation_id=conversation_id,
                provider_message_id=known_as,
                text="",
                kind=kind_of(checked.mime),
                attachments=[
                    attachment.model_copy(update={"type": checked.mime, "size": checked.size}),
                ],
            )
    except MediaRefused as refusal:
        raise FileRefused(refusal.reason, limit=LIMIT) from refusal
    except ClientDisconnect as error:
        raise Refusal from error
    finally:
        if receipt is None or not receipt.new:
            await store.discard(conversation_id, attachment.media_id)
    return receipt
