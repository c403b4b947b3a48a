"""The whole way on the real queue: from the webhook's door over a worker to what the traveller reads in the chat."""

from __future__ import annotations

import asyncio
import itertools
import uuid
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.database import sessions_for
from app.jobs import PostgresQueue
from app.paying import every_minute, payment_works, teller_of
from backend.bookings.schemas import BookingState
from backend.bookings.service import get_by_id
from backend.payments import calling, service
from backend.payments.endpoints import payments_router
from backend.payments.models import Reconciliation
from backend.payments.ports import PaymentPorts
from backend.payments.providers.fake import FakeProvider
from backend.payments.schemas import PaymentKind
from backend.quotes.schemas import Interest
from conversations import service as conversations
from tests.backend.conftest import ANA, booked
from tests.databases import small_catalogue
from tests.workers import working

Sessions = async_sessionmaker[AsyncSession]
LONGEST = 15.0


@pytest.fixture
async def town() -> AsyncIterator[tuple[str, Sessions]]:
    """A database of its own with the small catalogue."""
    async with small_catalogue() as engine:
        yield engine.url.render_as_string(hide_password=False), sessions_for(engine)


async def test_who_pays_reads_it_in_the_chat_a_moment_later(town: tuple[str, Sessions]) -> None:
    url, sessions = town
    provider, queue = FakeProvider(), PostgresQueue()
    ports = PaymentPorts(
        sessions=sessions,
        queue=queue,
        providers={"fake": provider},
        address="https://altamar.example",
        teller=teller_of(queue),
    )
    app = FastAPI()
    app.include_router(payments_router(ports))
    now = datetime.now(UTC)
    start = now.date() + timedelta(days=40)
    async with sessions.begin() as session:
        talk = await conversations.open_conversation(
            session, channel="web", address=str(uuid.uuid4()), language="es", name=ANA.name
        )
        booking = await booked(
            session,
            conversation_id=talk.id,
            start_on=start,
            end_on=start + timedelta(days=2),
            interest=Interest.HOTEL,
            now=now,
        )
        asked = await service.request_payment(
            session,
            queue,
            booking_id=booking.id,
            kind=PaymentKind.DEPOSIT,
            provider="fake",
            now=now,
            providers=ports.providers,
        )
    link = await calling.make_link(ports, payment_id=asked.id)
    reference = provider.link_of(link.id).link.reference
    provider.pay(reference, at=now)
    door = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://door")
    async with working(url, payment_works(ports)):
        await every_minute(ports)
        for _ in range(3):
            slip = provider.slip(reference, at=datetime.now(UTC))
            sent = await door.post("/payments/fake/webhook", content=slip.body, headers=slip.headers)
            assert sent.status_code == 200
        said: list[str] = []
        async with asyncio.timeout(LONGEST):
            for _ in itertools.count():
                said = await read(sessions, talk.id)
                if said and await compared(sessions):
                    break
                await asyncio.sleep(0.1)
    assert len(said) == 1
    assert booking.reference in said[0]
    async with sessions() as session:
        confirmed = await get_by_id(session, booking_id=booking.id)
    assert confirmed.state is BookingState.CONFIRMED


async def read(sessions: Sessions, conversation_id: UUID) -> list[str]:
    async with sessions() as session:
        page = await conversations.read_log(session, conversation_id=conversation_id, after=0)
        return [one.text for one in page.messages]


async def compared(sessions: Sessions) -> bool:
    async with sessions() as session:
        return await session.scalar(select(Reconciliation.id)) is not None
