"""Files that travellers sent, for agents."""

from __future__ import annotations

from collections.abc import AsyncIterator
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import StreamingResponse
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from conversations import service
from conversations.errors import FileNotFound
from conversations.media.names import saved_name
from conversations.media.store import MediaMissing, MediaStore


def media_router(sessions: async_sessionmaker[AsyncSession], store: MediaStore) -> APIRouter:
    """A part of the console's routes."""
    router = APIRouter()

    @router.get("/conversations/{conversation_id}/media/{media_id}")
    async def read(conversation_id: UUID, media_id: UUID) -> StreamingResponse:
        async with sessions() as session:
            found = await service.find_attachment(session, conversation_id=conversation_id, media_id=media_id)
        if found is None or found.type is None:
            raise FileNotFound
        chunks = store.read(conversation_id, media_id)
        try:
            first = await anext(chunks, b"")
        except MediaMissing:
            raise FileNotFound from None
        name = quote(saved_name(found.name, found.type, str(media_id)), safe="")
        headers = {
            # Never shown as a page of ours, whatever is inside, nor kept by a proxy.
            "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
            "Content-Length": str(found.size),
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        }
        return StreamingResponse(_rest(first, chunks), media_type=found.type, headers=headers)

    return router


async def _rest(first: bytes, chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for chunk in chunks:
        yield chunk
