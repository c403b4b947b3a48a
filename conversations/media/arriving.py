"""A file as the body of a request: checked and kept while it arrives, and kept no longer than it is good for something."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final
from urllib.parse import unquote
from uuid import UUID, uuid4

from starlette.requests import ClientDisconnect, Request

from conversations.errors import FileRefused, Refusal
from conversations.media.checking import Checked
from conversations.media.names import shown_name
from conversations.media.store import MediaStore
from conversations.ports import MediaRefused
from conversations.schemas import Attachment

MOST_BYTES: Final = 10 * 1024 * 1024
LIMIT: Final = f"{MOST_BYTES // 1024**2} MB"


@asynccontextmanager
async def arriving(
    request: Request, store: MediaStore, conversation_id: UUID, *, name: str, told: str
) -> AsyncIterator[Attachment]:
    """The body, kept under a new id; the file goes again where the block raises.

    ``name`` is percent-encoded, ``told`` the type that is claimed. Raises FileRefused, and Refusal where whoever sends
    it is gone.
    """
    media_id = uuid4()
    checked = Checked(request.stream(), told=told or None, most_bytes=MOST_BYTES)
    try:
        await store.keep(conversation_id, media_id, checked)
        yield Attachment(
            name=shown_name(unquote(name)),
            mime=told or None,
            media_id=media_id,
            type=checked.mime,
            size=checked.size,
        )
    except MediaRefused as refusal:
        raise FileRefused(refusal.reason, limit=LIMIT) from refusal
    except ClientDisconnect as error:
        raise Refusal from error
    except BaseException:
        await store.discard(conversation_id, media_id)
        raise
