"""A person with WhatsApp, and everything between them and a fake bot: the emulator over HTTP, the real database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from app.jobs import PostgresQueue
from channels import whatsapp
from channels.doors import install_doors
from channels.phones import Shown
from channels.ports import ChannelPorts
from channels.whatsapp.emulator import WhatsAppEmulator
from channels.whatsapp.forms import Form
from channels.whatsapp.send import WhatsAppSender
from channels.whatsapp.settings import WhatsAppSettings
from channels.whatsapp.signature import HEADER
from channels.whatsapp.webhook import MESSAGES, open_webhooks
from conversations import service
from conversations.bot_client import FakeBot
from conversations.error_handlers import install_error_handlers
from conversations.media.links import FileLinks
from conversations.media.store import MemoryStore
from conversations.models import Contact, Conversation, Message
from conversations.realtime import Hub
from conversations.schemas import Button, Card, Intent, Reply, TurnResult
from tests.channels.conftest import Clock, Sessions
from tests.serving import serving
from tests.workers import talking, working

PUBLIC_URL = "https://reservas.example/asistente"
"""A proxy stands before the app, which itself is called at another address."""


@dataclass
class Phone:
    """A person with WhatsApp."""

    http: httpx.AsyncClient
    emulator: WhatsAppEmulator
    sender: WhatsAppSender
    clock: Clock
    sessions: Sessions
    hub: Hub
    store: MemoryStore
    files: FileLinks
    number: str = field(default="")

    def __post_init__(self) -> None:
        self.number = self.number or self.emulator.new_person("es")

    async def types(self, text: str) -> httpx.Response:
        return await self.emulator.type(self.number, text)

    async def posts(
        self, form: Form, *, path: str = MESSAGES, signature: str | None = None
    ) -> httpx.Response:
        """Somebody posts a form, with any signature or none."""
        headers = httpx.Headers({"Content-Type": "application/x-www-form-urlencoded"}, encoding="latin-1")
        if signature is not None:
            headers[HEADER] = signature
        return await self.http.post(path, content=urlencode(form), headers=headers)

    def got(self) -> list[Shown]:
        """What it shows of ours."""
        return [shown for shown in self.emulator.shown(self.number) if shown.sender == "us"]

    def texts(self) -> list[str]:
        return [shown.text for shown in self.got()]

    def sent(self) -> dict[str, Form]:
        """What Twilio was asked to send it, by sid; other people's conversations may go on meanwhile."""
        sent = self.emulator.sent.items()
        return {sid: form for sid, form in sent if form["To"] == f"whatsapp:{self.number}"}

    async def waits(self, messages: int = 1, seconds: float = 30.0) -> list[Shown]:
        """Until so many messages of ours have come."""
        async with asyncio.timeout(seconds):
            while len(self.got()) < messages:
                await self.emulator.taken.wait()
        return self.got()

    async def conversation(self) -> Conversation:
        found = select(Conversation).join(Contact, Contact.id == Conversation.contact_id)
        async with self.sessions() as session:
            return (await session.scalars(found.where(Contact.address == self.number))).one()

    async def log(self) -> list[Message]:
        """Everything said, as it stands in the database."""
        conversation = await self.conversation()
        async with self.sessions() as session:
            said = select(Message).where(Message.conversation_id == conversation.id).order_by(Message.offset)
            return list(await session.scalars(said))

    async def until(self, true: Callable[[list[Message]], bool], seconds: float = 30.0) -> list[Message]:
        """The log as soon as it is as expected; looked at whenever something is announced."""
        async with asyncio.timeout(seconds):
            with self.hub.watch((await self.conversation()).id) as watch:
                while not true(log := await self.log()):
                    await watch.wait(seconds)
        return log

    async def is_told(self, text: str) -> None:
        """Somebody of ours writes."""
        conversation_id = (await self.conversation()).id
        async with self.sessions.begin() as session:
            await service.say(session, PostgresQueue(), conversation_id=conversation_id, text=text)


def says(
    text: str = "¿Qué prefieres?", *, buttons: list[Button] | None = None, cards: list[Card] | None = None
) -> TurnResult:
    """An answer of the bot."""
    reply = Reply(text=text, buttons=buttons or [], cards=cards or [])
    return TurnResult(replies=[reply], language="es", intent=Intent(name="x"))


@pytest.fixture
async def idle_phone(sessions: Sessions, hub: Hub) -> AsyncIterator[Phone]:
    """A phone and the webhooks; what arrives there is not worked off."""
    app = FastAPI()
    install_doors(app)
    install_error_handlers(app)
    ports = ChannelPorts(sessions=sessions, queue=PostgresQueue(), hub=hub, visitor_secret="v")
    async with serving(app) as address:
        access = WhatsAppSettings(
            account_sid="AC00000000000000000000000000000001",
            auth_token="an-auth-token",
            number="+12025550100",
            api=f"http://{address}/simulator/whatsapp",
            templates={"es": "HX00000000000000000000000000000001"},
            public_url=PUBLIC_URL,
        )
        emulator = WhatsAppEmulator(access, gateway=f"http://{address}")
        open_webhooks(app, ports, access)
        app.include_router(emulator.router(), prefix="/simulator/whatsapp")
        clock, store = Clock(), MemoryStore()
        files = FileLinks(store, secret="of tests", address=f"http://{address}")
        app.include_router(files.router())
        sender = WhatsAppSender(access, files, clock=clock, timeout=1.0)
        async with httpx.AsyncClient(base_url=f"http://{address}", timeout=30) as http:
            yield Phone(http, emulator, sender, clock, sessions, hub, store, files)
        await sender.aclose()


@pytest.fixture
async def phone(idle_phone: Phone, database_url: str, bot: FakeBot) -> AsyncIterator[Phone]:
    """A phone, and everything between it and the bot."""
    senders = {whatsapp.NAME: idle_phone.sender}
    async with working(database_url, talking(idle_phone.sessions, bot, senders)):
        yield idle_phone
