"""Files that travellers sent, for agents."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import StreamingResponse
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from conversations import service
from conversations.errors import FileNotFound
from conversations.media.serving import download
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
        try:
            return await download(
                store, conversation_id, media_id, name=found.name, mime=found.type, size=found.size
            )
        except MediaMissing:
            raise FileNotFound from None

    return router
