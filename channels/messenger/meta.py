"""Meta's side of the wire: takes what we send and checks what Meta checks ("Send API")."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote
from uuid import uuid4

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from channels.messenger import uploads
from channels.messenger.deliveries import Deliveries
from channels.messenger.graph import error
from channels.messenger.phones import FILES, KINDS, FileKind, bubble_of
from channels.messenger.registration import Registration
from channels.messenger.settings import MessengerSettings
from channels.messenger.signature import proof_of
from channels.multipart import Upload
from channels.phones import Shown, Signs
from channels.wire import Bell, Redelivery, Wire

TYPING_SECONDS: Final = 20.0
REDELIVERY: Final = Redelivery(within=5, pauses=(0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0), client_errors=True)
"""Meta wants an answer soon, and comes again and again with growing pauses, for a day and a half ("Webhooks")."""
WEBHOOK: Final = "/channels/messenger/webhook"
Json = dict[str, Any]


@dataclass
class Meta:
    """What a page's app meets. ``chats`` are our messages as we sent them, by the person's id.

    ``troubles`` is what the next messages get instead of being taken; None is never answered.
    """

    access: MessengerSettings
    wire: Wire
    taken: Bell = field(default_factory=Bell)
    signs: Signs = field(default_factory=Signs)
    chats: dict[str, list[Json]] = field(default_factory=lambda: defaultdict(list))
    signals: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    troubles: list[Response | None] = field(default_factory=list)
    blocked: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)
    closed: set[str] = field(default_factory=set)
    """Whose window of 24 hours is over."""
    files: list[Upload] = field(default_factory=list)
    """What we uploaded."""
    echoes: bool = False
    """Whether the webhook is told of what this app says itself, as Meta does."""
    losing: int = 0
    registration: Registration = field(init=False)
    _telling: set[asyncio.Task[Any]] = field(default_factory=set)
    bubbles: dict[str, list[Shown]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self.registration = Registration(self.access)

    @property
    def deliveries(self) -> Deliveries:
        """What this app is told."""
        return Deliveries(self.access.app_secret, self.access.app_id)

    def router(self) -> APIRouter:
        """Mounted where `MESSENGER_API` points to."""
        router = APIRouter()
        router.include_router(self.registration.router())

        @router.post("/{version}/me/messages")
        async def messages(version: str, request: Request) -> Response:
            told, file = uploads.read(await request.body(), request.headers.get("content-type", ""))
            answer = await self._answer(request, told, file)
            body, line = uploads.legible(told, file), f"POST /{version}/me/messages"
            self.wire.took(line, request.headers, body, answer.status_code, bytes(answer.body))
            return answer

        @router.get("/sent/{number}/{name}")
        async def sent(number: int, name: str) -> Response:
            if number >= len(self.files):
                raise HTTPException(404)
            return Response(self.files[number].content, media_type=self.files[number].mime)

        @router.get("/files/{kind}")
        async def file(kind: FileKind) -> Response:
            return Response(FILES[kind], media_type=KINDS[kind][1])

        return router

    def limit(self, after: int) -> None:
        """The next request comes too fast."""
        told = {"Retry-After": str(after)}
        self.troubles.append(error(613, "Calls to this api have exceeded the rate limit.", headers=told))

    def fail(self, status: int = 500) -> None:
        """The next request meets a server in trouble."""
        self.troubles.append(Response("Internal Server Error", status_code=status))

    def hang(self) -> None:
        """The next request is never answered."""
        self.troubles.append(None)

    def break_off(self) -> None:
        """The next answer ends in the middle."""
        self.troubles.append(Response('{"recipient_id": "1', media_type="application/json"))

    def lose(self) -> None:
        """The next request is done, and its answer never arrives."""
        self.losing += 1

    async def _answer(self, request: Request, body: Json, file: Upload | None) -> Response:
        said = "message" in body
        if self.troubles and said:
            trouble = self.troubles.pop(0)
            if trouble is None:
                await request.receive()  # comes when the other side has lost its patience
            return trouble or Response(status_code=504)
        answer = self._unproven(request, body) or self._unreachable(body) or self._take(body, file)
        if self.losing and said:
            self.losing -= 1
            await request.receive()
        return answer

    def _unproven(self, request: Request, body: Json) -> Response | None:
        if request.headers.get("authorization") != f"Bearer {self.access.page_token}":
            return error(190, "Invalid OAuth access token.", status=401)
        proof = proof_of(self.access.page_token, self.access.app_secret)
        return None if body.get("appsecret_proof") == proof else error(100, "Invalid appsecret_proof.")

    def _unreachable(self, body: Json) -> Response | None:
        person = str(body["recipient"]["id"])
        if person in self.unknown:
            return error(100, "No matching user found.", subcode=2018001)
        if person in self.blocked:
            return error(551, "This person isn't available right now.", subcode=1545041)
        if person in self.closed and body.get("tag") != "HUMAN_AGENT":
            return error(10, "This message is sent outside of allowed window.", subcode=2018278, status=403)
        return None

    def _take(self, body: Json, file: Upload | None) -> Response:
        person = str(body["recipient"]["id"])
        if action := body.get("sender_action"):
            return self._shows(person, action)
        message = body["message"]
        if refused := uploads.refused(message, file):
            return refused
        mid = f"m_{uuid4().hex}"
        told = {"mid": mid, "type": body["messaging_type"], "tag": body.get("tag")}
        self.chats[person].append({**told, **message})
        address = ""
        if file:
            self.files.append(file)
            address = f"{self.access.api}/sent/{len(self.files) - 1}/{quote(file.name)}"
        self.bubbles[person].append(bubble_of(message, file, address))
        self.signs.spoke(person)
        self.taken.ring()
        if self.echoes:
            self._echo(person, mid, message)
        return JSONResponse({"recipient_id": person, "message_id": mid})

    def _shows(self, person: str, action: str) -> Response:
        self.signals[person].append(action)
        if action == "typing_on":
            self.signs.types(person, TYPING_SECONDS)
        elif action == "typing_off":
            self.signs.spoke(person)
        elif action == "mark_seen":
            self.signs.reads(person)
        else:
            return error(100, "Invalid parameter")
        self.taken.ring()
        return JSONResponse({"recipient_id": person})

    def _echo(self, person: str, mid: str, message: Json) -> None:
        """Meta tells the page's app of it, behind the answer."""
        text, metadata = message.get("text") or "", message.get("metadata")
        app = int(self.access.app_id)
        delivery = self.deliveries.signed(
            self.deliveries.echo(person, text, app, mid=mid, metadata=metadata),
        )
        task = asyncio.create_task(self.wire.tell(WEBHOOK, delivery.body, delivery.headers), name="echo")
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)
