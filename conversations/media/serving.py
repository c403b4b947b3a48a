"""A kept file as an answer over HTTP: always a download, never shown as a page of ours, whatever is inside."""

from __future__ import annotations

from collections.abc import AsyncIterator
from urllib.parse import quote
from uuid import UUID

from fastapi.responses import StreamingResponse

from conversations.media.names import saved_name
from conversations.media.store import MediaStore


async def download(
    store: MediaStore,
    conversation_id: UUID,
    media_id: UUID,
    *,
    name: str | None,
    mime: str,
    size: int | None = None,
) -> StreamingResponse:
    """The file under a name that ends as its type does; MediaMissing before the answer begins."""
    chunks = store.read(conversation_id, media_id)
    first = await anext(chunks, b"")
    saved = quote(saved_name(name, mime, str(media_id)), safe="")
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{saved}",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    if size is not None:
        headers["Content-Length"] = str(size)
    return StreamingResponse(_all(first, chunks), media_type=mime, headers=headers)


async def _all(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for chunk in rest:
        yield chunk
