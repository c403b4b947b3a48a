"""Which sites may embed the widget."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.middleware.cors import CORSMiddleware
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

SHARED = ("/channels/web/", "/widget", "/photos/")
"""Paths that other sites' pages load."""


class WidgetCors(CORSMiddleware):
    """Lets the allowed sites read the widget's routes, and nothing else of the app."""

    def __init__(self, app: ASGIApp, origins: Sequence[str]) -> None:
        super().__init__(
            app,
            allow_origins=origins,
            allow_methods=["GET", "POST"],
            allow_headers=["Authorization", "Content-Type", "X-File-Name"],
            expose_headers=["Retry-After"],
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] == "http" and scope["path"].startswith(SHARED):
            await super().__call__(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def may_connect(connection: HTTPConnection, origins: Sequence[str]) -> bool:
    """Whether a WebSocket may be opened from where it comes: browsers ask nobody about sockets, so we have to."""
    origin = connection.headers.get("origin")
    if origin is None or "*" in origins or origin in origins:
        return True
    return urlsplit(origin).netloc == connection.headers.get("host")
