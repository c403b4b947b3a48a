"""Meta's side, as far as we meet it: takes what we send and checks what Meta checks, shows people's phones, delivers
what they do there.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import uuid4

import httpx
from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from channels.emulators import Bell, Shown, Signs, Wire
from channels.messenger.deliveries import Deliveries
from channels.messenger.graph import error, too_much
from channels.messenger.phones import FILES, KINDS, SYMBOLS, FileKind, bubble_of, visible
from channels.messenger.registration import Registration
from channels.messenger.settings import MessengerSettings
from channels.messenger.signature import proof_of

WEBHOOK: Final = "/channels/messenger/webhook"
Json = dict[str, Any]


@dataclass
class MessengerEmulator:
    """A `channels.emulators.Emulator`. ``chats`` are our messages as we sent them, by the person's id.

    ``troubles`` is what the next requests get instead of being taken; None is never answered.
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
    registration: Registration = field(init=False)
    _phones: dict[str, list[Shown]] = field(default_factory=lambda: defaultdict(list))

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
            body = await request.body()
            answer = await self._answer(request, json.loads(body))
            self.wire.took(
                f"POST /{version}/me/messages", request.headers, body, answer.status_code, bytes(answer.body)
            )
            return answer

        @router.get("/files/{kind}")
        async def file(kind: FileKind) -> Response:
            return Response(FILES[kind], media_type=KINDS[kind][1])

        return router

    def new_person(self, language: str) -> str:
        """Meta tells no language."""
        return str(uuid4().int)[:16]

    def shown(self, address: str) -> list[Shown]:
        """See `channels.emulators.Emulator`."""
        return visible(self._phones.get(address, []))

    async def type(self, address: str, text: str) -> httpx.Response:
        """See `channels.emulators.Emulator`."""
        return await self._does(address, text, self.deliveries.text(address, text))

    async def press(self, address: str, data: str, title: str) -> httpx.Response:
        """What stands above the text field comes as a message, a card's button as a postback; both are seen as words."""
        bubbles = self.shown(address)
        quick = any(tap.data == data for tap in (bubbles[-1].buttons if bubbles else ()))
        press = self.deliveries.quick_reply if quick else self.deliveries.postback
        return await self._does(address, title, press(address, title, data))

    async def send_location(self, address: str, latitude: float, longitude: float) -> httpx.Response:
        """See `channels.emulators.Emulator`."""
        place = self.deliveries.location(address, latitude, longitude)
        return await self._does(address, f"📍 {latitude}, {longitude}", place)

    async def send_file(self, address: str, kind: FileKind) -> httpx.Response:
        """See `channels.emulators.Emulator`."""
        url = f"{self.access.api}/files/{kind}"
        return await self._does(
            address, SYMBOLS[kind], self.deliveries.attachment(address, KINDS[kind][0], url)
        )

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

    async def _does(self, address: str, seen: str, event: Json) -> httpx.Response:
        self._phones[address].append(Shown(sender="person", text=seen))
        self.taken.ring()
        delivery = self.deliveries.signed(event)
        return await self.wire.deliver(WEBHOOK, delivery.body, delivery.headers)

    async def _answer(self, request: Request, body: Json) -> Response:
        if self.troubles:
            trouble = self.troubles.pop(0)
            if trouble is None:
                await request.receive()  # comes when the other side has lost its patience
            return trouble or Response(status_code=504)
        return self._unproven(request, body) or self._unreachable(body) or self._take(body)

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

    def _take(self, body: Json) -> Response:
        person = str(body["recipient"]["id"])
        if action := body.get("sender_action"):
            self.signals[person].append(action)
            return JSONResponse({"recipient_id": person})
        message = body["message"]
        if beyond := too_much(message):
            return error(100, beyond)
        mid = f"m_{uuid4().hex}"
        told = {"mid": mid, "type": body["messaging_type"], "tag": body.get("tag")}
        self.chats[person].append({**told, **message})
        self._phones[person].append(bubble_of(message))
        self.taken.ring()
        return JSONResponse({"recipient_id": person, "message_id": mid})
