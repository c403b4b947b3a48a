"""How the Bot API answers, as far as we use it: `{"ok": true, "result": ...}` or an error with `parameters`.

What it says to messages is in `channels.telegram.bot_messages`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from fastapi.responses import JSONResponse

from channels.telegram import bot_messages
from channels.telegram.bot_wire import Json, error, ok

if TYPE_CHECKING:
    from channels.telegram.emulator import TelegramEmulator

LONGEST_POLL = 50
LONGEST_NOTICE = 200


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
    return ok(telegram.bot)


def _acknowledge(telegram: TelegramEmulator, fields: Json) -> JSONResponse:
    if len(fields.get("text") or "") > LONGEST_NOTICE:
        return error(400, "Bad Request: MESSAGE_TOO_LONG")
    telegram.waiting.discard(fields["callback_query_id"])
    if text := fields.get("text"):
        telegram.notices.append(text)
    return ok(True)


def _leave(telegram: TelegramEmulator, fields: Json) -> JSONResponse:
    telegram.left.append(str(fields["chat_id"]))
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
    "answerCallbackQuery": _acknowledge,
    "leaveChat": _leave,
    "setMyCommands": _set_menu,
    "setWebhook": _set_webhook,
    "deleteWebhook": _delete_webhook,
    "getWebhookInfo": _webhook_info,
    "getFile": _file,
    **bot_messages.METHODS,
}
