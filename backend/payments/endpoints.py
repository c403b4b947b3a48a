"""`POST /payments/{provider}/webhook`: who may tell us that something happened, and nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial
from typing import Final

import structlog
from fastapi import APIRouter, Request, Response
from starlette.requests import ClientDisconnect

from backend.intake import Intake
from backend.payments.ports import NoticeForged, PaymentPorts
from backend.payments.receiving import Delivered, receive

log = structlog.get_logger()
MOST_BYTES: Final = 256 * 1024
"""Far more than any provider's webhook has."""
STATUS: Final = {"unsigned": 401, "forged": 403, "stale": 403, "unreadable": 400}


def payments_router(ports: PaymentPorts) -> APIRouter:
    """Answers 2xx once the webhook is kept with its job, together with whatever else came meanwhile; nothing is kept of what
    is not the provider's.
    """
    router = APIRouter(tags=["payments"])
    intake = Intake[Delivered]()

    @router.post("/payments/{provider}/webhook")
    async def webhook(provider: str, request: Request) -> Response:
        known = ports.providers.get(provider)
        if known is None:
            return Response(status_code=404)
        try:
            body = await _read(request.stream())
        except ClientDisconnect:
            return Response(status_code=400)  # Nobody is there to read it.
        if body is None:
            return Response(status_code=413)
        try:
            notice = known.verify(
                headers={name.lower(): value for name, value in request.headers.items()},
                query=dict(request.query_params),
                body=body,
                now=ports.clock(),
            )
        except NoticeForged as forged:
            log.warning("notice.refused", provider=provider, reason=forged.reason)
            return Response(status_code=STATUS.get(forged.reason, 403))
        if notice is not None:
            await intake.put([Delivered(provider, notice, body)], partial(receive, ports))
        return Response(status_code=200)

    return router


async def _read(stream: AsyncIterator[bytes]) -> bytes | None:
    """The body as it came; None where it is longer than any webhook."""
    body = bytearray()
    async for piece in stream:
        body += piece
        if len(body) > MOST_BYTES:
            return None
    return bytes(body)
