"""Telegram's side: the chats of its people, what it takes from us, and how it delivers what they do.

Its answers to our sender are in `channels.telegram.bot_api`.
"""

from __future__ import annotations

import json
import random
import time
from collections import defaultdict
from itertools import count
from typing import Any, Final, Literal

import httpx
from fastapi import APIRouter, Request, Response

from channels import samples
from channels.phones import Shown, Signs
from channels.telegram import bot_api, bot_wire
from channels.telegram.bot_wire import Json
from channels.telegram.phones import offers, shown_as
from channels.telegram.signature import HEADER
from channels.wire import Bell, Redelivery, Wire

WEBHOOK: Final = "/channels/telegram/webhook"
UPLOADS: Final = "/simulator/telegram/uploads"
REDELIVERY: Final = Redelivery(within=60, pauses=(1, 2, 4, 8, 16, 32, 60, 60, 60, 60), client_errors=True)
"""An update is delivered again until it is answered 2xx, "a reasonable amount" of times (Bot API, setWebhook)."""
_NAMES: Final = {"es": ("Lucía", "Ramos"), "en": ("Emma", "Walker"), "pt": ("João", "Pereira")}


class TelegramEmulator:
    """An `Emulator`. Chats hold messages as the Bot API writes them; ``troubles`` are what the next requests get."""

    def __init__(self, token: str, *, secret: str = "", gateway: str = "http://127.0.0.1") -> None:
        self.token = token
        self.taken = Bell()
        self.wire = Wire(gateway, REDELIVERY)
        self.signs = Signs()
        self.chats: dict[str, list[Json]] = defaultdict(list)
        self.troubles: list[Response] = []
        self.blocked: set[str] = set()
        self.unknown: set[str] = set()
        self.left: list[str] = []
        """The chats that the bot has left."""
        self.actions: list[tuple[str, str]] = []
        """What was shown in which chat without being said."""
        self.notices: list[str] = []
        """What was shown over the chat to whoever pressed a button."""
        self.waiting: set[str] = set()
        """The presses of buttons that show a clock because nobody has acknowledged them."""
        self.menus: dict[str, list[Json]] = {}
        self.webhook: Json = {"url": f"{gateway}{WEBHOOK}", "secret_token": secret}
        self.unfetched: list[Json] = []
        """What is kept for `getUpdates` while no webhook is set."""
        self.files = {
            "photo": ("photos/file_1.jpg", samples.PHOTO),
            "voice": ("voice/file_2.oga", samples.VOICE),
        }
        self.uploads: dict[str, tuple[str, str, bytes]] = {}
        """Files of ours by their id: name, type, content."""
        self._people: dict[str, Json] = {}
        # Never those of an earlier run: what was delivered under them is known to the gateway.
        self._update_ids = count(time.time_ns() // 1_000_000)
        self.message_ids = count(1)

    def router(self) -> APIRouter:
        """See `Emulator`; mounted where `TELEGRAM_API` points to."""
        router = APIRouter()

        @router.post("/bot{token}/{method}")
        async def call(token: str, method: str, request: Request) -> Response:
            content_type = request.headers.get("content-type", "")
            fields = bot_wire.fields_of(await request.body(), content_type)
            response = await self._answer(token, method, fields)
            if method != "getUpdates":
                sent = bot_wire.legible(fields).encode()
                told = {"Content-Type": content_type}
                self.wire.took(
                    f"POST /bot{token}/{method}", told, sent, response.status_code, bytes(response.body)
                )
                self.taken.ring()
            return response

        @router.get("/file/bot{token}/{path:path}")
        async def download(token: str, path: str) -> Response:
            found = dict(self.files.values()).get(path) if token == self.token else None
            return Response(found) if found else bot_wire.error(404, "Not Found")

        @router.get("/uploads/{handle}")
        async def upload(handle: str) -> Response:
            if handle not in self.uploads:
                return Response(status_code=404)
            _, mime, content = self.uploads[handle]
            return Response(content, media_type=mime, headers={"Content-Security-Policy": "sandbox"})

        return router

    @property
    def bot(self) -> Json:
        """The bot, as Telegram names it."""
        number = int(self.token.partition(":")[0])
        return {"id": number, "is_bot": True, "first_name": "Simulator", "username": "simulator_bot"}

    def new_person(self, language: str) -> str:
        """See `Emulator`."""
        chat = str(random.randrange(10**8, 10**10))
        first, last = _NAMES.get(language, _NAMES["es"])
        self._people[chat] = {"first_name": first, "last_name": last, "language_code": language}
        return chat

    def shown(self, address: str) -> list[Shown]:
        """See `Emulator`."""
        return [shown_as(message, self.uploads, UPLOADS) for message in self.chats.get(address, ())]

    def sent(self, address: str) -> list[Json]:
        """The messages of ours in a chat."""
        return [message for message in self.chats.get(address, ()) if message["from"]["is_bot"]]

    async def type(self, address: str, text: str) -> httpx.Response:
        """See `Emulator`."""
        return await self._write(address, text=text)

    async def press(self, address: str, data: str, title: str) -> httpx.Response:
        """See `Emulator`. The press itself leaves nothing in the chat."""
        pressed = str(random.randrange(10**17, 10**18))
        self.waiting.add(pressed)
        holder = next((message for message in reversed(self.chats[address]) if offers(message, data)), None)
        query = {
            "id": pressed,
            "from": self.person(address),
            "message": holder,
            "chat_instance": address,
            "data": data,
        }
        return await self.deliver(callback_query=query)

    async def send_location(self, address: str, latitude: float, longitude: float) -> httpx.Response:
        """See `Emulator`."""
        return await self._write(address, location={"latitude": latitude, "longitude": longitude})

    async def send_file(self, address: str, kind: Literal["photo", "voice"]) -> httpx.Response:
        """See `Emulator`."""
        _, content = self.files[kind]
        file = {"file_id": kind, "file_unique_id": kind, "file_size": len(content)}
        if kind == "voice":
            return await self._write(
                address, voice={**file, "mime_type": "audio/ogg", "duration": samples.VOICE_SECONDS}
            )
        return await self._write(address, photo=[{**file, "width": 320, "height": 240}])

    def limit(self, after: int) -> None:
        """See `Emulator`."""
        told = f"Too Many Requests: retry after {after}"
        self.troubles.append(bot_wire.error(429, told, parameters={"retry_after": after}))

    def fail(self, status: int = 500) -> None:
        """See `Emulator`."""
        self.troubles.append(bot_wire.error(status, "Internal Server Error"))

    def person(self, address: str) -> Json:
        """Who writes in a chat, as Telegram names them."""
        known = self._people.get(address) or {"first_name": "Lucía", "language_code": "es"}
        return {"id": int(address), "is_bot": False, **known}

    def message(self, address: str, sender: Json | None = None, **content: Any) -> Json:
        """A new message in a chat; without a ``sender`` its person's."""
        person = self.person(address)
        chat = {
            "id": person["id"],
            "type": "private",
            **{k: person[k] for k in person.keys() & {"first_name", "last_name"}},
        }
        head = {"message_id": next(self.message_ids), "date": int(time.time()), "chat": chat}
        return {**head, "from": sender or person, **content}

    async def deliver(self, **update: Any) -> httpx.Response:
        """Delivers an update to the webhook, or keeps it for whoever asks where there is none."""
        whole = {"update_id": next(self._update_ids), **update}
        if not self.webhook["url"]:
            self.unfetched.append(whole)
            self.taken.ring()
            return httpx.Response(202)
        headers = {"Content-Type": "application/json"}
        if secret := self.webhook.get("secret_token"):
            headers[HEADER] = secret
        body = json.dumps(whole, ensure_ascii=False).encode()
        response = await self.wire.deliver(
            httpx.URL(self.webhook["url"]).path, body, headers, heed=self._obey
        )
        self.taken.ring()
        return response

    async def _write(self, address: str, **content: Any) -> httpx.Response:
        message = self.message(address, **content)
        self.chats[address].append(message)
        self.taken.ring()
        return await self.deliver(message=message)

    def _obey(self, answer: httpx.Response) -> None:
        """A webhook may answer with a method and its parameters."""
        told = answer.json() if answer.content.startswith(b"{") else {}
        if method := told.pop("method", None):
            bot_api.answer(self, method, told)

    async def _answer(self, token: str, method: str, fields: Json) -> Response:
        if token != self.token:
            return bot_wire.error(401, "Unauthorized")
        # What is only shown for a moment is not what somebody waits for.
        if self.troubles and method != "sendChatAction":
            return self.troubles.pop(0)
        if method == "getUpdates":
            return await bot_api.get_updates(self, fields)
        return bot_api.answer(self, method, fields)
