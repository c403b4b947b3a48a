"""What the emulators of all providers have in common: webhooks that come again until they are taken, troubles, and time.

An emulator stands on the provider's side of the wire: it takes our calls over HTTP, checks what the provider checks,
shows the payer's page, and delivers signed webhooks. It keeps everything in memory.
"""

from __future__ import annotations

import asyncio
import hmac
import ssl
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal, Protocol
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

import httpx
from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from backend.payments.ports import LinkWish

Wishes = Callable[[UUID], Awaitable[LinkWish | None]]
"""What a payment of ours is to be made for, as long as it can be paid; None afterwards."""
Packing = Callable[[int], tuple[bytes, Mapping[str, str]]]
"""The body and headers of a webhook's n-th try, signed anew as providers do."""
Doing = Literal["pay", "pay_less", "decline", "dispute", "dispute_won", "dispute_lost"]
"""What a payer can do on the page, and afterwards their bank."""
_TLS: Final = ssl.create_default_context()
"""Made once: it takes longer than delivering a webhook."""
KEPT: Final = httpx.Limits(keepalive_expiry=2.0)
"""Connections are kept shorter than our gateway keeps them."""
PAUSES: Final = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0)
"""Seconds between tries: what takes providers hours."""


def utc_now() -> datetime:
    """The clock of emulators."""
    return datetime.now(UTC)


class Refusal(Exception):
    """What the API says no to: the answer's status, and its body as JSON."""

    def __init__(self, status: int, body: Mapping[str, Any]) -> None:
        super().__init__(status, body)
        self.status, self.body = status, body


@dataclass(frozen=True, slots=True)
class Place:
    """Where emulators stand: ``api`` is called by us, ``pages`` by people's browsers, webhooks go to the ``gateway``;
    the first two end in `/simulator/pay`.
    """

    api: str
    pages: str
    gateway: str


class PayEmulator(Protocol):
    """A provider with its payers."""

    courier: Courier
    troubles: Troubles

    def router(self) -> APIRouter:
        """The provider's API and the payer's page; mounted below `/simulator/pay/<provider>`."""
        ...

    def do(self, link: str, doing: Doing) -> None:
        """What somebody does with a link, by the last part of its address: as if they had pressed it on the page."""
        ...


def payer_router(
    path: str,
    *,
    page: Callable[[str, Request], Response],
    doings: Callable[[str], Collection[str]],
    do: Callable[[str, Doing], None],
) -> APIRouter:
    """The payer's page of a ``{link}``, on which only what can be done with it now can be pressed."""
    router = APIRouter()

    @router.get(path)
    async def shown(link: str, request: Request) -> Response:
        return page(link, request)

    @router.post(path)
    async def pressed(link: str, request: Request) -> Response:
        form = dict(parse_qsl((await request.body()).decode()))
        if form.get("do") in doings(link):
            do(link, form["do"])  # type: ignore[arg-type]
        return page(link, request)

    return router


def bears(request: Request, token: str) -> bool:
    """Whether who asks shows this token."""
    given = request.headers.get("authorization", "")
    return hmac.compare_digest(given.encode(), f"Bearer {token}".encode())


class Courier:
    """Delivers webhooks to the gateway until each is answered 2xx."""

    def __init__(self, gateway: str, *, within: float, pauses: Sequence[float] = PAUSES) -> None:
        self._gateway, self.pauses = gateway, pauses
        self._under_way: set[asyncio.Task[None]] = set()
        self._http = httpx.AsyncClient(timeout=within, trust_env=False, verify=_TLS, limits=KEPT)
        self.answers: deque[int] = deque(maxlen=1_000)

    def send(self, address: str, pack: Packing) -> None:
        """Delivers in the background to this path of the gateway, whatever host the address names."""
        parts = urlsplit(address)
        target = self._gateway + parts.path + (f"?{parts.query}" if parts.query else "")
        task = asyncio.create_task(self._deliver(target, pack), name="webhook of a provider")
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def settled(self) -> None:
        """Until nothing is left to deliver."""
        while self._under_way:
            await asyncio.gather(*self._under_way)

    async def _deliver(self, target: str, pack: Packing) -> None:
        for attempt, pause in enumerate((*self.pauses, 0.0), start=1):
            content, headers = pack(attempt)
            try:
                answer = await self._http.post(target, content=content, headers=dict(headers))
                status = answer.status_code
            except httpx.HTTPError:
                status = 504
            self.answers.append(status)
            if 200 <= status < 300:
                return
            await asyncio.sleep(pause)


@dataclass(frozen=True, slots=True)
class Trouble:
    """How the next answer of the API goes wrong; ``done`` where what was asked is done all the same."""

    kind: Literal["status", "hang", "half", "garbage"]
    status: int = 500
    after: int | None = None
    seconds: float = 0.0
    done: bool = False


class Troubles:
    """The troubles to come, one for each call."""

    def __init__(self) -> None:
        self._next: deque[Trouble | None] = deque()

    def add(self, *troubles: Trouble | None) -> None:
        """More of them; None stands for a call that goes well."""
        self._next.extend(troubles)

    async def answer(self, act: Callable[[], Response]) -> Response:
        """What ``act`` answers or refuses, or the trouble whose turn it is."""
        trouble = self._next.popleft() if self._next else None
        if trouble is None:
            return _answered(act)
        whole = (
            _answered(act)
            if trouble.done
            else Response(b'{"trouble": "this answer is cut off in the middle"}')
        )
        if trouble.kind == "hang":
            await asyncio.sleep(trouble.seconds)
        if trouble.kind == "half":
            body = bytes(whole.body)
            # The server closes the connection where fewer bytes follow than were announced.
            return Response(
                body[: len(body) // 2],
                headers={"content-length": str(len(body))},
                media_type="application/json",
            )
        if trouble.kind == "garbage":
            return Response(b"<html>Bad gateway</html>", media_type="text/html")
        headers = {} if trouble.after is None else {"Retry-After": str(trouble.after)}
        body = b'{"error": {"type": "api_error", "message": "Trouble"}, "message": "Trouble"}'
        return Response(body, status_code=trouble.status, headers=headers, media_type="application/json")


def _answered(act: Callable[[], Response]) -> Response:
    try:
        return act()
    except Refusal as refusal:
        return JSONResponse(refusal.body, refusal.status)
