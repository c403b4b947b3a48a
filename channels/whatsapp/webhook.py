"""Where Twilio delivers messages, and tells what became of ours."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final
from urllib.parse import parse_qsl

import structlog
from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException

from channels.doors import open_door
from channels.inbound import Event, take_in
from channels.ports import ChannelPorts
from channels.webhooks import read_body, refuse
from channels.whatsapp.parse import read_message, read_statuses
from channels.whatsapp.settings import WhatsAppSettings
from channels.whatsapp.signature import HEADER, Form, called_url, is_signed

log = structlog.get_logger()
NAME: Final = "whatsapp"
MESSAGES: Final = "/channels/whatsapp/webhook"
STATUSES: Final = "/channels/whatsapp/status"
PART: Final = "part"
MOST_FIELDS: Final = 500


def open_webhooks(app: FastAPI, ports: ChannelPorts, access: WhatsAppSettings) -> None:
    """Two; what we say goes out by itself, so both answer with an empty TwiML document."""

    async def take(request: Request, read: Callable[[Mapping[str, str]], Sequence[Event]]) -> Response:
        given = request.headers.get(HEADER)
        if given is None:
            return refuse(NAME, "unsigned")
        form = read_form(await read_body(request))
        if not is_signed(given, access.auth_token, called_url(request, access.public_url), form):
            return refuse(NAME, "forged")
        try:
            events = read(dict(form))
        except (KeyError, ValueError):
            # Sent again it would be no better.
            log.warning("channel.unreadable", channel=NAME)
        else:
            await take_in(ports, NAME, events)
        return Response("<Response/>", media_type="text/xml")

    async def message(request: Request) -> Response:
        return await take(request, lambda form: [read_message(form)])

    async def status(request: Request) -> Response:
        return await take(request, partial(read_statuses, key=request.query_params.get(PART, "")))

    open_door(app, MESSAGES, message)
    open_door(app, STATUSES, status)


def callback_of(key: str) -> str:
    """Where Twilio shall tell of a part of ours: its name comes back with every report, the first of which says that the
    message was taken. Without signs that anybody would have to escape, since the address is signed.
    """
    return f"{STATUSES}?{PART}={key.replace(':', '.')}"


def read_form(body: bytes) -> Form:
    """The fields in their order, empty ones too, since all are signed; 400 where the body is no form."""
    try:
        return parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError:
        raise HTTPException(400) from None
