"""Twilio's side and the phones behind it: takes what we send, and delivers what people do.

What it answers our sender is in `channels.whatsapp.twilio_api`, what it tells us in `channels.whatsapp.forms`.
"""

from __future__ import annotations

import base64
import hmac
import json
import random
from collections import defaultdict
from typing import Any, Final, Literal
from urllib.parse import parse_qsl
from uuid import uuid4

import httpx
from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from channels import samples
from channels.emulators import Bell, Shown, Signs, Wire
from channels.whatsapp.forms import Form, Forms
from channels.whatsapp.parse import PREFIX
from channels.whatsapp.settings import WhatsAppSettings
from channels.whatsapp.twilio_api import Contents, Refused, error
from channels.whatsapp.webhook import MESSAGES, STATUSES

LONGEST_BODY: Final = 1600
# Area codes that do not exist, so that nobody has these numbers.
_NUMBERS: Final = {"es": "+59300", "en": "+1555", "pt": "+55000"}


class WhatsAppEmulator:
    """An `Emulator`. ``gateway`` is where webhooks go, ``access.public_url`` the address that is signed.

    ``troubles`` are what the next requests get instead of an answer; None hangs. ``sent`` are the fields of our
    messages by sid.
    """

    def __init__(self, access: WhatsAppSettings, gateway: str) -> None:
        self.access = access
        self.taken = Bell()
        self.wire = Wire(gateway)
        self.signs = Signs()
        self.forms = Forms(access)
        self.contents = Contents(access.account_sid)
        self.sent: dict[str, Form] = {}
        self.blocked: set[str] = set()
        self.unknown: set[str] = set()
        self.troubles: list[Response | None] = []
        self.media = {"photo": ("image/jpeg", samples.PHOTO), "voice": ("audio/ogg", samples.VOICE)}
        self._phones: dict[str, list[Shown]] = defaultdict(list)

    def router(self) -> APIRouter:
        """See `Emulator`; mounted where `WHATSAPP_API` points to."""
        router = APIRouter()
        account = f"/2010-04-01/Accounts/{self.access.account_sid}"

        @router.post(f"{account}/Messages.json")
        async def message(request: Request) -> Response:
            form = dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))
            return await self._answer(request, lambda: self._take(form), 201)

        @router.post("/v1/Content")
        async def content(request: Request) -> Response:
            asked = json.loads(await request.body())
            return await self._answer(request, lambda: self.contents.create(asked), 201)

        @router.get("/v2/Content")
        async def contents(request: Request) -> Response:
            name = request.query_params.get("ContentName", "")
            return await self._answer(request, lambda: self.contents.search(name), 200)

        @router.get(f"{account}/Messages/{{sid}}/Media/{{name}}")
        async def media(sid: str, name: str, request: Request) -> Response:
            if not self._known(request):
                return error(401, 20003, "Authenticate")
            # As Twilio does: the file itself lies elsewhere, and asks for no password.
            return RedirectResponse(f"{self.access.api}/media/{name}", status_code=307)

        @router.get("/media/{name}")
        async def file(name: str) -> Response:
            if name not in self.media:
                return error(404, 20404, "The requested resource was not found")
            mime, stored = self.media[name]
            return Response(stored, media_type=mime)

        return router

    def new_person(self, language: str) -> str:
        """See `Emulator`."""
        return f"{_NUMBERS.get(language, _NUMBERS['es'])}{random.randrange(10_000_000):07}"

    def shown(self, address: str) -> list[Shown]:
        """See `Emulator`."""
        return list(self._phones.get(address, ()))

    async def type(self, address: str, text: str) -> httpx.Response:
        """See `Emulator`."""
        return await self._act(address, text, self.forms.text(address, text))

    async def press(self, address: str, data: str, title: str) -> httpx.Response:
        """See `Emulator`."""
        rows = (row for shown in self._phones[address] if shown.list for row in shown.list.rows)
        row = next((row for row in rows if row.data == data), None)
        if row is None:
            form = self.forms.button(address, data, title)
        else:
            form = self.forms.row(address, data, row.title, row.description)
        return await self._act(address, title, form)

    async def send_location(self, address: str, latitude: float, longitude: float) -> httpx.Response:
        """See `Emulator`."""
        form = self.forms.location(address, latitude, longitude)
        return await self._act(address, f"📍 {latitude}, {longitude}", form)

    async def send_file(self, address: str, kind: Literal["photo", "voice"]) -> httpx.Response:
        """See `Emulator`."""
        account = f"{self.access.api}/2010-04-01/Accounts/{self.access.account_sid}"
        url = f"{account}/Messages/MM{uuid4().hex}/Media/{kind}"
        named, shown = {
            "photo": ("image", "📷 photo.jpg"),
            "voice": ("audio", f"🎤 0:0{samples.VOICE_SECONDS}"),
        }[kind]
        return await self._act(address, shown, self.forms.media(address, named, self.media[kind][0], url))

    async def report(self, sid: str, status: str, code: int | None = None) -> httpx.Response:
        """Tells what became of a message of ours, with an error's code."""
        form = self.forms.status(sid, self.sent[sid]["To"].removeprefix(PREFIX), status, code)
        return await self.deliver(STATUSES, form)

    async def deliver(self, path: str, form: Form) -> httpx.Response:
        """Delivers any form, signed."""
        return await self.wire.deliver(path, *self.forms.signed(path, form))

    def fail(self, status: int = 500) -> None:
        """See `Emulator`."""
        self.troubles.append(error(status, 20500, "Internal Server Error"))

    def limit(self, after: int) -> None:
        """See `Emulator`."""
        self.troubles.append(error(429, 20429, "Too Many Requests", {"Retry-After": str(after)}))

    def hang(self) -> None:
        """The next request is never answered."""
        self.troubles.append(None)

    async def _act(self, address: str, shown: str, form: Form) -> httpx.Response:
        self._phones[address].append(Shown(sender="person", text=shown))
        self.taken.ring()
        return await self.deliver(MESSAGES, form)

    async def _answer(self, request: Request, answer: Any, status: int) -> Response:
        response = await self._response(request, answer, status)
        told = {name: request.headers.get(name, "") for name in ("content-type", "user-agent")}
        path = request.url.path.partition("/simulator/whatsapp")[2] or request.url.path
        line = f"{request.method} {path}{'?' if request.url.query else ''}{request.url.query}"
        self.wire.took(line, told, await request.body(), response.status_code, bytes(response.body))
        self.taken.ring()
        return response

    async def _response(self, request: Request, answer: Any, status: int) -> Response:
        if not self._known(request):
            return error(401, 20003, "Authenticate")
        if self.troubles:
            trouble = self.troubles.pop(0)
            while trouble is None and (await request.receive())["type"] != "http.disconnect":
                pass
            return trouble or Response(status_code=504)
        try:
            return JSONResponse(answer(), status_code=status)
        except Refused as refused:
            return refused.response

    def _known(self, request: Request) -> bool:
        pair = f"{self.access.account_sid}:{self.access.auth_token}".encode()
        right = f"Basic {base64.b64encode(pair).decode()}"
        return hmac.compare_digest(request.headers.get("authorization", "").encode(), right.encode())

    def _take(self, form: Form) -> dict[str, Any]:
        to = form.get("To", "").removeprefix(PREFIX)
        if to in self.unknown or not to.startswith("+"):
            raise Refused(400, 21211, "The 'To' number is not a valid phone number")
        if to in self.blocked:
            raise Refused(400, 21610, "Attempt to send to unsubscribed recipient")
        if sid := form.get("ContentSid"):
            shown = self.contents.shown(sid, form.get("ContentVariables", ""))
        elif len(body := form.get("Body", "")) > LONGEST_BODY:
            raise Refused(400, 21617, "The concatenated message body exceeds the 1600 character limit")
        elif not body and "MediaUrl" not in form:
            raise Refused(400, 21619, "A text message body or media urls must be specified")
        else:
            shown = Shown(sender="us", text=body, image=form.get("MediaUrl"))
        taken = f"SM{uuid4().hex}"
        self.sent[taken] = form
        self._phones[to].append(shown)
        sent = {"sid": taken, "account_sid": self.access.account_sid, "status": "queued", "body": shown.text}
        return {
            **sent,
            "to": form["To"],
            "from": form["From"],
            "error_code": None,
            "api_version": "2010-04-01",
        }
