"""What the webhooks of all providers have in common."""

from __future__ import annotations

import json
from typing import Any

import structlog
from fastapi import Request, Response
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from conversations.rules import clean

log = structlog.get_logger()

MOST_BYTES = 1024 * 1024
"""No provider's delivery is larger; media come by reference."""

LONGEST_ID = 1_000
"""Characters of what a provider calls a message or a person: what is longer is made up, and no index takes it."""


def id_of(value: object) -> str:
    """What a provider calls something, as it can be stored; ValueError where it is nothing, or beyond all measure."""
    word = str(clean(str(value or ""))).strip()
    if not 0 < len(word) <= LONGEST_ID:
        raise ValueError("id")
    return word


def refuse(channel: str, reason: str) -> Response:
    """Whoever cannot prove to be the provider gets 401 without a signature and 403 with a wrong one, and leaves no content."""
    log.warning("channel.refused", channel=channel, reason=reason)
    return JSONResponse({"error": {"code": reason}}, status_code=401 if reason == "unsigned" else 403)


async def read_body(request: Request) -> bytes:
    """The raw bytes, which signatures are made of; 413 over `MOST_BYTES`, however long the sender claims they are."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise HTTPException(413)
    return bytes(body)


async def read_json(request: Request) -> Any:
    """The body as JSON; 400 where it is none."""
    return as_json(await read_body(request))


def as_json(body: bytes) -> Any:
    """Bytes as JSON; 400 where they are none."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise HTTPException(400) from None
