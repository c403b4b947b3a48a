"""Providers deliver again what was stored but not acknowledged; it is one message all the same."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.types import Message as AsgiMessage

from app.jobs import PostgresQueue
from channels import messenger, telegram, whatsapp
from channels.doors import install_doors
from channels.ports import ChannelPorts
from channels.registry import PushedChannel
from conversations.error_handlers import install_error_handlers
from conversations.models import Contact, Conversation, Message
from conversations.realtime import Hub
from tests.channels.conftest import Sessions
from tests.serving import serving


@dataclass
class Failing:
    """An app whose webhook does its work and answers 500 all the same, so many times."""

    app: ASGIApp
    times: int = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def broken(message: AsgiMessage) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "status": 500}
            await send(message)

        fails = self.times > 0 and scope.get("path", "").endswith("/webhook")
        self.times -= fails
        await self.app(scope, receive, broken if fails else send)


@asynccontextmanager
async def failing(
    channel: PushedChannel, sessions: Sessions, hub: Hub, times: int
) -> AsyncIterator[tuple[Any, Failing]]:
    """A provider's emulator, whose pauses are short, and a gateway that fails."""
    app = FastAPI()
    install_doors(app)
    install_error_handlers(app)
    gateway = Failing(app)
    async with serving(gateway) as address:
        access = channel.access(simulated=f"http://{address}/simulator", secret="a-secret")
        ports = ChannelPorts(sessions=sessions, queue=PostgresQueue(), hub=hub, visitor_secret="v")
        channel.install(app, ports, access)
        emulator = app.state.emulators[channel.NAME]
        wire = emulator.wire
        wire.redelivery = replace(wire.redelivery, pauses=tuple(0.01 for _ in wire.redelivery.pauses))
        gateway.times = times
        yield emulator, gateway


@pytest.mark.parametrize(
    ("channel", "times"), [(whatsapp, 1), (messenger, 1), (messenger, 3), (telegram, 3)], ids=str
)
async def test_what_was_stored_and_not_acknowledged_comes_again_and_is_one_message(
    channel: ModuleType, times: int, sessions: Sessions, hub: Hub
) -> None:
    async with failing(channel, sessions, hub, times) as (emulator, gateway):  # type: ignore[arg-type]
        person = emulator.new_person("es")
        assert (await emulator.type(person, "una vez")).status_code == 500
        await emulator.wire.settled()
        assert gateway.times == 0
        assert emulator.wire.webhook.status == 200
        log = select(Message.text).join(Conversation, Conversation.id == Message.conversation_id)
        async with sessions() as session:
            stored = await session.scalars(
                log.join(Contact, Contact.id == Conversation.contact_id).where(Contact.address == person)
            )
            assert list(stored) == ["una vez"]


async def test_twilio_gives_up_after_its_second_try(sessions: Sessions, hub: Hub) -> None:
    async with failing(whatsapp, sessions, hub, 5) as (emulator, gateway):  # type: ignore[arg-type]
        await emulator.type(emulator.new_person("es"), "una vez")
        await emulator.wire.settled()
        assert gateway.times == 3
