"""A phone with Telegram, and everything between it and a fake bot: the emulator over HTTP, the real database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI

import texts
from app.jobs import PostgresQueue
from channels import telegram
from channels.doors import install_doors
from channels.phones import Shown
from channels.ports import ChannelPorts
from channels.telegram.emulator import TelegramEmulator
from channels.telegram.send import TelegramSender
from channels.telegram.settings import TelegramSettings
from channels.telegram.signature import HEADER
from conversations import service
from conversations.bot_client import FakeBot
from conversations.error_handlers import install_error_handlers
from conversations.media.links import FileLinks
from conversations.media.store import MemoryStore
from conversations.realtime import Hub
from conversations.schemas import Button, Location, MessageView
from tests.channels.conftest import Sessions
from tests.channels.outbound import find, keep, put_out
from tests.serving import serving
from tests.workers import talking, working

SECRET = "a-webhook-secret"
TOKEN = telegram.SIMULATED_TOKEN


@dataclass
class Phone:
    """A person with Telegram."""

    http: httpx.AsyncClient
    emulator: TelegramEmulator
    sender: TelegramSender
    access: TelegramSettings
    ports: ChannelPorts
    store: MemoryStore
    address: str

    async def types(self, text: str) -> httpx.Response:
        return await self.emulator.type(self.address, text)

    async def presses(self, title: str) -> httpx.Response:
        """Presses the newest button with this title."""
        taps = [tap for shown in self.screen() for tap in shown.buttons if tap.title == title]
        return await self.emulator.press(self.address, taps[-1].data, title)

    async def deliver(self, update: Any, secret: str | None = SECRET) -> httpx.Response:
        """Somebody sends this to the webhook."""
        headers = {HEADER: secret} if secret is not None else {}
        return await self.http.post("/channels/telegram/webhook", json=update, headers=headers)

    async def is_sent(
        self,
        *files: tuple[str, str, bytes],
        text: str = "",
        location: Location | None = None,
        buttons: tuple[Button, ...] = (),
    ) -> MessageView:
        """An agent sends this: words, files (name, type, content), a place, buttons."""
        conversation_id = await self._conversation_id()
        kept = [await keep(self.store, conversation_id, *file) for file in files]
        return await put_out(
            self.ports.sessions,
            conversation_id,
            text=text,
            attachments=tuple(kept),
            location=location,
            buttons=buttons,
        )

    async def settles(self, message: MessageView, seconds: float = 30.0) -> MessageView:
        """The message once it is sent or has failed."""
        with self.ports.hub.watch(await self._conversation_id()) as watch:
            async with asyncio.timeout(seconds):
                while (now := await find(self.ports.sessions, message)).delivery in ("queued", "sending"):
                    await watch.wait(1)
        return now

    async def _conversation_id(self) -> UUID:
        async with self.ports.sessions.begin() as session:
            opened = await service.open_conversation(
                session, channel=telegram.NAME, address=self.address, language="es"
            )
        return opened.id

    def screen(self) -> list[Shown]:
        return self.emulator.shown(self.address)

    def reads(self) -> list[str]:
        """The texts from us."""
        return [shown.text for shown in self.screen() if shown.sender == "us"]

    async def waits(self, until: Callable[[list[str]], bool] = bool, seconds: float = 30.0) -> list[str]:
        async with asyncio.timeout(seconds):
            while not until(self.reads()):
                await self.emulator.taken.wait()
        return self.reads()


@pytest.fixture
async def idle_phone(sessions: Sessions, hub: Hub) -> AsyncIterator[Phone]:
    """A phone that is set to Spanish, and the webhook; what arrives there is not worked off."""
    app = FastAPI()
    install_doors(app)
    install_error_handlers(app)
    queue = PostgresQueue()
    ports = ChannelPorts(sessions=sessions, queue=queue, hub=hub, visitor_secret="v")

    async with serving(app) as address:
        access = TelegramSettings(
            token=TOKEN, webhook_secret=SECRET, api=f"http://{address}/simulator/telegram"
        )
        beside = asyncio.create_task(telegram.install(app, ports, access)())
        emulator = app.state.emulators[telegram.NAME]
        async with asyncio.timeout(15):
            while len(emulator.menus) < 1 + len(texts.LANGUAGES):
                await emulator.taken.wait()
        store = MemoryStore()
        sender = telegram.sender(access, FileLinks(store, secret="of tests", address=None))
        async with httpx.AsyncClient(base_url=f"http://{address}", timeout=30) as http:
            yield Phone(http, emulator, sender, access, ports, store, emulator.new_person("es"))
        await sender.aclose()
        beside.cancel()
        await asyncio.gather(beside, return_exceptions=True)


@pytest.fixture
async def phone(idle_phone: Phone, database_url: str, bot: FakeBot) -> AsyncIterator[Phone]:
    """A phone, and everything between it and the bot."""
    senders = {telegram.NAME: idle_phone.sender}
    async with working(database_url, talking(idle_phone.ports.sessions, bot, senders)):
        yield idle_phone
