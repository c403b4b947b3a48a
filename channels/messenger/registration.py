"""Meta's side of setting a page and an app up, as `channels.messenger.check` asks for it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import uuid4

import httpx
from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from channels.messenger.graph import error
from channels.messenger.settings import MessengerSettings

Json = dict[str, Any]
DONE: Final = {"success": True}


@dataclass
class Registration:
    """What a page and its app have set; a webhook is asked for its word before it is taken."""

    access: MessengerSettings
    page_fields: list[str] = field(default_factory=list)
    webhook: Json | None = None
    profile: Json = field(default_factory=dict)

    def router(self) -> APIRouter:
        """Part of the emulator's."""
        router = APIRouter(prefix="/{version}")

        @router.get("/me")
        async def me(request: Request) -> Response:
            return self._as_page(request, {"id": "1", "name": "Simulator"})

        @router.get("/me/subscribed_apps")
        async def subscribed(request: Request) -> Response:
            app = {"id": self.access.app_id, "subscribed_fields": self.page_fields}
            return self._as_page(request, {"data": [app] if self.page_fields else []})

        @router.post("/me/subscribed_apps")
        async def subscribe(request: Request) -> Response:
            self.page_fields = (await request.json())["subscribed_fields"].split(",")
            return self._as_page(request, DONE)

        @router.post("/me/messenger_profile")
        async def profile(request: Request) -> Response:
            told = await request.json()
            self.profile = {name: json.loads(told[name]) for name in ("get_started", "persistent_menu")}
            return self._as_page(request, DONE)

        @router.get("/{app_id}/subscriptions")
        async def subscriptions(app_id: str) -> Response:
            return JSONResponse({"data": [self.webhook] if self.webhook else []})

        @router.post("/{app_id}/subscriptions")
        async def register(app_id: str, request: Request) -> Response:
            return await self._register(await request.json())

        return router

    def _as_page(self, request: Request, answer: Json) -> Response:
        if request.headers.get("authorization") != f"Bearer {self.access.page_token}":
            return error(190, "Invalid OAuth access token.", status=401)
        return JSONResponse(answer)

    async def _register(self, told: Json) -> Response:
        challenge = uuid4().hex
        asked = {
            "hub.mode": "subscribe",
            "hub.verify_token": told["verify_token"],
            "hub.challenge": challenge,
        }
        async with httpx.AsyncClient(trust_env=False) as http:
            answer = await http.get(told["callback_url"], params=asked)
        if answer.text != challenge:
            return error(2200, "Callback verification failed.")
        fields = [{"name": name, "version": self.access.version} for name in told["fields"].split(",")]
        self.webhook = {
            "object": "page",
            "callback_url": told["callback_url"],
            "active": True,
            "fields": fields,
        }
        return JSONResponse(DONE)
