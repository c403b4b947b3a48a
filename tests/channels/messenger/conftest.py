"""A person with Messenger, and everything between them and a fake bot: the emulator over HTTP, the real database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import Select, select, update

from app.jobs import PostgresQueue
from channels import messenger
from channels.doors import install_doors
from channels.messenger.deliveries import Deliveries, Delivery
from channels.messenger.emulator import MessengerEmulator
from channels.messenger.send import MessengerSender
from channels.messenger.settings import MessengerSettings
from channels.ports import ChannelPorts
from channels.wire import Wire
from conversations import service
from conversations.bot_client import FakeBot
from conversations.error_handlers import install_error_handlers
from conversations.media.links import FileLinks
from conversations.media.store import MemoryStore
from conversations.models import Contact, Conversation, Message, Owner, Sender
from conversations.realtime import Hub
from tests.channels.conftest import Clock, Sessions
from tests.serving import serving
from tests.workers import talking, working

SECRET = "an-app-secret"
WEBHOOK = "/channels/messenger/webhook"
_people = count(9_000_000_000_001)


@dataclass
class Phone:
    """A person with Messenger."""

    http: httpx.AsyncClient
    emulator: MessengerEmulator
    sender: MessengerSender
    clock: Clock
    sessions: Sessions
    hub: Hub
    store: MemoryStore
    id: str = field(default_factory=lambda: str(next(_people)))

    @property
    def meta(self) -> Deliveries:
        return self.emulator.deliveries

    async def sends(self, text: str) -> httpx.Response:
        return await self.does(self.meta.text(self.id, text))

    async def does(self, *events: dict[str, Any]) -> httpx.Response:
        """Meta delivers what happened, in one batch."""
        return await self.deliver(self.meta.signed(*events))

    async def deliver(self, delivery: Delivery) -> httpx.Response:
        return await self.http.post(WEBHOOK, content=delivery.body, headers=delivery.headers)

    def another(self, person: str | None = None) -> Phone:
        """Somebody else, with the same page."""
        return replace(self, id=person or str(next(_people)))

    @property
    def chat(self) -> list[dict[str, Any]]:
        """What the phone got from us."""
        return self.emulator.chats[self.id]

    def texts(self) -> list[str]:
        return [message["text"] for message in self.chat if "text" in message]

    def quick_replies(self) -> list[dict[str, Any]]:
        """Below the newest message."""
        return list(self.chat[-1].get("quick_replies") or ())

    async def waits(self, messages: int = 1, seconds: float = 30.0) -> list[str]:
        """Until so many messages have come."""
        async with asyncio.timeout(seconds):
            while len(self.chat) < messages:
                await self.emulator.taken.wait()
        return self.texts()

    def conversations(self) -> Select[Conversation]:
        """Those of this person."""
        found = select(Conversation).join(Contact, Contact.id == Conversation.contact_id)
        return found.where(Contact.address == self.id)

    async def conversation(self) -> Conversation:
        async with self.sessions() as session:
            return (await session.scalars(self.conversations())).one()

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

    async def is_told(self, text: str, sender: Sender) -> None:
        """Somebody of ours writes."""
        conversation_id = (await self.conversation()).id
        async with self.sessions.begin() as session:
            if sender is Sender.AGENT:
                await session.execute(
                    update(Conversation).where(Conversation.id == conversation_id).values(owner=Owner.AGENT)
                )
            await service.say(
                session, PostgresQueue(), conversation_id=conversation_id, text=text, sender=sender
            )


@pytest.fixture
async def idle_phone(sessions: Sessions, hub: Hub) -> AsyncIterator[Phone]:
    """A phone and the webhook; what arrives there is not worked off."""
    access = MessengerSettings(page_token="a-token", app_secret=SECRET, verify_token="a-word", app_id="1")
    app = FastAPI()
    install_doors(app)
    install_error_handlers(app)
    ports = ChannelPorts(sessions=sessions, queue=PostgresQueue(), hub=hub, visitor_secret="v")
    messenger.install(app, ports, access)
    async with serving(app) as address:
        here = access.model_copy(update={"api": f"http://{address}/simulator/messenger"})
        emulator = MessengerEmulator(here, Wire(f"http://{address}"))
        app.include_router(emulator.router(), prefix="/simulator/messenger")
        clock, store = Clock(), MemoryStore()
        # Nobody outside reaches us: files are uploaded.
        files = FileLinks(store, secret="of tests", address=None)
        sender = MessengerSender(here, files, clock=clock, timeout=1.0)
        async with httpx.AsyncClient(base_url=f"http://{address}", timeout=30) as http:
            yield Phone(http, emulator, sender, clock, sessions, hub, store)
        await sender.aclose()


@pytest.fixture
async def phone(idle_phone: Phone, database_url: str, bot: FakeBot) -> AsyncIterator[Phone]:
    """A phone, and everything between it and the bot."""
    senders = {messenger.NAME: idle_phone.sender}
    async with working(database_url, talking(idle_phone.sessions, bot, senders)):
        yield idle_phone
