"""The providers' clients on the emulators, over HTTP, with webhooks that are really sent."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

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


@dataclass
class Stage:
    """A provider's client and its emulator, joined by HTTP."""

    address: str
    door: Door
    clock: Clock
    provider: Any
    emulator: Any

    def wish(self, amount: Money, **other: Any) -> LinkWish:
        """What a link is to be made for."""
        fixed: dict[str, Any] = {
            "key": uuid4(),
            "payment_id": uuid4(),
            "amount": amount,
            "title": "Cusco, 4 días: depósito de K7PQ2M",
            "email": "ana@example.com",
            "language": "es",
            "expires_at": self.clock() + timedelta(hours=20),
            "return_url": f"{self.address}/",
            "notify_url": f"{self.address}/payments/{self.provider.name}/webhook",
        }
        return LinkWish(**{**fixed, **other})


@asynccontextmanager
async def staged(
    name: str, make: Callable[[Place, Clock, FastAPI], tuple[PaymentProvider, PayEmulator]]
) -> AsyncIterator[Stage]:
    """Serves the emulator that ``make`` gives beside its client."""
    app, clock = FastAPI(), Clock()
    door = Door(clock)
    door.install(app)
    async with serving(app) as host:
        address = f"http://{host}"
        place = Place(f"{address}/simulator/pay", f"{address}/simulator/pay", address)
        provider, emulator = make(place, clock, app)
        emulator.courier.pauses = (0.01, 0.01, 0.02)
        door.provider = provider
        install_pages(app)
        app.include_router(emulator.router(), prefix=f"/simulator/pay/{name}")
        yield Stage(address, door, clock, provider, emulator)
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
