"""Meta's side of sending, as far as we use it: takes what we send, and knows what a person's phone would show.

Checks what Meta checks, and answers as the Graph API does: `{"recipient_id", "message_id"}` or `{"error": {...}}`.
What people do on their phones is in `channels.messenger.deliveries`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from channels.emulators import Bell
from channels.messenger.deliveries import Deliveries
from channels.messenger.settings import MessengerSettings
from channels.messenger.signature import proof_of

Json = dict[str, Any]


@dataclass
class MessengerEmulator:
    """The chats by the person's id, oldest message first, and what goes wrong with the next requests; None hangs."""

    access: MessengerSettings
    chats: dict[str, list[Json]] = field(default_factory=lambda: defaultdict(list))
    signals: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    troubles: list[Response | None] = field(default_factory=list)
    blocked: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)
    closed: set[str] = field(default_factory=set)
    """Whose window of 24 hours is over."""
    taken: Bell = field(default_factory=Bell)

    @property
    def deliveries(self) -> Deliveries:
        """What this app is told."""
        return Deliveries(self.access.app_secret, self.access.app_id)

    def router(self) -> APIRouter:
        """Mounted where `MESSENGER_API` points to."""
        router = APIRouter()

        @router.post("/{version}/me/messages")
        async def messages(version: str, request: Request) -> Response:
            body = json.loads(await request.body())
            if self.troubles:
                trouble = self.troubles.pop(0)
                if trouble is None:
                    await request.receive()  # comes when the other side has lost its patience
                return trouble or Response(status_code=504)
            return self._unproven(request, body) or self._unreachable(body) or self._take(body)

        return router

    def limit(self, after: int | None = None) -> None:
        """The next request comes too fast."""
        headers = {"Retry-After": str(after)} if after is not None else None
        self.troubles.append(error(613, "Calls to this api have exceeded the rate limit.", headers=headers))

    def fail(self, status: int = 500) -> None:
        """The next request meets a server in trouble."""
        self.troubles.append(Response("Internal Server Error", status_code=status))

    def hang(self) -> None:
        """The next request is never answered."""
        self.troubles.append(None)

    def break_off(self) -> None:
        """The next answer ends in the middle."""
        self.troubles.append(Response('{"recipient_id": "1', media_type="application/json"))

    def quick_replies(self, person: str) -> list[Json]:
        """What can be pressed above the text field: those of the newest message only."""
        shown = self.chats[person]
        return list(shown[-1].get("quick_replies") or ()) if shown else []

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
        if too_much := _too_much(message):
            return error(100, too_much)
        mid = f"m_{uuid4().hex}"
        self.chats[person].append(
            {"mid": mid, "type": body["messaging_type"], "tag": body.get("tag"), **message}
        )
        self.taken.ring()
        return JSONResponse({"recipient_id": person, "message_id": mid})


def error(
    code: int,
    message: str,
    *,
    subcode: int | None = None,
    status: int = 400,
    headers: dict[str, str] | None = None,
    **more: Any,
) -> JSONResponse:
    """An error of the Graph API."""
    told = {"message": f"(#{code}) {message}", "type": "OAuthException", "code": code, **more}
    if subcode is not None:
        told["error_subcode"] = subcode
    return JSONResponse(
        {"error": {**told, "fbtrace_id": uuid4().hex[:11]}}, status_code=status, headers=headers
    )


def _too_much(message: Json) -> str | None:
    """What is beyond a limit of the platform; Meta cuts long titles and refuses all else."""
    payload = (message.get("attachment") or {}).get("payload") or {}
    elements = payload.get("elements") or []
    limits = {
        "message[text]": (len(message.get("text") or ""), 2000),
        "message[quick_replies]": (len(message.get("quick_replies") or ()), 13),
        "elements": (len(elements), 10),
        **{f"elements[{n}][buttons]": (len(one.get("buttons") or ()), 3) for n, one in enumerate(elements)},
        **{f"elements[{n}][title]": (len(one["title"]), 80) for n, one in enumerate(elements)},
        **{
            f"elements[{n}][subtitle]": (len(one.get("subtitle") or ""), 80) for n, one in enumerate(elements)
        },
    }
    if not message.get("text") and not elements:
        return "Message cannot be empty, must provide valid attachment or text"
    beyond = (name for name, (length, most) in limits.items() if length > most)
    return next((f"Length of param {name} is too long" for name in beyond), None)
