"""What agents can do: read along, give back to the bot, confirm a booking that was paid."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

import texts
from app.jobs import PostgresQueue
from backend.bookings.schemas import BookingView
from backend.documents.service import list_documents
from backend.terms import DEFAULT_TERMS, Issuer, Terms
from conversations import service
from conversations.answering import answer_conversation
from conversations.bot_client import FakeBot
from conversations.console.endpoints import ConsolePorts, console_router
from conversations.error_handlers import install_error_handlers
from conversations.handoffs import service as handoffs
from tests.backend.conftest import NOW, booked

Sessions = async_sessionmaker[AsyncSession]


@pytest.fixture
def undone(session: AsyncSession) -> Sessions:
    """Sessions as the app takes them, whose whole work is rolled back after the test."""
    return async_sessionmaker(
        bind=session.bind, expire_on_commit=False, join_transaction_mode="create_savepoint"
    )


@pytest.fixture
async def conversation_id(undone: Sessions) -> UUID:
    """A conversation in Portuguese."""
    async with undone.begin() as session:
        started = await service.start_conversation(session, channel="web", address=None, language="pt")
    return started.id


@pytest.fixture
async def booking(undone: Sessions, conversation_id: UUID) -> BookingView:
    """A booking on hold, made in that conversation."""
    async with undone.begin() as session:
        return await booked(session, conversation_id=conversation_id, language="pt")


def console(
    sessions: Sessions, *, token: str = "key", hours: int = 1, terms: Terms = DEFAULT_TERMS
) -> httpx.AsyncClient:
    """Somebody with a token, some hours after the booking was made."""
    app = FastAPI()
    install_error_handlers(app)
    ports = ConsolePorts(
        sessions=sessions,
        queue=PostgresQueue(),
        console_token="key",
        terms=terms,
        clock=lambda: NOW + timedelta(hours=hours),
    )
    app.include_router(console_router(ports))
    headers = {"Authorization": f"Bearer {token}", "Accept-Language": "en"}
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://app", headers=headers)


@pytest.fixture
async def agent(undone: Sessions) -> AsyncIterator[httpx.AsyncClient]:
    """An agent."""
    async with console(undone) as client:
        yield client


async def told(sessions: Sessions, conversation_id: UUID) -> list[str]:
    async with sessions() as session:
        page = await service.read_log(session, conversation_id=conversation_id, after=0)
    return [message.text for message in page.messages]


@pytest.mark.parametrize("token", ["", "wrong", "clé"])
async def test_the_console_is_closed_without_its_token(undone: Sessions, token: str) -> None:
    async with console(undone) as client:
        for headers in ({"Authorization": f"Bearer {token}".encode()}, {"Authorization": "key"}):
            answer = await client.get(f"/console/conversations/{uuid4()}/messages", headers=headers)
            assert (answer.status_code, answer.json()["error"]["code"]) == (401, "console_closed")


async def test_agents_read_what_the_bot_understood_and_who_owns_the_turn(
    agent: httpx.AsyncClient, undone: Sessions, conversation_id: UUID
) -> None:
    async with undone.begin() as session:
        await service.receive_message(
            session, PostgresQueue(), conversation_id=conversation_id, provider_message_id="1", text="oi"
        )
    await answer_conversation(conversation_id, sessions=undone, bot=FakeBot(), queue=PostgresQueue())
    page = (await agent.get(f"/console/conversations/{conversation_id}/messages")).json()
    asked, answer = page["messages"]
    assert (page["owner"], page["language"], page["offset"]) == ("bot", "pt", 2)
    assert (asked["turn"], asked["understanding"]["intent"]) == ("answered", "echo")
    assert (answer["turn"], answer["understanding"]) == (None, None)
    later = await agent.get(f"/console/conversations/{conversation_id}/messages", params={"after": 1})
    assert [message["offset"] for message in later.json()["messages"]] == [2]


async def test_agents_give_a_conversation_back_to_the_bot(
    agent: httpx.AsyncClient, undone: Sessions, conversation_id: UUID
) -> None:
    async with undone.begin() as session:
        await handoffs.request_handoff(
            session,
            PostgresQueue(),
            conversation_id=conversation_id,
            reason="requested",
            now=datetime.now(UTC),
        )
    for _ in range(2):
        answer = await agent.post(f"/console/conversations/{conversation_id}/resume-bot")
        assert (answer.status_code, answer.json()["owner"]) == (200, "bot")


async def test_an_unknown_conversation_is_not_found(agent: httpx.AsyncClient) -> None:
    answer = await agent.post(f"/console/conversations/{uuid4()}/resume-bot")
    assert answer.json()["error"] == {
        "code": "conversation_not_found",
        "text": texts.say("en", "errors.conversation_not_found"),
    }


@pytest.mark.parametrize("typed", ["%00", "k7p%00q2m", "ABC234"])
async def test_an_unknown_booking_is_not_found_whatever_was_typed(
    agent: httpx.AsyncClient, typed: str
) -> None:
    for answer in (
        await agent.get(f"/console/bookings/{typed}"),
        await agent.post(f"/console/bookings/{typed}/mark-paid"),
    ):
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "booking_not_found")


async def test_a_paid_booking_is_confirmed_and_the_traveller_is_told_once_in_their_language(
    agent: httpx.AsyncClient, undone: Sessions, booking: BookingView, conversation_id: UUID
) -> None:
    assert (await agent.get(f"/console/bookings/{booking.reference.lower()}")).json()["state"] == "ON_HOLD"
    for _ in range(2):
        paid = (await agent.post(f"/console/bookings/{booking.reference}/mark-paid")).json()
        assert (paid["state"], paid["total"]["amount"]) == ("CONFIRMED", booking.total.amount)
    assert await told(undone, conversation_id) == [
        texts.say("pt", "console.booking_confirmed", reference=booking.reference)
    ]


async def test_the_receipt_and_the_invoice_are_the_operators(undone: Sessions, booking: BookingView) -> None:
    async with console(undone, terms=Terms(issuer=Issuer("Rutas del Sur", "RUC 1"))) as agent:
        await agent.post(f"/console/bookings/{booking.reference}/mark-paid")
    async with undone() as session:
        issued = await list_documents(session, booking_ids=[booking.id])
    assert [one.content.issuer.name for one in issued] == ["Rutas del Sur"] * 2


async def test_a_booking_past_its_deadline_is_not_confirmed_and_nobody_is_told(
    undone: Sessions, booking: BookingView, conversation_id: UUID
) -> None:
    async with console(undone, hours=200) as agent:
        answer = await agent.post(f"/console/bookings/{booking.reference}/mark-paid")
    assert (answer.status_code, answer.json()["error"]["code"]) == (410, "booking_expired")
    assert await told(undone, conversation_id) == []


async def test_an_unknown_reference_is_not_found(agent: httpx.AsyncClient) -> None:
    answer = await agent.get("/console/bookings/ZZZZZZ")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "booking_not_found")
