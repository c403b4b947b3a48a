"""The routes of the widget protocol, over the state of the stand-in of the gateway."""

from __future__ import annotations

import asyncio
import secrets
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from uuid import uuid4

from fastapi import FastAPI, Header, HTTPException, Request, Response, WebSocket, WebSocketDisconnect
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import FileResponse, HTMLResponse
from fastapi.staticfiles import StaticFiles

from tests.channels.widget.fake_talk import NewConversation, NewMessage, Talk
from tests.channels.widget.script import PHOTO, Json
from texts import subtree

if TYPE_CHECKING:
    from tests.channels.widget.fake_gateway import FakeGateway

STATIC = Path(__file__).resolve().parents[3] / "channels" / "web" / "static"


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
