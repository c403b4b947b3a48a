"""A message of ours as requests to Telegram: text, files, a place, cards to page through; buttons below the last one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from channels.splitting import split_text
from channels.telegram.files import FILE_MISSING, method_for, name_of
from channels.telegram.keyboard import keys_of, rows_of, written_out
from channels.telegram.pages import LONGEST_TEXT, page, said_before
from conversations.ports import Outgoing, Part, SendRefused
from conversations.schemas import Attachment, Location, MessageView

LONGEST_CAPTION: Final = 1024
BELOW: Final = "👇"
"""What is said where there are only buttons: Telegram has no message without a text."""
Request = tuple[str, dict[str, Any]]


def parts_of(outgoing: Outgoing, public_url: str = "") -> list[Part]:
    """Requests in their order; pictures of cards are fetched from below ``public_url``. SendRefused."""
    message = written_out(outgoing.message)
    requests = list(_requests(replace(outgoing, message=message), public_url))
    if message.buttons and not message.cards:
        requests[-1][1]["keyboard"] = rows_of(keys_of(message))
    return [
        Part(f"{message.id}:{place}", method, {"chat_id": outgoing.address, **fields})
        for place, (method, fields) in enumerate(requests, start=1)
    ]


def _requests(outgoing: Outgoing, public_url: str) -> Iterator[Request]:
    message = outgoing.message
    files = [one for one in message.attachments if one.media_id is not None]
    if len(files) < len(message.attachments):
        raise SendRefused(FILE_MISSING)
    captioned = bool(files) and not message.cards and len(message.text) <= LONGEST_CAPTION
    for piece in _pieces(message, captioned=captioned):
        yield "sendMessage", {"text": piece}
    for place, file in enumerate(files):
        yield method_for(file), _file(file, outgoing, message.text if captioned and not place else "")
    if message.location:
        yield _place(message.location)
    if message.cards:
        shown = page(message, 0, public_url)
        picture = {"picture": shown.picture} if shown.picture else {}
        yield "sendMessage", {"text": shown.text, "keyboard": shown.keyboard, **picture}


def _pieces(message: MessageView, *, captioned: bool) -> list[str]:
    if message.cards:
        return said_before(message)[:-1]
    if captioned:
        return []
    return split_text(message.text, LONGEST_TEXT) or ([BELOW] if message.buttons else [])


def _file(file: Attachment, outgoing: Outgoing, caption: str) -> dict[str, Any]:
    fields = {
        "conversation_id": outgoing.conversation_id,
        "media_id": file.media_id,
        "name": name_of(file),
    }
    return fields | ({"caption": caption} if caption else {})


def _place(where: Location) -> Request:
    """A place with a name is a venue, which must have an address."""
    point = {"latitude": where.latitude, "longitude": where.longitude}
    name = where.name or where.address
    if not name:
        return "sendLocation", point
    return "sendVenue", {
        **point,
        "title": name,
        "address": where.address or f"{where.latitude}, {where.longitude}",
    }
