"""Files that go out: by which method, so that a phone shows pictures as pictures and plays what can be played."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from conversations.media.names import saved_name
from conversations.media.store import MediaMissing
from conversations.ports import OutgoingFiles, SendRefused
from conversations.schemas import Attachment

FILE_MISSING: Final = "file_missing"
DOCUMENT: Final = "sendDocument"
LARGEST_PHOTO: Final = 10 * 1024 * 1024
"""Bytes; a larger picture goes as a document. Other files may have 50 MB, more than we keep."""
FIELDS: Final = {
    "sendPhoto": "photo",
    DOCUMENT: "document",
    "sendAudio": "audio",
    "sendVoice": "voice",
    "sendVideo": "video",
}
"""The methods, and in which of their parameters the file comes."""
_METHODS: Final = {
    "image/jpeg": "sendPhoto",
    "image/png": "sendPhoto",
    "image/webp": "sendPhoto",
    "audio/mpeg": "sendAudio",
    "audio/mp4": "sendAudio",
    "audio/ogg": "sendVoice",
    "video/mp4": "sendVideo",
}


def method_for(attachment: Attachment) -> str:
    """The method that shows a file best."""
    method = _METHODS.get(attachment.type or "", DOCUMENT)
    too_large = method == "sendPhoto" and (attachment.size or 0) > LARGEST_PHOTO
    return DOCUMENT if too_large else method


def name_of(attachment: Attachment) -> str:
    """What the file is called on the phone; it ends as its true type does."""
    return saved_name(attachment.name, attachment.type or "", (attachment.type or "file").partition("/")[0])


async def content_of(files: OutgoingFiles, conversation_id: UUID | None, media_id: UUID) -> bytes:
    """The file as it is kept; SendRefused where it is not kept any more."""
    if conversation_id is None:
        raise SendRefused(FILE_MISSING)
    try:
        return b"".join([chunk async for chunk in files.read(conversation_id, media_id)])
    except MediaMissing as error:
        raise SendRefused(FILE_MISSING) from error
