"""How the Bot API answers, as far as we use it: `{"ok": true, "result": ...}` or an error with `parameters`."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from fastapi.responses import JSONResponse

if TYPE_CHECKING:
    from channels.telegram.emulator import TelegramEmulator

Json = dict[str, Any]
LONGEST_TEXT = 4096
LONGEST_DATA = 64
"""Bytes of a button's data."""
LONGEST_POLL = 50
_STRUCTURED = frozenset({"reply_markup", "commands", "allowed_updates"})


def fields_of(body: bytes) -> Json:
    """The parameters of a request: a form, whose structures are JSON."""
    form = parse_qsl(body.decode(), keep_blank_values=True)
    return {name: json.loads(value) if name in _STRUCTURED else value for name, value in form}


def ok(result: Any) -> JSONResponse:
    """What was asked for."""
    return JSONResponse({"ok": True, "result": result})


def error(status: int, description: str, **more: Any) -> JSONResponse:
    """Why it was not done."""
    content = {"ok": False, "error_code": status, "description": description, **more}
    return JSONResponse(content, status_code=status)


def answer(telegram: TelegramEmulator, method: str, fields: Json) -> JSONResponse:
    """Does what a method asks for; 404 for those that we do not use."""
    known = _METHODS.get(method)
    return known(telegram, fields) if known else error(404, "Not Found")


async def get_updates(telegram: TelegramEmulator, fields: Json) -> JSONResponse:
    """Waits up to ``timeout`` seconds for updates; those before ``offset`` are done with."""
    if telegram.webhook["url"]:
        return error(409, "Conflict: can't use getUpdates method while webhook is active")
    offset = int(fields.get("offset") or 0)
    telegram.unfetched[:] = [update for update in telegram.unfetched if update["update_id"] >= offset]
    with suppress(TimeoutError):
        async with asyncio.timeout(min(int(fields.get("timeout") or 0), LONGEST_POLL)):
            while not telegram.unfetched:
                await telegram.taken.wait()
    return ok(telegram.unfetched)


def _me(telegram: TelegramEmulator, fields: Json) -> JSONResponse:
    return ok(_bot(telegram))


def _bot(telegram: TelegramEmulator) -> Json:
    number = int(telegram.token.partition(":")[0])
    return {"id": number, "is_bot": True, "first_name": "Simulator", "username": "simulator_bot"}


def _send(telegram: TelegramEmulator, fields: Json) -> JSONResponse:
    chat = str(fields["chat_id"])
    if chat in telegram.blocked:
        return error(403, "Forbidden: bot was blocked by the user")
    if wrong := _wrong(fields):
        return error(400, f"Bad Request: {wrong}")
    message = telegram.message(chat, _bot(telegram), text=fields["text"])
    if markup := fields.get("reply_markup"):
        message["reply_markup"] = markup
    telegram.chats[chat].append(message)
    return ok(message)


def _edit(telegram: TelegramEmulator, fields: Json) -> JSONResponse:
    wanted = int(fields["message_id"])
    found = next(
        (message for message in telegram.sent(str(fields["chat_id"])) if message["message_id"] == wanted),
        None,
    )
    if found is None:
        return error(400, "Bad Request: message to edit not found")
    if wrong := _wrong(fields):
        return error(400, f"Bad Request: {wrong}")
    found["text"] = fields["text"]
    found.pop("reply_markup", None)
    if markup := fields.get("reply_markup"):
        found["reply_markup"] = markup
    return ok(found)


def _wrong(fields: Json) -> str | None:
    text = str(fields.get("text") or "")
    if not text.strip():
        return "message text is empty"
    if len(text) > LONGEST_TEXT:
        return "message is too long"
    keys = [key for row in (fields.get("reply_markup") or {}).get("inline_keyboard", ()) for key in row]
    if any(not 0 < len(str(key.get("callback_data", "")).encode()) <= LONGEST_DATA for key in keys):
        return "BUTTON_DATA_INVALID"
    return None


def _acknowledge(telegram: TelegramEmulator, fields: Json) -> JSONResponse:
    telegram.waiting.discard(fields["callback_query_id"])
    return ok(True)


def _set_menu(telegram: TelegramEmulator, fields: Json) -> JSONResponse:
    telegram.menus[fields.get("language_code", "")] = fields["commands"]
    return ok(True)


def _set_webhook(telegram: TelegramEmulator, fields: Json) -> JSONResponse:
    telegram.webhook = {"url": fields.get("url", ""), "secret_token": fields.get("secret_token", "")}
    return ok(True)


def _delete_webhook(telegram: TelegramEmulator, fields: Json) -> JSONResponse:
    telegram.webhook = {"url": ""}
    return ok(True)


def _webhook_info(telegram: TelegramEmulator, fields: Json) -> JSONResponse:
    return ok(
        {
            "url": telegram.webhook["url"],
            "has_custom_certificate": False,
            "pending_update_count": len(telegram.unfetched),
        }
    )


def _file(telegram: TelegramEmulator, fields: Json) -> JSONResponse:
    found = telegram.files.get(fields["file_id"])
    if found is None:
        return error(400, "Bad Request: invalid file_id")
    path, content = found
    handle = fields["file_id"]
    return ok({"file_id": handle, "file_unique_id": handle, "file_size": len(content), "file_path": path})


_METHODS: dict[str, Callable[[TelegramEmulator, Json], JSONResponse]] = {
    "getMe": _me,
    "sendMessage": _send,
    "editMessageText": _edit,
    "answerCallbackQuery": _acknowledge,
    "setMyCommands": _set_menu,
    "setWebhook": _set_webhook,
    "deleteWebhook": _delete_webhook,
    "getWebhookInfo": _webhook_info,
    "getFile": _file,
}
