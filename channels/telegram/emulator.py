"""Telegram's side, as far as we talk to it: takes what we send, and knows what a person's phone would show.

Answers follow the Bot API ("Making requests"): `{"ok": true, "result": ...}` or an error with `parameters`.
"""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from channels.emulators import Bell


@dataclass
class TelegramEmulator:
    """The chats by their id, and what goes wrong: statuses that the next requests get instead of being taken."""

    token: str
    chats: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    troubles: list[JSONResponse] = field(default_factory=list)
    blocked: set[str] = field(default_factory=set)
    taken: Bell = field(default_factory=Bell)
    _ids: count[int] = field(default_factory=lambda: count(1))

    def router(self) -> APIRouter:
        """Mounted where `TELEGRAM_API` points to."""
        router = APIRouter()

        @router.post("/bot{token}/{method}")
        async def call(token: str, method: str, request: Request) -> JSONResponse:
            if token != self.token:
                return _error(401, "Unauthorized")
            if self.troubles:
                return self.troubles.pop(0)
            return self._answer(method, dict(parse_qsl((await request.body()).decode())))

        return router

    def limit(self, after: int) -> None:
        """The next request comes too fast."""
        self.troubles.append(
            _error(429, f"Too Many Requests: retry after {after}", parameters={"retry_after": after})
        )

    def fail(self, status: int = 500) -> None:
        """The next request meets a server in trouble."""
        self.troubles.append(_error(status, "Internal Server Error"))

    def _answer(self, method: str, fields: dict[str, Any]) -> JSONResponse:
        if method == "getMe":
            return _ok({"id": 1, "is_bot": True, "first_name": "Simulator", "username": "simulator_bot"})
        if method != "sendMessage":
            return _ok(True)
        chat = str(fields["chat_id"])
        if chat in self.blocked:
            return _error(403, "Forbidden: bot was blocked by the user")
        message = {
            "message_id": next(self._ids),
            "date": int(time.time()),
            "chat": {"id": int(chat), "type": "private", "first_name": "Simulator"},
            "text": fields.get("text", ""),
        }
        self.chats[chat].append({**message, "reply_markup": fields.get("reply_markup")})
        self.taken.ring()
        return _ok(message)


def _ok(result: Any) -> JSONResponse:
    return JSONResponse({"ok": True, "result": result})


def _error(status: int, description: str, **more: Any) -> JSONResponse:
    return JSONResponse(
        {"ok": False, "error_code": status, "description": description, **more}, status_code=status
    )
