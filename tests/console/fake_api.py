"""A stand-in for the console's API: answers the contract of docs/architecture.md from memory.

The quick browser tests drive the page against it; ``python -m tests.console.fake_api 8455`` serves it to look at.
"""

from __future__ import annotations

import asyncio
import sys
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any
from uuid import uuid4

from fastapi import FastAPI, Request, Response, WebSocket, WebSocketDisconnect

from conversations.console.pages import install_console_page
from tests.console.desk import Json, later
from tests.console.fake_talks import PHOTO, other_routes, refuse, talk_routes
from tests.console.fake_trips import trip_routes
from tests.console.travellers import filled
from tests.serving import serving


class FakeApi:
    """The server's state, and the switches that tests turn."""

    def __init__(self) -> None:
        self.desk = filled()
        self.signed_in = False
        self.code: str | None = None
        self.refusals: dict[str, tuple[int, str, str]] = {}
        """What the next request whose path ends so is refused with: status, code, text."""
        self.recovers = True
        self.sockets_refused = False
        self.may_welcome = asyncio.Event()
        self.may_welcome.set()
        self.sockets: set[WebSocket] = set()
        self.joined: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)
        """By room, whether somebody is in it."""
        self.log: list[Json] = []
        self.epoch = str(uuid4())
        self.frames: list[Json] = []
        self.url = ""

    async def happen(self, kind: str, conversation: Json, **data: Any) -> None:
        """An event is logged and told to every open socket."""
        event = {
            "type": "event",
            "offset": len(self.log) + 1,
            "kind": kind,
            "rooms": ["company", f"conversation:{conversation['id']}"],
            "conversation_id": conversation["id"],
            "data": data,
            "at": later(0),
        }
        self.log.append(event)
        await self.tell(event)

    async def tell(self, frame: Json) -> None:
        """A frame to every open socket."""
        for one in list(self.sockets):
            with suppress(RuntimeError, WebSocketDisconnect):
                await one.send_json(frame)

    async def says(self, name: str, text: str, sender: str = "traveller") -> None:
        """Somebody writes in the conversation with this traveller."""
        talk = self.desk.by_name(name)
        message = self.desk.write(talk, text, sender=sender)
        await self.happen("message.stored", talk["row"], message=message)

    async def cut(self) -> None:
        """Every socket breaks."""
        for one in list(self.sockets):
            with suppress(RuntimeError, WebSocketDisconnect):
                await one.close(1012)

    @asynccontextmanager
    async def serving(self, port: int = 0) -> AsyncIterator[FakeApi]:
        """Served on a free port for as long as the block lasts."""
        async with serving(application(self), port) as address:
            self.url = f"http://{address}"
            yield self


def application(api: FakeApi) -> FastAPI:
    """The page and the routes that it asks."""
    app = FastAPI()
    install_console_page(app, operator="Viajes Altamar")

    @app.middleware("http")
    async def guard(request: Request, go_on: Any) -> Any:
        path = request.url.path.removeprefix("/console/api/")
        for end, refusal in list(api.refusals.items()):
            if path.endswith(end):
                del api.refusals[end]
                return refuse(*refusal)
        if request.url.path.startswith("/console/api/") and not path.startswith(("sign-in", "invitations")):
            if not api.signed_in:
                return refuse(401, "not_signed_in", "Vuelve a entrar.")
            if request.method != "GET" and request.headers.get("x-csrf-token") != "csrf":
                return refuse(403, "csrf", "Vuelve a cargar la página.")
        return await go_on(request)

    for routes in (talk_routes, trip_routes, other_routes):
        app.include_router(routes(api), prefix="/console/api")

    @app.get("/photos/{name}")
    async def photo(name: str) -> Response:
        return Response(PHOTO, media_type="image/svg+xml")

    @app.websocket("/console/socket")
    async def live(websocket: WebSocket) -> None:
        if api.sockets_refused:
            return await websocket.close(1013)
        await websocket.accept()
        hello = await websocket.receive_json()
        await api.may_welcome.wait()
        recovered = hello["epoch"] == api.epoch and api.recovers
        welcome = {"type": "welcome", "epoch": api.epoch, "recovered": recovered, "refused": []}
        await websocket.send_json(welcome | {"offset": hello["offset"] if recovered else len(api.log)})
        for event in api.log[hello["offset"] :] if recovered else []:
            await websocket.send_json(event)
        api.sockets.add(websocket)
        for room in hello["rooms"]:
            api.joined[room].set()
        try:
            async for frame in websocket.iter_json():
                api.frames.append(frame)
                if frame["type"] == "subscribe":
                    for room in frame["rooms"]:
                        api.joined[room].set()
                    await websocket.send_json({"type": "subscribed", "rooms": frame["rooms"], "refused": []})
        finally:
            api.sockets.discard(websocket)
        return None

    return app


async def _serve(port: int) -> None:
    api = FakeApi()
    async with api.serving(port):
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
