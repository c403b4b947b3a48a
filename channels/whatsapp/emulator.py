"""Twilio's side and the phones behind it: takes what we send, and delivers what people do.

What it answers our sender is in `channels.whatsapp.twilio_api`, what it tells us in `channels.whatsapp.forms`.
"""

from __future__ import annotations

import asyncio
import json
import random
from collections import defaultdict
from collections.abc import Sequence
from typing import Final, Literal
from urllib.parse import parse_qsl
from uuid import uuid4

import httpx
from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from channels import samples
from channels.phones import Shown, Signs
from channels.whatsapp.answers import Answers, Json, at_once
from channels.whatsapp.forms import Form, Forms
from channels.whatsapp.parse import PREFIX
from channels.whatsapp.screens import shown_of, with_file
from channels.whatsapp.settings import WhatsAppSettings
from channels.whatsapp.twilio_api import Contents, Refused, error
from channels.whatsapp.webhook import MESSAGES, STATUSES
from channels.wire import Redelivery, Wire

REDELIVERY: Final = Redelivery(within=15, pauses=(1.0,))
"""Twilio waits for so long and tries once more ("Webhooks: connection overrides")."""
TYPING_SECONDS: Final = 25.0
MEDIA_NOT_FETCHED: Final = 63019
# Area codes that do not exist, so that nobody has these numbers.
_NUMBERS: Final = {"es": "+59300", "en": "+1555", "pt": "+55000"}


class WhatsAppEmulator(Answers):
    """An `Emulator`. ``gateway`` is where webhooks go, ``access.public_url`` the address that is signed.

    ``sent`` are the fields of our messages by sid, of each of which ``reports`` are told by themselves.
    """

    def __init__(self, access: WhatsAppSettings, gateway: str, reports: Sequence[str] = ()) -> None:
        super().__init__(access, Wire(gateway, REDELIVERY))
        self.reports = tuple(reports)
        self.signs = Signs()
        self.forms = Forms(access)
        self.contents = Contents(access.account_sid)
        self.sent: dict[str, Form] = {}
        self.blocked: set[str] = set()
        self.unknown: set[str] = set()
        self._heard: dict[str, str] = {}
        self._telling: set[asyncio.Task[None]] = set()
        self.media = {"photo": ("image/jpeg", samples.PHOTO), "voice": ("audio/ogg", samples.VOICE)}
        self._phones: dict[str, list[Shown]] = defaultdict(list)

    def router(self) -> APIRouter:
        """See `Emulator`; mounted where `WHATSAPP_API` points to."""
        router = APIRouter()
        account = f"/2010-04-01/Accounts/{self.access.account_sid}"

        @router.post(f"{account}/Messages.json")
        async def message(request: Request) -> Response:
            form = dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))
            return await self.answer(request, lambda: self._take(form), 201)

        @router.post("/v2/Indicators/Typing.json")
        async def typing(request: Request) -> Response:
            form = dict(parse_qsl((await request.body()).decode()))
            # Troubles are meant for what is said.
            return await self.answer(request, lambda: self._types(form), 200, spared=True)

        @router.post("/v1/Content")
        async def content(request: Request) -> Response:
            asked = json.loads(await request.body())
            return await self.answer(request, lambda: at_once(self.contents.create, asked), 201)

        @router.get("/v2/Content")
        async def contents(request: Request) -> Response:
            name = request.query_params.get("ContentName", "")
            return await self.answer(request, lambda: at_once(self.contents.search, name), 200)

        @router.get(f"{account}/Messages/{{sid}}/Media/{{name}}")
        async def media(sid: str, name: str, request: Request) -> Response:
            if not self.knows(request):
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
        return self.signs.marked(address, self._phones.get(address, ()))

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
        sent = self.sent[sid]
        callback = sent.get("StatusCallback", STATUSES).removeprefix(self.access.public_url.rstrip("/"))
        form = self.forms.status(sid, sent["To"].removeprefix(PREFIX), status, code)
        return await self.wire.tell(callback, *self.forms.signed(callback, form))

    async def deliver(self, path: str, form: Form) -> httpx.Response:
        """Delivers any form, signed."""
        return await self.wire.deliver(path, *self.forms.signed(path, form))

    async def _act(self, address: str, shown: str, form: Form) -> httpx.Response:
        self._heard[form["MessageSid"]] = address
        self._phones[address].append(Shown(sender="person", text=shown))
        self.taken.ring()
        return await self.deliver(MESSAGES, form)

    async def _take(self, form: Form) -> Json:
        to = form.get("To", "").removeprefix(PREFIX)
        if to in self.unknown or not to.startswith("+"):
            raise Refused(400, 21211, "The 'To' number is not a valid phone number")
        if to in self.blocked:
            raise Refused(400, 21610, "Attempt to send to unsubscribed recipient")
        shown: Shown | None = shown_of(form, self.contents)
        taken = f"SM{uuid4().hex}"
        self.sent[taken] = form
        body = shown.text if shown else ""
        if shown and (media := form.get("MediaUrl")):
            shown = await with_file(shown, media)
        if shown:
            self._phones[to].append(shown)
            self.signs.spoke(to)
        self._tell(taken, self.reports if shown else ("undelivered",))
        sent = {"sid": taken, "account_sid": self.access.account_sid, "status": "queued", "body": body}
        return {
            **sent,
            "to": form["To"],
            "from": form["From"],
            "error_code": None,
            "api_version": "2010-04-01",
        }

    async def _types(self, form: Form) -> Json:
        """Twilio takes it for a message that somebody sent, and marks that one as read."""
        address = self._heard.get(form.get("messageId", ""))
        if form.get("channel") != "whatsapp" or address is None:
            raise Refused(400, 20001, "Invalid parameter")
        self.signs.types(address, TYPING_SECONDS)
        self.signs.reads(address)
        return {"success": True}

    def _tell(self, sid: str, statuses: Sequence[str]) -> None:
        """Reports behind the answer, one after the other."""

        async def tell() -> None:
            for status in statuses:
                await self.report(sid, status, MEDIA_NOT_FETCHED if status == "undelivered" else None)

        if statuses:
            task = asyncio.create_task(tell(), name="status callbacks")
            self._telling.add(task)
            task.add_done_callback(self._telling.discard)
