"""How Twilio's side answers: to whoever knows the account's password, unless there is trouble."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import Request, Response
from fastapi.responses import JSONResponse

from channels.whatsapp.settings import WhatsAppSettings
from channels.whatsapp.twilio_api import Refused, error
from channels.wire import Bell, Wire

Json = dict[str, Any]


class Answers:
    """Answers requests to an account. ``troubles`` are what the next ones get instead; None hangs."""

    def __init__(self, access: WhatsAppSettings, wire: Wire) -> None:
        self.access = access
        self.wire = wire
        self.taken = Bell()
        self.troubles: list[Response | None] = []
        self.losing = 0

    def fail(self, status: int = 500) -> None:
        """See `Emulator`."""
        self.troubles.append(error(status, 20500, "Internal Server Error"))

    def limit(self, after: int) -> None:
        """See `Emulator`."""
        self.troubles.append(error(429, 20429, "Too Many Requests", {"Retry-After": str(after)}))

    def hang(self) -> None:
        """The next request is never answered."""
        self.troubles.append(None)

    def lose(self) -> None:
        """The next request is done, and its answer never arrives."""
        self.losing += 1

    async def answer(
        self,
        request: Request,
        answer: Callable[[], Awaitable[Json]],
        status: int,
        *,
        spared: bool = False,
    ) -> Response:
        """What ``answer`` gives, as JSON; Twilio's error where it raises Refused. What is ``spared`` meets no trouble."""
        response = await self._response(request, answer, status, spared)
        told = {name: request.headers.get(name, "") for name in ("content-type", "user-agent")}
        path = request.url.path.partition("/simulator/whatsapp")[2] or request.url.path
        line = f"{request.method} {path}{'?' if request.url.query else ''}{request.url.query}"
        self.wire.took(line, told, await request.body(), response.status_code, bytes(response.body))
        self.taken.ring()
        return response

    async def _response(
        self, request: Request, answer: Callable[[], Awaitable[Json]], status: int, spared: bool
    ) -> Response:
        if not self.knows(request):
            return error(401, 20003, "Authenticate")
        if self.troubles and not spared:
            trouble = self.troubles.pop(0)
            if trouble is None:
                await _gone(request)
            return trouble or Response(status_code=504)
        try:
            answered: Response = JSONResponse(await answer(), status_code=status)
        except Refused as refused:
            return refused.response
        if self.losing and not spared:
            self.losing -= 1
            await _gone(request)
        return answered

    def knows(self, request: Request) -> bool:
        """Whether the request shows the account's password."""
        pair = f"{self.access.account_sid}:{self.access.auth_token}".encode()
        right = f"Basic {base64.b64encode(pair).decode()}"
        return hmac.compare_digest(request.headers.get("authorization", "").encode(), right.encode())


async def at_once(answer: Callable[[Any], Json], asked: Any) -> Json:
    """An answer that takes no time."""
    return answer(asked)


async def _gone(request: Request) -> None:
    """When the other side has lost its patience."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
