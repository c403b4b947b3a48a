"""The providers' clients on the emulators, over HTTP, with webhooks that are really sent."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi import FastAPI, Request
from starlette.responses import Response

from backend.money import Money
from backend.payments.ports import LinkWish, Notice, NoticeForged, PaymentProvider
from backend.payments.providers.emulating import PayEmulator, Place
from backend.payments.providers.pages import install_pages
from tests.serving import serving

FIXTURES = Path(__file__).with_name("fixtures")
Answer = Callable[[int], int]


@dataclass
class Clock:
    """The real time, and how far a test is ahead of it."""

    ahead: timedelta = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass
class Door:
    """Our webhook: what the provider's client made of each delivery, and what was answered."""

    clock: Clock
    answer: Answer = lambda delivery: 200
    provider: PaymentProvider | None = None
    notices: list[Notice | None] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    knocked: asyncio.Event = field(default_factory=asyncio.Event)

    def install(self, app: FastAPI) -> None:
        """Takes what providers deliver."""

        @app.post("/payments/{name}/webhook")
        async def webhook(name: str, request: Request) -> Response:
            assert self.provider is not None
            self.knocked.set()
            try:
                notice = self.provider.verify(
                    headers=request.headers,
                    query=request.query_params,
                    body=await request.body(),
                    now=self.clock(),
                )
            except NoticeForged as forged:
                self.refused.append(forged.reason)
                return Response(status_code=403)
            self.notices.append(notice)
            return Response(status_code=self.answer(len(self.notices)))

    @property
    def references(self) -> set[str | None]:
        """What we are told to ask for."""
        return {notice.reference for notice in self.notices if notice}


Wishes = dict[UUID, LinkWish]
"""What can be paid, by the payment's id, as our database would know it."""


@dataclass
class Stage:
    """A provider's client and its emulator, joined by HTTP."""

    address: str
    door: Door
    clock: Clock
    provider: Any
    emulator: Any
    wishes: Wishes
    price: Money

    def wish(self, amount: Money | None = None, **other: Any) -> LinkWish:
        """What a link is to be made for: the price, unless another amount is told."""
        fixed: dict[str, Any] = {
            "key": uuid4(),
            "payment_id": uuid4(),
            "amount": amount or self.price,
            "title": "Cusco, 4 días: depósito de K7PQ2M",
            "email": "ana@example.com",
            "language": "es",
            "expires_at": self.clock() + timedelta(hours=20),
            "return_url": f"{self.address}/",
            "notify_url": f"{self.address}/payments/{self.provider.name}/webhook",
        }
        wish = LinkWish(**{**fixed, **other})
        self.wishes[wish.payment_id] = wish
        return wish

    async def does(self, *doings: str) -> str:
        """A new link is followed to the provider's page, and this is done there; the link's reference."""
        link = await self.provider.create_link(self.wish())
        checkout = await follow(link.url)
        for doing in doings:
            self.emulator.do(last_part(str(checkout.url)), doing)
        return str(link.reference)


def form_of(page: str) -> tuple[str, dict[str, str]]:
    """Where a page's form goes, and its hidden fields."""
    actions = re.findall(r'<form method="post" action="([^"]+)"', page)
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return unescape("".join(actions)), {name: unescape(value) for name, value in fields}


async def follow(url: str, do: str | None = None) -> httpx.Response:
    """The page on which a link is paid, as a browser comes to it; or what follows when this is done there."""
    async with httpx.AsyncClient(follow_redirects=True) as browser:
        page = await browser.get(url)
        action, fields = form_of(page.text)
        if fields:  # Our own page, which leads to PayU.
            page = await browser.post(action, data=fields)
        return await browser.post(page.url, data={"do": do}) if do else page


Make = Callable[[Place, Clock, FastAPI, Wishes], tuple[PaymentProvider, PayEmulator]]


@asynccontextmanager
async def staged(name: str, make: Make, price: Money) -> AsyncIterator[Stage]:
    """Serves the emulator that ``make`` gives beside its client."""
    app, clock, wishes = FastAPI(), Clock(), Wishes()
    door = Door(clock)
    door.install(app)
    async with serving(app) as host:
        address = f"http://{host}"
        place = Place(f"{address}/simulator/pay", f"{address}/simulator/pay", address)
        provider, emulator = make(place, clock, app, wishes)
        emulator.courier.pauses = (0.01, 0.01, 0.02)
        door.provider = provider
        install_pages(app)
        app.include_router(emulator.router(), prefix=f"/simulator/pay/{name}")
        yield Stage(address, door, clock, provider, emulator, wishes, price)
        await emulator.courier.settled()
        await provider.aclose()


def documented(name: str) -> Any:
    """A payload as the provider's documentation shows it."""
    return json.loads((FIXTURES / name).read_text(encoding="utf-8"))


def last_part(url: str) -> str:
    """What the emulator knows a link by."""
    return url.split("?")[0].rstrip("/").rsplit("/", 1)[-1]


@pytest.fixture
def key() -> UUID:
    """An idempotency key."""
    return uuid4()
