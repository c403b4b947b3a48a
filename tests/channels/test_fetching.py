"""Every channel's files: from a phone, by the provider's emulator, to our own store."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from types import ModuleType
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from app.jobs import PostgresQueue
from channels import messenger, telegram, whatsapp
from channels.doors import install_doors
from channels.messenger.settings import MessengerSettings
from channels.ports import ChannelPorts
from channels.registry import PushedChannel
from channels.samples import PHOTO, VOICE
from channels.whatsapp.settings import WhatsAppSettings
from conversations import service
from conversations.error_handlers import install_error_handlers
from conversations.media.store import MemoryStore
from conversations.media.tending import tend_media
from conversations.models import Contact, Conversation
from conversations.ports import TEND_MEDIA, MediaFetcher, MediaRefused
from conversations.realtime import Hub
from conversations.schemas import Attachment
from tests.channels.conftest import Sessions
from tests.serving import serving
from tests.workers import working

CHANNELS: list[Any] = [telegram, whatsapp, messenger]


@asynccontextmanager
async def phones(
    channel: PushedChannel, sessions: Sessions, hub: Hub
) -> AsyncIterator[tuple[Any, MediaFetcher]]:
    """A provider's emulator and our fetcher."""
    app = FastAPI()
    install_doors(app)
    install_error_handlers(app)
    async with serving(app) as address:
        access = channel.access(simulated=f"http://{address}/simulator", secret="a-secret")
        ports = ChannelPorts(sessions=sessions, queue=PostgresQueue(), hub=hub, visitor_secret="v")
        channel.install(app, ports, access)
        fetcher = channel.fetcher(access)
        yield app.state.emulators[channel.NAME], fetcher
        await fetcher.aclose()


async def attachments(sessions: Sessions, address: str) -> tuple[UUID, list[Attachment]]:
    """The conversation with somebody, and what they sent."""
    async with sessions() as session:
        query = select(Conversation.id).join(Contact, Contact.id == Conversation.contact_id)
        conversation_id = (await session.scalars(query.where(Contact.address == address))).one()
        page = await service.read_log(session, conversation_id=conversation_id, after=0)
    return conversation_id, [one for message in page.messages for one in message.attachments]


@pytest.mark.parametrize("channel", CHANNELS, ids=lambda channel: channel.NAME)
async def test_a_photo_and_a_voice_note_are_fetched_and_kept(
    channel: ModuleType, sessions: Sessions, hub: Hub
) -> None:
    store = MemoryStore()
    async with phones(channel, sessions, hub) as (emulator, fetcher):  # type: ignore[arg-type]
        person = emulator.new_person("es")
        for kind in ("photo", "voice"):
            assert (await emulator.send_file(person, kind)).is_success
        conversation_id, _ = await attachments(sessions, person)
        fetchers = {channel.NAME: fetcher}
        await tend_media(conversation_id, sessions=sessions, fetchers=fetchers, store=store)
        _, (photo, voice) = await attachments(sessions, person)
    assert (photo.type, photo.size) == ("image/jpeg", len(PHOTO))
    assert (voice.type, voice.size) == ("audio/ogg", len(VOICE))
    assert set(store.files.values()) == {PHOTO, VOICE}


async def test_the_job_fetches_what_a_webhook_brought(
    sessions: Sessions, hub: Hub, database_url: str
) -> None:
    store = MemoryStore()

    async with phones(telegram, sessions, hub) as (emulator, fetcher):
        fetchers = {telegram.NAME: fetcher}
        work = partial(tend_media, sessions=sessions, fetchers=fetchers, store=store)
        async with working(database_url, {TEND_MEDIA: work}):
            person = emulator.new_person("es")
            await emulator.send_file(person, "photo")
            conversation_id, (photo,) = await attachments(sessions, person)
            with hub.watch(conversation_id) as watch:
                async with asyncio.timeout(20):
                    while not photo.settled:
                        await watch.wait(20)
                        _, (photo,) = await attachments(sessions, person)
    assert list(store.files.values()) == [PHOTO]


@pytest.mark.parametrize("channel", CHANNELS, ids=lambda channel: channel.NAME)
async def test_nothing_is_fetched_from_elsewhere(channel: ModuleType, sessions: Sessions, hub: Hub) -> None:
    async with phones(channel, sessions, hub) as (_, fetcher):  # type: ignore[arg-type]
        for handle in ("http://127.0.0.1:9/secret", "file:///etc/passwd", "http://169.254.169.254/latest"):
            with pytest.raises(MediaRefused):
                async with fetcher.fetch(handle):
                    pass


@pytest.mark.parametrize(
    ("channel", "access", "own", "foreign"),
    [
        (
            whatsapp,
            WhatsAppSettings(account_sid="AC1", auth_token="t", number="+12025550100"),
            [
                "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1",
                "https://mms.twiliocdn.com/AC1/abc",
                "https://s3-external-1.amazonaws.com/media.twiliocdn.com/AC1/abc",
            ],
            [
                "https://api.twilio.com/2010-04-01/Accounts/AC2/Messages/MM1/Media/ME1",
                "https://s3-external-1.amazonaws.com/other-bucket/abc",
                "http://mms.twiliocdn.com/AC1/abc",
            ],
        ),
        (
            messenger,
            MessengerSettings(page_token="t", app_secret="s", verify_token="v"),
            ["https://scontent.xx.fbcdn.net/v/t1/1.jpg?oh=2", "https://cdn.fbsbx.com/v/3.pdf"],
            ["https://fbcdn.net.evil.example/1.jpg", "https://www.facebook.com/1"],
        ),
    ],
    ids=["whatsapp", "messenger"],
)
async def test_real_providers_have_their_own_hosts(
    channel: Any, access: Any, own: list[str], foreign: list[str]
) -> None:
    fetcher = channel.fetcher(access)
    assert all(fetcher.reaches(address) for address in own)
    assert not any(fetcher.reaches(address) for address in foreign)
    await fetcher.aclose()
