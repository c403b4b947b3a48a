"""What is in a message of Messenger: fields follow the Messenger Platform's `messages` webhook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from conversations.models import Kind
from conversations.schemas import Attachment

_KINDS: Final = {
    "image": Kind.IMAGE,
    "video": Kind.VIDEO,
    "reel": Kind.VIDEO,
    "ig_reel": Kind.VIDEO,
    "audio": Kind.AUDIO,
    "file": Kind.DOCUMENT,
    "sticker": Kind.STICKER,
    "location": Kind.LOCATION,
}
_THUMBS_UP: Final = {369239263222822, 369239343222814, 369239383222810}
"""The button beside the text field, in three sizes: people press it for "yes"."""


def content_of(message: Mapping[str, Any]) -> tuple[str, Kind, tuple[Attachment, ...]]:
    """Its words, what it is, and what came with it. Of a link that was shared, the address is the words."""
    text = str(message.get("text") or "")
    found: Sequence[Mapping[str, Any]] = message.get("attachments") or ()
    if not found:
        return text, Kind.TEXT, ()
    if sticker := _sticker(message, found):
        return ("👍", Kind.TEXT, ()) if sticker in _THUMBS_UP else (text, Kind.STICKER, _files(found[:1]))
    first = found[0]
    kind = _KINDS.get(str(first.get("type")), Kind.TEXT)
    if kind is Kind.LOCATION:
        return text or _place(first), kind, ()
    if kind is Kind.TEXT:
        return text or str(_address(first) or first.get("title") or ""), kind, ()
    return text, kind, _files(found)


def _sticker(message: Mapping[str, Any], found: Sequence[Mapping[str, Any]]) -> int | None:
    """A sticker may come as an image, as a sticker, or as both."""
    told = [message.get("sticker_id"), *((one.get("payload") or {}).get("sticker_id") for one in found)]
    return next((int(number) for number in told if number), None)


def _files(found: Sequence[Mapping[str, Any]]) -> tuple[Attachment, ...]:
    return tuple(Attachment(handle=address) for one in found if (address := _address(one)))


def _address(attachment: Mapping[str, Any]) -> str | None:
    address = (attachment.get("payload") or {}).get("url") or attachment.get("url")
    return str(address) if address else None


def _place(attachment: Mapping[str, Any]) -> str:
    """A place that was shared, as people write coordinates."""
    where = attachment["payload"]["coordinates"]
    return f"{where['lat']}, {where['long']}"
