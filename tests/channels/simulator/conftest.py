"""The simulator as people use it: every channel with its emulator, the page in a real browser, a bot that can do it all."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from fastapi import FastAPI
from playwright.async_api import Browser, Locator, Page
from starlette.staticfiles import StaticFiles

from app.jobs import PostgresQueue
from app.settings import ROOT
from channels.emulators import Emulator
from channels.ports import ChannelPorts
from channels.registry import accesses_of, install_channels, install_simulator, senders_of
from conversations.bot_client import FakeBot
from conversations.error_handlers import install_error_handlers
from conversations.media.links import FileLinks
from conversations.media.store import MemoryStore
from conversations.realtime import Hub
from conversations.schemas import Button, Card, Reply, TurnRequest, TurnResult
from tests.channels.conftest import Sessions
from tests.serving import serving
from tests.workers import talking, working

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1360, "height": 1000}}


def offering(request: TurnRequest) -> TurnResult:
    """A bot that shows hotels, asks yes or no, offers many months, and says back what was pressed."""
    if request.payload:
        replies = [Reply(text=f"→ {request.payload}")]
    elif "hotel" in request.text:
        replies = [Reply(text="Estos son los hoteles:", cards=HOTELS)]
    elif "meses" in request.text:
        replies = [Reply(text="¿En qué mes?", buttons=MONTHS)]
    else:
        replies = [Reply(text="¿Te la reservo?", buttons=CHOICE)]
    return TurnResult(replies=replies, language="es")


CHOICE = [Button(title="Sí, reservar", payload="/book"), Button(title="Ver otras", payload="/see_options")]
MONTHS = [
    Button(title=name, payload=f"/month_{name}") for name in ("Mayo", "Junio", "Julio", "Agosto", "Octubre")
]
HOTELS = [
    Card(
        number=number,
        title=title,
        subtitle="4 noches · 4 estrellas",
        image="/photos/casa-del-inti.svg",
        price="USD 1,240.00",
        rating=4.6,
        buttons=[Button(title="Elegir", payload=f"/choose_{number}")],
    )
    for number, title in enumerate(("Casa del Inti", "Posada Qori"), start=1)
]


@dataclass
class Stage:
    """The running simulator; ``emulators`` are the open phones by channel."""

    url: str
    emulators: dict[str, Emulator]
    browser: Browser
    sessions: Sessions
    store: MemoryStore

    @asynccontextmanager
    async def page(self, **context: Any) -> AsyncIterator[Page]:
        """The page in a fresh browser; whatever it complains about fails the test."""
        options = {"locale": "es-PE", **DESK, **context}
        async with await self.browser.new_context(**options) as opened:
            page = await opened.new_page()
            complaints: list[str] = []
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("console", lambda said: said.type == "error" and complaints.append(said.text))
            await page.goto(f"{self.url}/simulator")
            yield page
            assert complaints == []


def phone(page: Page, channel: str) -> Locator:
    """A channel's phone."""
    return page.locator(f"#{channel}")


@pytest.fixture
async def stage(
    database_url: str, sessions: Sessions, hub: Hub, bot: FakeBot, browser: Browser
) -> AsyncIterator[Stage]:
    """Everything between the page and the bot, on the real database."""
    outer, app, queue, store = FastAPI(), FastAPI(), PostgresQueue(), MemoryStore()
    bot.answer = offering

    async with serving(outer) as address:
        accesses = accesses_of(simulated=f"http://{address}/simulator", secret="a-simulators-secret")
        install_error_handlers(app)
        app.mount("/photos", StaticFiles(directory=ROOT / "backend" / "catalogue" / "demo" / "photos"))
        install_channels(
            app, ChannelPorts(sessions=sessions, queue=queue, hub=hub, visitor_secret="v"), accesses
        )
        install_simulator(app)
        outer.mount("", app)
        senders = senders_of(accesses, FileLinks(store, secret="of tests", address=f"http://{address}"))
        async with working(database_url, talking(sessions, bot, senders)):
            yield Stage(f"http://{address}", app.state.emulators, browser, sessions, store)
        for sender in senders.values():
            await sender.aclose()
