"""Where Telegram delivers updates."""

from __future__ import annotations

from typing import Any, Final

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from channels.doors import open_door
from channels.inbound import take_in
from channels.ports import ChannelPorts
from channels.telegram.parse import NAME, callback_id, read_update
from channels.telegram.signature import HEADER, is_signed
from channels.webhooks import read_json, refuse

log = structlog.get_logger()
WEBHOOK: Final = "/channels/telegram/webhook"


def open_webhook(app: FastAPI, ports: ChannelPorts, secret: str) -> None:
    """The answer may be a method call, which saves acknowledging a button with a request of our own."""

    async def webhook(request: Request) -> Response:
        given = request.headers.get(HEADER)
        if not is_signed(given, secret):
            return refuse(NAME, "unsigned" if given is None else "forged")
        body = await read_json(request)
        try:
            event = read_update(body)
        except (KeyError, TypeError, ValueError, AttributeError):
            # Sent again it would be no better, and Telegram sends again whatever is not taken.
            log.warning("channel.unreadable", channel=NAME)
            return JSONResponse({})
        await take_in(ports, NAME, [event])
        return JSONResponse(_acknowledged(body))

    open_door(app, WEBHOOK, webhook)


def _acknowledged(update: Any) -> dict[str, str]:
    pressed = callback_id(update)
    return {"method": "answerCallbackQuery", "callback_query_id": pressed} if pressed else {}
