"""What the Bot API says to messages that are sent and edited: it checks what the real one checks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit
from uuid import uuid4

from fastapi.responses import JSONResponse

from channels.telegram.bot_wire import Json, Upload, error, ok
from conversations.media.types import true_type

if TYPE_CHECKING:
    from channels.telegram.emulator import TelegramEmulator

LONGEST_TEXT: Final = 4096
LONGEST_CAPTION: Final = 1024
LONGEST_DATA: Final = 64
"""Bytes of a button's data."""
LARGEST_PHOTO: Final = 10 * 1024 * 1024
LARGEST_FILE: Final = 50 * 1024 * 1024
TYPING_SECONDS: Final = 5
NOT_MODIFIED: Final = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)
_SHOWN_AS: Final = {
    "photo": ("image/jpeg", "image/png", "image/webp"),
    "voice": ("audio/ogg", "audio/mpeg", "audio/mp4"),
}


def _send_text(telegram: TelegramEmulator, fields: Json) -> JSONResponse:
    preview = fields.get("link_preview_options")
    content = {"text": fields.get("text", ""), **({"link_preview_options": preview} if preview else {})}
    return _put(telegram, fields, _wrong_text(fields), content)


def _send_file(kind: str) -> Callable[[TelegramEmulator, Json], JSONResponse]:
    def send(telegram: TelegramEmulator, fields: Json) -> JSONResponse:
        upload = fields.get(kind)
        if not isinstance(upload, Upload):
            return error(400, f"Bad Request: there is no {kind} in the request")
        if len(upload.content) > LARGEST_FILE:
            return error(413, "Request Entity Too Large")
        handle = uuid4().hex
        mime = true_type(upload.content[:64]) or "application/octet-stream"
        file = {"file_id": handle, "file_unique_id": handle, "file_size": len(upload.content)}
        named = {**file, "file_name": upload.name, "mime_type": mime}
        shown = {
            "photo": [{**file, "width": 320, "height": 240}],
            "video": {**named, "width": 320, "height": 240, "duration": 1},
            "audio": {**named, "duration": 1},
            "voice": {**file, "mime_type": mime, "duration": 1},
        }
        content = {kind: shown.get(kind, named)}
        if caption := fields.get("caption"):
            content["caption"] = caption
        answer = _put(telegram, fields, _wrong_file(kind, mime, upload, caption), content)
        if answer.status_code == 200:
            telegram.uploads[handle] = (upload.name, mime, upload.content)
        return answer

    return send


def _send_place(telegram: TelegramEmulator, fields: Json) -> JSONResponse:
    point = {name: float(fields[name]) for name in ("latitude", "longitude")}
    wrong = None if abs(point["latitude"]) <= 90 and abs(point["longitude"]) <= 180 else "wrong location"
    return _put(telegram, fields, wrong, {"location": point})


def _send_venue(telegram: TelegramEmulator, fields: Json) -> JSONResponse:
    if not (fields.get("title") and fields.get("address")):
        return error(400, "Bad Request: venue title and address must be non-empty")
    point = {name: float(fields[name]) for name in ("latitude", "longitude")}
    venue = {"location": point, "title": fields["title"], "address": fields["address"]}
    return _put(telegram, fields, None, {"location": point, "venue": venue})


def _show_action(telegram: TelegramEmulator, fields: Json) -> JSONResponse:
    if fields.get("action") != "typing":
        return error(400, "Bad Request: wrong parameter action in request")
    telegram.signs.types(str(fields["chat_id"]), TYPING_SECONDS)
    telegram.actions.append((str(fields["chat_id"]), fields["action"]))
    return ok(True)


def _edit_text(telegram: TelegramEmulator, fields: Json) -> JSONResponse:
    preview = fields.get("link_preview_options")
    text = {"text": fields.get("text", ""), **({"link_preview_options": preview} if preview else {})}
    return _edit(telegram, fields, _wrong_text(fields), text)


def _edit_markup(telegram: TelegramEmulator, fields: Json) -> JSONResponse:
    return _edit(telegram, fields, _wrong_keys(fields), {})


def _put(telegram: TelegramEmulator, fields: Json, wrong: str | None, content: Json) -> JSONResponse:
    chat = str(fields["chat_id"])
    if chat in telegram.blocked:
        return error(403, "Forbidden: bot was blocked by the user")
    if chat in telegram.unknown:
        return error(400, "Bad Request: chat not found")
    if wrong := wrong or _wrong_keys(fields):
        return error(400, f"Bad Request: {wrong}")
    message = telegram.message(chat, telegram.bot, **content)
    if markup := fields.get("reply_markup"):
        message["reply_markup"] = markup
    telegram.chats[chat].append(message)
    telegram.signs.spoke(chat)
    return ok(message)


def _edit(telegram: TelegramEmulator, fields: Json, wrong: str | None, changed: Json) -> JSONResponse:
    wanted, chat = int(fields["message_id"]), str(fields["chat_id"])
    found = next((message for message in telegram.sent(chat) if message["message_id"] == wanted), None)
    if found is None:
        return error(400, "Bad Request: message to edit not found")
    if changed and "text" not in found:
        return error(400, "Bad Request: there is no text in the message to edit")
    if wrong := wrong or _wrong_keys(fields):
        return error(400, f"Bad Request: {wrong}")
    kept = {name: value for name, value in found.items() if name not in ("reply_markup", "edit_date")}
    if changed:
        kept.pop("link_preview_options", None)
    new = {**kept, **changed}
    if markup := fields.get("reply_markup"):
        new["reply_markup"] = markup
    if new == {name: value for name, value in found.items() if name != "edit_date"}:
        return error(400, f"Bad Request: {NOT_MODIFIED}")
    found.clear()
    found.update(new, edit_date=new["date"])
    return ok(found)


def _wrong_text(fields: Json) -> str | None:
    text = str(fields.get("text") or "")
    if not text.strip():
        return "message text is empty"
    return "message is too long" if len(text) > LONGEST_TEXT else None


def _wrong_file(kind: str, mime: str, upload: Upload, caption: Any) -> str | None:
    if not upload.content:
        return "file must be non-empty"
    if mime not in _SHOWN_AS.get(kind, (mime,)):
        return "IMAGE_PROCESS_FAILED" if kind == "photo" else "wrong file type"
    if kind == "photo" and len(upload.content) > LARGEST_PHOTO:
        return "file is too big"
    return "message caption is too long" if len(caption or "") > LONGEST_CAPTION else None


def _wrong_keys(fields: Json) -> str | None:
    keys = [key for row in (fields.get("reply_markup") or {}).get("inline_keyboard", ()) for key in row]
    if not all(key.get("text") for key in keys):
        return "text buttons must be non-empty"
    if wrong := next(
        (u for key in keys if (u := key.get("url")) and "." not in (urlsplit(u).hostname or "")), None
    ):
        return f"inline keyboard button URL '{wrong}' is invalid: Wrong HTTP URL"
    pressed = [str(key.get("callback_data", "")) for key in keys if "url" not in key]
    return "BUTTON_DATA_INVALID" if any(not 0 < len(d.encode()) <= LONGEST_DATA for d in pressed) else None


METHODS: dict[str, Callable[[TelegramEmulator, Json], JSONResponse]] = {
    "sendMessage": _send_text,
    **{f"send{kind.title()}": _send_file(kind) for kind in ("photo", "document", "audio", "voice", "video")},
    "sendLocation": _send_place,
    "sendVenue": _send_venue,
    "sendChatAction": _show_action,
    "editMessageText": _edit_text,
    "editMessageReplyMarkup": _edit_markup,
}
