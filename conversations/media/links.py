"""Addresses of files that go out: providers fetch them from us, with nothing to show but the address itself."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Final
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import StreamingResponse
from itsdangerous import BadData, URLSafeTimedSerializer
from starlette.exceptions import HTTPException

from conversations.media.names import saved_name
from conversations.media.serving import download
from conversations.media.store import MediaMissing, MediaStore

PREFIX: Final = "/files"
VALID_FOR: Final = 24 * 3600
"""Seconds."""


class FileLinks:
    """The `OutgoingFiles` of a store, served below ``address``; without one only what is read can go out."""

    def __init__(self, store: MediaStore, *, secret: str, address: str | None) -> None:
        self._store = store
        self._address = address
        self._signer = URLSafeTimedSerializer(secret, salt="outgoing files")

    def read(self, conversation_id: UUID, media_id: UUID) -> AsyncIterator[bytes]:
        """See `OutgoingFiles`."""
        return self._store.read(conversation_id, media_id)

    def link(self, conversation_id: UUID, media_id: UUID, *, name: str, mime: str) -> str | None:
        """See `OutgoingFiles`."""
        if self._address is None:
            return None
        token = self._signer.dumps([conversation_id.hex, media_id.hex, mime])
        return f"{self._address}{PREFIX}/{token}/{quote(saved_name(name, mime, 'file'))}"

    def router(self) -> APIRouter:
        """The route behind the links."""
        router = APIRouter(include_in_schema=False)

        # Twilio asks for the head first, and wants to be told the same type as then.
        @router.api_route(PREFIX + "/{token}/{name}", methods=["GET", "HEAD"])
        async def read(token: str, name: str) -> StreamingResponse:
            try:
                conversation, media, mime = self._signer.loads(token, max_age=VALID_FOR)
                return await download(self._store, UUID(conversation), UUID(media), name=name, mime=mime)
            except (BadData, MediaMissing):
                raise HTTPException(404) from None

        return router
