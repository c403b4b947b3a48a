"""Telegram's updates as events. Fields follow the Bot API ("Getting updates")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from channels.inbound import Arrived, Event, Ignored
from channels.telegram.menu import meaning_of
from channels.telegram.pages import page_of
from conversations.models import Kind
from conversations.schemas import Attachment

NAME: Final = "telegram"
UPDATES: Final = ("message", "edited_message", "callback_query", "message_reaction", "my_chat_member")
"""What we ask Telegram for."""
_MEDIA = {
    "document": Kind.DOCUMENT,
    "voice": Kind.AUDIO,
    "audio": Kind.AUDIO,
    "video": Kind.VIDEO,
    "video_note": Kind.VIDEO,
    "animation": Kind.VIDEO,
    "sticker": Kind.STICKER,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTurned:
    """Somebody pages through the cards of ``message_offset``, which are shown in Telegram's ``message_id``."""

    address: str
    message_id: int
    message_offset: int
    place: int
    callback_id: str
    language: str | None


def read_update(update: Mapping[str, Any]) -> Event | PageTurned:
    """The one event of an update; raises KeyError or TypeError where it is none."""
    provider_id = f"update:{int(update['update_id'])}"
    if pressed := update.get("callback_query"):
        return _pressed(pressed, provider_id)
    if message := update.get("message"):
        return _message(message, provider_id)
    if edited := update.get("edited_message"):
        return _message(edited, provider_id, edited=True)
    if reaction := update.get("message_reaction"):
        return _reaction(reaction, provider_id)
    if update.get("my_chat_member"):
        return Ignored("moved")
    return Ignored("unknown_update")


def callback_id(update: Mapping[str, Any]) -> str | None:
    """The press of a button that waits to be acknowledged, or Telegram shows a clock on it for a minute."""
    pressed = update.get("callback_query")
    return str(pressed["id"]) if pressed else None


def _pressed(pressed: Mapping[str, Any], provider_id: str) -> Event | PageTurned:
    chat = (pressed.get("message") or {}).get("chat")
    if chat is None or chat["type"] != "private":
        return Ignored("group" if chat else "no_chat")
    data = str(pressed.get("data") or "")
    if turned := page_of(data):
        message_offset, place = turned
        return PageTurned(
            address=str(chat["id"]),
            message_id=int(pressed["message"]["message_id"]),
            message_offset=message_offset,
            place=place,
            callback_id=str(pressed["id"]),
            language=_language(pressed.get("from")),
        )
    return Arrived(
        address=str(chat["id"]),
        provider_message_id=provider_id,
        choice=data,
        name=_name(pressed.get("from")),
        language=_language(pressed.get("from")),
    )


def _message(message: Mapping[str, Any], provider_id: str, *, edited: bool = False) -> Event:
    if message["chat"]["type"] != "private":
        return Ignored("group")
    text = str(message.get("text") or message.get("caption") or "")
    kind, attachments = _content(message)
    return Arrived(
        address=str(message["chat"]["id"]),
        provider_message_id=provider_id,
        text=text or _place(message),
        command=meaning_of(text),
        kind=Kind.EDITED if edited and kind is Kind.TEXT else kind,
        attachments=attachments,
        name=_name(message.get("from")),
        language=_language(message.get("from")),
    )


def _content(message: Mapping[str, Any]) -> tuple[Kind, tuple[Attachment, ...]]:
    if sizes := message.get("photo"):
        largest = max(sizes, key=lambda size: int(size.get("file_size") or size["width"] * size["height"]))
        return Kind.IMAGE, (_attachment(largest, "image/jpeg"),)
    for field, kind in _MEDIA.items():
        if found := message.get(field):
            return kind, (_attachment(found),)
    if message.get("location") or message.get("venue"):
        return Kind.LOCATION, ()
    return (Kind.CONTACT if message.get("contact") else Kind.TEXT), ()


def _attachment(file: Mapping[str, Any], mime: str | None = None) -> Attachment:
    return Attachment(
        handle=str(file["file_id"]),
        mime=file.get("mime_type") or mime,
        name=file.get("file_name"),
        size=file.get("file_size"),
    )


def _place(message: Mapping[str, Any]) -> str:
    """A place that was shared, as people write coordinates."""
    where = message.get("location") or (message.get("venue") or {}).get("location")
    return f"{where['latitude']}, {where['longitude']}" if where else ""


def _reaction(reaction: Mapping[str, Any], provider_id: str) -> Event:
    if reaction["chat"]["type"] != "private":
        return Ignored("group")
    emojis = [str(one.get("emoji") or "") for one in reaction.get("new_reaction") or ()]
    return Arrived(
        address=str(reaction["chat"]["id"]),
        provider_message_id=provider_id,
        text=" ".join(emojis),
        kind=Kind.REACTION,
        name=_name(reaction.get("user")),
        language=_language(reaction.get("user")),
    )


def _name(sender: Mapping[str, Any] | None) -> str | None:
    names = (str((sender or {}).get(part) or "") for part in ("first_name", "last_name"))
    return " ".join(name for name in names if name) or None


def _language(sender: Mapping[str, Any] | None) -> str | None:
    return str((sender or {}).get("language_code") or "")[:2] or None
