"""Where Telegram delivers updates."""

from __future__ import annotations

from typing import Final

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from channels.doors import open_door
from channels.telegram.parse import NAME
from channels.telegram.reception import Reception
from channels.telegram.signature import HEADER, is_signed
from channels.webhooks import read_json, refuse

WEBHOOK: Final = "/channels/telegram/webhook"


def open_webhook(app: FastAPI, reception: Reception, secret: str) -> None:
    """The answer may be a method call, which saves a request of our own."""

    async def webhook(request: Request) -> Response:
        given = request.headers.get(HEADER)
        if not is_signed(given, secret):
            return refuse(NAME, "unsigned" if given is None else "forged")
        return JSONResponse(await reception.take(await read_json(request)) or {})

    open_door(app, WEBHOOK, webhook)
