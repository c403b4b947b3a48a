"""A stand-in for the web gateway: speaks the widget protocol of docs/architecture.md with scripted replies.

The browser tests drive the widget against it; ``python -m tests.channels.widget.fake_gateway 8123`` serves it to look at.
"""

from __future__ import annotations

import asyncio
import secrets
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from uuid import uuid4

from fastapi import FastAPI, Header, HTTPException, Request, Response, WebSocket, WebSocketDisconnect
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import FileResponse, HTMLResponse
from fastapi.staticfiles import StaticFiles
from pydantic import BaseModel

from tests.channels.widget.script import PHOTO, Json, reply, scripted
from tests.serving import serving
from texts import subtree

STATIC = Path(__file__).resolve().parents[3] / "channels" / "web" / "static"


@dataclass
class Talk:
    """One conversation: its log, and who waits for it to grow."""

    messages: list[Json] = field(default_factory=list)
    erased_to: int = 0
    typing: bool = False
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def add(self, **facts: Any) -> Json:
        """Appends a message and wakes everybody who waits."""
        message = {
            "offset": len(self.messages) + 1,
            "id": str(uuid4()),
            "buttons": [],
            "cards": [],
            "client_id": None,
            "at": datetime.now(UTC).isoformat(),
            **facts,
        }
        self.messages.append(message)
        await self.wake()
        return message

    async def set_typing(self, on: bool) -> None:
        """The bot starts or stops to write."""
        self.typing = on
        await self.wake()

    async def wake(self) -> None:
        """Something changed."""
        async with self.changed:
            self.changed.notify_all()


class NewConversation(BaseModel):
    """What opens a conversation."""

    language: str | None = None


class NewMessage(BaseModel):
    """What the widget sends."""

    client_id: str
    text: str
    payload: str | None = None


class FakeGateway:
    """The server's state, and the switches that tests turn."""

    def __init__(self, *, delay: float = 0.02) -> None:
        self.talks: dict[str, Talk] = {}
        self.languages: list[str | None] = []
        self.delay = delay
        self.sockets_refused = False
        self.refusal: str | None = None
        self.files: dict[str, bytes] = {}
        self.sent_files: dict[str, tuple[str, bytes]] = {}
        """Files of ours by their id: type and content."""
        self.fetched: list[str] = []
        self.typed: list[bool] = []
        self.may_answer = asyncio.Event()
        self.may_answer.set()
        self.sockets: set[WebSocket] = set()
        self.url = ""
        self.closing = False
        self.other_site = ""
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def talk(self) -> Talk:
        """The newest conversation."""
        return list(self.talks.values())[-1]

    @property
    def received(self) -> list[str]:
        """The texts that travellers wrote, in all conversations."""
        return [m["text"] for talk in self.talks.values() for m in talk.messages if m["direction"] == "in"]

    async def receive(self, talk: Talk, message: NewMessage) -> int:
        """Stores a message once and has it answered; its offset."""
        for known in talk.messages:
            if known["client_id"] == message.client_id:
                return int(known["offset"])
        stored = await talk.add(
            direction="in",
            sender="traveller",
            text=message.text,
            payload=message.payload,
            client_id=message.client_id,
        )
        task = asyncio.create_task(self._answer(talk, message))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return int(stored["offset"])

    async def say(
        self,
        text: str,
        *buttons: tuple[str, str],
        sender: str = "bot",
        agent: str | None = None,
        cards: list[Json] | None = None,
    ) -> None:
        """The operator's side says something unasked; an agent may be called something."""
        said = reply(text, *buttons, cards=cards)
        await self.talk.add(direction="out", sender=sender, agent=agent, **said)

    async def send(
        self, *files: tuple[str, str, bytes], text: str = "", location: Json | None = None
    ) -> None:
        """An agent sends files (name, type, content) or a place."""
        attachments = []
        for name, mime, content in files:
            media_id = str(uuid4())
            self.sent_files[media_id] = (mime, content)
            attachments.append({"id": media_id, "name": name, "type": mime, "size": len(content)})
        await self.talk.add(
            direction="out", sender="agent", text=text, attachments=attachments, location=location
        )

    async def erase(self) -> None:
        """Everything said so far is erased, and that is said."""
        for message in self.talk.messages:
            message |= {"text": "", "buttons": [], "cards": [], "attachments": [], "location": None}
        self.talk.erased_to = len(self.talk.messages)
        await self.say("Borrado.")

    async def _answer(self, talk: Talk, message: NewMessage) -> None:
        await talk.set_typing(True)
        await asyncio.sleep(self.delay)
        await self.may_answer.wait()
        for said in scripted(message.text, message.payload):
            await talk.add(direction="out", sender="bot", **said)
        await talk.set_typing(False)

    async def cut_sockets(self) -> None:
        """Every open socket breaks."""
        for opened in list(self.sockets):
            with suppress(RuntimeError, WebSocketDisconnect):
                await opened.close(1012)

    @asynccontextmanager
    async def serving(self, port: int = 0) -> AsyncIterator[FakeGateway]:
        """Served on a free port of this machine for as long as the block lasts."""
        async with serving(application(self), port) as address:
            self.url = f"http://{address}"
            try:
                yield self
            finally:
                self.closing = True
                for talk in self.talks.values():
                    await talk.wake()


