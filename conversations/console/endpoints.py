"""What agents can do until there is a console: read along, give back to the bot, mark a booking paid."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from pydantic import AfterValidator
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from backend.bookings import service as bookings
from backend.terms import DEFAULT_TERMS, Terms
from conversations import service
from conversations.console.media import media_router
from conversations.console.paying import confirm_paid
from conversations.console.schemas import ConsoleBooking, ConsoleConversation, ConsoleMessage, ConsolePage
from conversations.errors import ConsoleClosed
from conversations.handoffs import service as handoffs
from conversations.media.store import MediaStore
from conversations.ports import JobQueue
from conversations.rules import clean

Reference = Annotated[str, AfterValidator(clean), AfterValidator(str.upper)]
"""A booking's reference as an agent types it."""


def utc_now() -> datetime:
    """The real clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsolePorts:
    """Filled once, by the composition root."""

    sessions: async_sessionmaker[AsyncSession]
    queue: JobQueue
    console_token: str
    terms: Terms = DEFAULT_TERMS
    media: MediaStore | None = None
    """Where files are kept; without it agents can read none."""
    clock: Callable[[], datetime] = utc_now


def console_router(ports: ConsolePorts) -> APIRouter:
    """The console's routes, for whoever has its token."""
    router = APIRouter(
        prefix="/console", tags=["console"], dependencies=[Depends(_guard(ports.console_token))]
    )
    if ports.media is not None:
        router.include_router(media_router(ports.sessions, ports.media))

    @router.get("/conversations/{conversation_id}/messages")
    async def read(
        conversation_id: UUID, after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0
    ) -> ConsolePage:
        # The log first, each in a transaction of its own: an owner from before a turn must not stand beside the
        # messages from after it.
        async with ports.sessions() as session:
            page = await service.read_log(session, conversation_id=conversation_id, after=after)
        async with ports.sessions() as session:
            conversation = await service.get_conversation(session, conversation_id=conversation_id)
        return ConsolePage(
            conversation_id=conversation_id,
            owner=conversation.owner,
            language=conversation.language,
            messages=[ConsoleMessage.of(message) for message in page.messages],
            offset=page.offset,
            erased_to=page.erased_to,
            recovered=page.recovered,
        )

    @router.post("/conversations/{conversation_id}/resume-bot")
    async def resume_bot(conversation_id: UUID) -> ConsoleConversation:
        async with ports.sessions.begin() as session:
            conversation = await handoffs.resume_bot(
                session, ports.queue, conversation_id=conversation_id, now=ports.clock()
            )
        return ConsoleConversation.of(conversation)

    @router.get("/bookings/{reference}")
    async def read_booking(reference: Reference) -> ConsoleBooking:
        async with ports.sessions() as session:
            return ConsoleBooking.of(await bookings.get_booking(session, reference=reference))

    @router.post("/bookings/{reference}/mark-paid")
    async def mark_paid(reference: Reference) -> ConsoleBooking:
        async with ports.sessions() as session:
            booking = await bookings.get_booking(session, reference=reference)
        async with ports.sessions.begin() as session:
            paid = await confirm_paid(session, ports.queue, booking, now=ports.clock(), terms=ports.terms)
            return ConsoleBooking.of(paid)

    return router


def _guard(console_token: str) -> Callable[[Request], None]:
    def guard(request: Request) -> None:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not secrets.compare_digest(token.encode(), console_token.encode()):
            raise ConsoleClosed

    return guard
