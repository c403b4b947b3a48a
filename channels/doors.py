"""Where providers deliver: past everything that pages and the widget need, since nobody calls as often as they do.

A door is known by its exact path and takes POST alone; any other request goes on to the app.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from fastapi import FastAPI, Request, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from conversations.error_handlers import answer_error

Door = Callable[[Request], Awaitable[Response]]


def install_doors(app: FastAPI) -> None:
    """Makes room for doors, before the app starts."""
    app.state.doors = {}
    app.add_middleware(Doors, doors=app.state.doors)


def open_door(app: FastAPI, path: str, door: Door) -> None:
    """Has deliveries to ``path`` answered by ``door``, whose errors are answered as the whole app's are."""
    app.state.doors[path] = door


class Doors:
    """An ASGI middleware."""

    def __init__(self, app: ASGIApp, doors: Mapping[str, Door]) -> None:
        self._app = app
        self._doors = doors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        door = (
            self._doors.get(scope["path"]) if scope["type"] == "http" and scope["method"] == "POST" else None
        )
        if door is None:
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        try:
            response = await door(request)
        except Exception as error:
            answered = await answer_error(request, error)
            if answered is None:
                raise
            response = answered
        await response(scope, receive, send)
