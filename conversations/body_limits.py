"""How large a request may be, before anybody has looked at who sends it."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from conversations.media.arriving import MOST_BYTES as MOST_FILE_BYTES

MOST_BYTES = 256 * 1024
"""Room for the longest text with every character escaped, and no more."""
FILES = "/files"


class BodyLimit:
    """Stops reading a body of the routes below ``prefix`` once it is larger than anything they take: 413."""

    def __init__(self, app: ASGIApp, *, prefix: str) -> None:
        self._app, self._prefix = app, prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] == "http" and scope["path"].startswith(self._prefix):
            # A file that is too large is told so by whoever keeps it.
            more = MOST_FILE_BYTES if scope["path"].endswith(FILES) else 0
            await self._app(scope, _counted(receive, MOST_BYTES + more), send)
        else:
            await self._app(scope, receive, send)


def _counted(receive: Receive, most: int) -> Receive:
    read = 0

    async def counted() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > most:
            # Any other error here is taken for a body that cannot be parsed.
            raise HTTPException(413)
        return message

    return counted