def application(gateway: FakeGateway) -> FastAPI:
    """The routes of the widget protocol."""
    app = FastAPI()
    app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["*"], allow_headers=["*"])

    def talk_of(authorization: str) -> Talk:
        talk = gateway.talks.get(authorization.removeprefix("Bearer "))
        if talk is None:
            raise HTTPException(401)
        return talk

    @app.post("/channels/web/conversations", status_code=201)
    async def open_conversation(new: NewConversation) -> Json:
        token = secrets.token_urlsafe(8)
        gateway.talks[token] = Talk()
        gateway.languages.append(new.language)
        return {"conversation_id": str(uuid4()), "token": token, "language": new.language or "es"}

    @app.post("/channels/web/messages", status_code=202)
    async def post_message(message: NewMessage, response: Response, authorization: str = Header("")) -> Json:
        talk = talk_of(authorization)
        if gateway.refusal:
            response.status_code = 422
            return {"error": {"code": "refused", "text": gateway.refusal}}
        return {"offset": await gateway.receive(talk, message)}

    @app.post("/channels/web/files", status_code=202)
    async def post_file(
        client_id: str, request: Request, response: Response, authorization: str = Header("")
    ) -> Json:
        talk = talk_of(authorization)
        content = await request.body()
        await gateway.may_answer.wait()
        if gateway.refusal:
            response.status_code = 415
            return {"error": {"code": "refused", "text": gateway.refusal}}
        name = unquote(request.headers["x-file-name"])
        gateway.files[name] = content
        file = {"name": name, "type": request.headers["content-type"], "size": len(content)}
        stored = await talk.add(
            direction="in", sender="traveller", text="", client_id=client_id, attachments=[file]
        )
        return {"offset": stored["offset"]}

    @app.get("/channels/web/files/{media_id}")
    async def read_file(media_id: str, authorization: str = Header("")) -> Response:
        talk_of(authorization)
        if media_id not in gateway.sent_files:
            raise HTTPException(404)
        gateway.fetched.append(media_id)
        mime, content = gateway.sent_files[media_id]
        return Response(content, media_type=mime, headers={"Content-Disposition": "attachment"})

    @app.get("/channels/web/messages")
    async def poll(after: int = 0, wait: float = 0, authorization: str = Header("")) -> Json:
        talk = talk_of(authorization)
        typing = talk.typing
        async with talk.changed:
            with suppress(TimeoutError):
                await asyncio.wait_for(
                    talk.changed.wait_for(
                        lambda: gateway.closing or len(talk.messages) > after or talk.typing != typing
                    ),
                    wait,
                )
        return {
            "messages": talk.messages[after:],
            "offset": len(talk.messages),
            "erased_to": talk.erased_to,
            "typing": talk.typing,
            "recovered": True,
        }

    @app.websocket("/channels/web/socket")
    async def open_socket(websocket: WebSocket) -> None:
        if gateway.sockets_refused:
            return await websocket.close()
        await websocket.accept()
        hello = await websocket.receive_json()
        talk = gateway.talks.get(hello["token"])
        if talk is None:
            await websocket.send_json({"type": "error", "code": "token_invalid", "text": "Empieza de nuevo."})
            return await websocket.close(4401)
        gateway.sockets.add(websocket)
        telling = asyncio.create_task(_tell(websocket, talk, hello["offset"]))
        try:
            async for event in websocket.iter_json():
                await _hear(gateway, websocket, talk, event)
        finally:
            gateway.sockets.discard(websocket)
            telling.cancel()
        return None

    @app.get("/channels/web/texts/{language}")
    async def words(language: str) -> Any:
        return subtree(language, "widget")

    @app.get("/photos/{number}.svg")
    async def photo(number: int) -> Response:
        return Response(PHOTO.format(hue=(number * 70 + 110) % 360), media_type="image/svg+xml")

    @app.get("/")
    async def page() -> FileResponse:
        return FileResponse(STATIC / "index.html")

    @app.get("/other-site")
    async def other_site() -> HTMLResponse:
        return HTMLResponse(gateway.other_site)

    app.mount("/", StaticFiles(directory=STATIC))
    return app


async def _hear(gateway: FakeGateway, websocket: WebSocket, talk: Talk, event: Json) -> None:
    if event["type"] == "typing":
        gateway.typed.append(event["on"])
        await talk.wake()
    if event["type"] != "message":
        return
    if gateway.refusal:
        error = {"type": "error", "code": "refused", "text": gateway.refusal, "client_id": event["client_id"]}
        await websocket.send_json(error)
        return
    offset = await gateway.receive(talk, NewMessage(**event))
    await websocket.send_json({"type": "accepted", "client_id": event["client_id"], "offset": offset})


async def _tell(websocket: WebSocket, talk: Talk, offset: int) -> None:
    """Everything after the offset, then everything new, until the socket closes."""
    await websocket.send_json(
        {"type": "welcome", "offset": len(talk.messages), "recovered": offset <= len(talk.messages)}
    )
    typing = False
    erased_to = 0

    def behind() -> bool:
        return len(talk.messages) > offset or talk.typing != typing or talk.erased_to != erased_to

    with suppress(WebSocketDisconnect, RuntimeError):
        while True:
            async with talk.changed:
                await talk.changed.wait_for(behind)
            if talk.typing != typing:
                typing = talk.typing
                await websocket.send_json({"type": "typing", "on": typing})
            if talk.erased_to != erased_to:
                erased_to = talk.erased_to
                await websocket.send_json({"type": "erased", "offset": erased_to})
            for message in talk.messages[offset:]:
                await websocket.send_json({"type": "message", "message": message})
                offset += 1


async def _serve_to_look_at(port: int) -> None:
    async with FakeGateway(delay=0.9).serving(port) as gateway:
        print(gateway.url)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve_to_look_at(int(sys.argv[1])))
