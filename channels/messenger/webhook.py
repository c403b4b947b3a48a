"""Where Meta delivers what happens on the page."""

from __future__ import annotations

from typing import Final

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse

from channels.doors import open_door
from channels.inbound import take_in
from channels.messenger.parse import read_events
from channels.messenger.settings import MessengerSettings
from channels.messenger.signature import HEADER, is_signed, same
from channels.ports import ChannelPorts
from channels.webhooks import as_json, read_body, refuse

NAME: Final = "messenger"
WEBHOOK: Final = "/channels/messenger/webhook"


def open_webhook(app: FastAPI, ports: ChannelPorts, access: MessengerSettings) -> None:
    """One address: Meta asks there once whether it is ours, and then delivers."""

    @app.get(WEBHOOK, tags=[NAME])
    async def handshake(request: Request) -> Response:
        asked = request.query_params
        known = same(asked.get("hub.verify_token", ""), access.verify_token) and bool(access.verify_token)
        if asked.get("hub.mode") != "subscribe" or not known:
            return refuse(NAME, "forged")
        return PlainTextResponse(asked.get("hub.challenge", ""))

    async def webhook(request: Request) -> Response:
        given = request.headers.get(HEADER)
        body = await read_body(request)
        if not is_signed(given, access.app_secret, body):
            return refuse(NAME, "unsigned" if given is None else "forged")
        await take_in(ports, NAME, read_events(as_json(body), app_id=access.app_id))
        return JSONResponse({})

    open_door(app, WEBHOOK, webhook)
