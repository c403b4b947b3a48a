"""Files and places of ours as Messenger shows them ("Send API": attachments). Files are uploaded with the message itself, so
that nobody has to reach us; a place is a link to a map, for pages cannot send pins.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import quote

from conversations.media.names import saved_name
from conversations.schemas import Attachment, Location, MessageView

UPLOAD: Final = "upload"
MOST_OF_A_PICTURE: Final = 8 * 1024 * 1024
_KINDS: Final = {"audio": "audio", "video": "video"}
_PICTURES: Final = frozenset({"image/jpeg", "image/png", "image/gif"})

Fields = dict[str, Any]


def attachments_of(message: MessageView) -> Iterator[tuple[Fields, Fields]]:
    """For each file the message as the Send API takes it, and what is uploaded with it: its id, name and type."""
    for attachment in message.attachments:
        if attachment.media_id is not None:
            mime = attachment.type or "application/octet-stream"
            told = {"attachment": {"type": _kind(attachment, mime), "payload": {"is_reusable": False}}}
            name = saved_name(attachment.name, mime, "file")
            yield told, {"media_id": str(attachment.media_id), "name": name, "mime": mime}


def words_of(location: Location) -> str:
    """A place in words, and where a map shows it."""
    where = f"{location.latitude:.6f},{location.longitude:.6f}"
    named = " · ".join(part for part in (location.name, location.address) if part)
    link = f"https://www.google.com/maps/search/?api=1&query={quote(where)}"
    return f"📍 {named}\n{link}" if named else f"📍 {link}"


def _kind(attachment: Attachment, mime: str) -> str:
    if mime in _PICTURES and (attachment.size or 0) <= MOST_OF_A_PICTURE:
        return "image"
    return _KINDS.get(mime.partition("/")[0], "file")
