"""Requests to `/me/messages` as Meta reads them: JSON, or a form with a file, whose structures are JSON ("Send API")."""

from __future__ import annotations

import json
from typing import Any, Final

from fastapi import Response

from channels.messenger.graph import error, too_much
from channels.multipart import Upload, read_multipart

Json = dict[str, Any]
FILE: Final = "filedata"
_MEDIA: Final = frozenset({"image", "audio", "video", "file"})
_MOST_BYTES: Final = {"image": 8 * 1024 * 1024}
_MOST_OF_OTHERS: Final = 25 * 1024 * 1024


def read(body: bytes, content_type: str) -> tuple[Json, Upload | None]:
    """What is asked, and the file that came with it."""
    if not content_type.startswith("multipart/form-data"):
        return json.loads(body), None
    fields = read_multipart(body, content_type)
    file = fields.pop(FILE, None)
    told = {
        name: json.loads(str(value)) if str(value).startswith(("{", "[")) else value
        for name, value in fields.items()
    }
    return told, file if isinstance(file, Upload) else None


def legible(told: Json, file: Upload | None) -> bytes:
    """The request to be looked at, a file by its name and size."""
    shown = {**told, FILE: str(file)} if file else told
    return json.dumps(shown, ensure_ascii=False).encode()


def refused(message: Json, file: Upload | None) -> Response | None:
    """Why Meta does not take a message; None where it does."""
    kind = (message.get("attachment") or {}).get("type")
    if kind in _MEDIA:
        payload = message["attachment"].get("payload") or {}
        if file is None and not payload.get("url") and not payload.get("attachment_id"):
            return error(100, "Must upload exactly one file", subcode=2018008)
        if file and not _is_fit(kind, file):
            return error(100, "Upload attachment failure.", subcode=2018047)
        message = {**message, "text": message.get("text") or kind}
    if len(str(message.get("metadata") or "")) > 1000:
        return error(100, "Length of param message[metadata] must be less than or equal to 1000")
    beyond = too_much(message)
    return error(100, beyond) if beyond else None


def _is_fit(kind: str, file: Upload) -> bool:
    right = kind == "file" or file.mime.startswith(f"{kind}/")
    return right and 0 < len(file.content) <= _MOST_BYTES.get(kind, _MOST_OF_OTHERS)
