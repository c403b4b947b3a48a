"""The traveller and their trips, as they stand."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.availability.service import list_holds
from backend.bookings.schemas import BookingView
from backend.bookings.service import list_by_conversation
from backend.catalogue.service import supplier_names
from backend.documents.service import list_documents
from backend.errors import BookingNotFound, QuoteNotFound
from backend.quotes.priced import list_priced
from backend.quotes.schemas import QuoteView
from backend.quotes.service import get_quote, list_ids_by_conversation
from conversations import repository
from conversations.console.trips.money import shown_payments
from conversations.console.trips.showing import Shown, shown_booking, shown_document, shown_hold, shown_quote
from conversations.models import Direction, Message

MOST_QUOTES: Final = 20
LEAD: Final = ("name", "email", "phone")


async def read_traveller(session: AsyncSession, *, conversation_id: UUID, now: datetime) -> Shown:
    """Who it is, and their newest quotes, what is held, and their bookings. Raises ConversationNotFound."""
    await repository.get_conversation(session, conversation_id)
    conversation, contact = await repository.get_with_contact(session, conversation_id)
    quote_ids = await list_ids_by_conversation(session, conversation_id=conversation_id, limit=MOST_QUOTES)
    bookings = await list_by_conversation(session, conversation_id=conversation_id)
    priced = await list_priced(session, quote_ids={*quote_ids, *(one.quote.id for one in bookings)})
    holds = await list_holds(session, quote_ids=quote_ids, now=now)
    issued = await list_documents(session, booking_ids=[one.id for one in bookings]) if bookings else []
    suppliers = {line.supplier for quote in priced.values() for line in quote.lines}
    slots = await _known(session, conversation_id)
    return {
        "contact": {
            "name": contact.name,
            "address": None if conversation.channel == "web" else contact.address,
            "channel": conversation.channel,
            "opted_out": contact.opted_out_at is not None,
            "lead": _lead(bookings, slots),
        },
        "wanted": _wanted(slots),
        "quotes": [shown_quote(priced[quote_id]) for quote_id in quote_ids],
        "holds": [shown_hold(hold) for hold in holds],
        "suppliers": await supplier_names(session, codes=suppliers) if suppliers else {},
        "bookings": [shown_booking(booking, priced) for booking in bookings],
        "documents": [shown_document(one) for one in issued],
        "payments": await shown_payments(session, bookings),
    }


async def quote_here(session: AsyncSession, *, conversation_id: UUID, quote_id: UUID) -> QuoteView:
    """A quote of this conversation. Raises QuoteNotFound, the same for one of another's."""
    quote = await get_quote(session, quote_id=quote_id)
    if quote.conversation_id != conversation_id:
        raise QuoteNotFound(quote_id)
    return quote


async def booking_here(session: AsyncSession, *, conversation_id: UUID, reference: str) -> BookingView:
    """A booking that this conversation made or proved to be theirs. Raises BookingNotFound, the same for another's."""
    wanted = reference.strip().upper()
    for booking in await list_by_conversation(session, conversation_id=conversation_id):
        if booking.reference == wanted:
            return booking
    raise BookingNotFound(reference)


async def _known(session: AsyncSession, conversation_id: UUID) -> dict[str, Any]:
    """What the bot understood so far."""
    newest = (
        select(Message.understanding)
        .where(
            Message.conversation_id == conversation_id,
            Message.direction == Direction.IN,
            Message.understanding.is_not(None),
        )
        .order_by(Message.offset.desc())
        .limit(1)
    )
    understanding = await session.scalar(newest) or {}
    return understanding.get("slots") or {}


def _lead(bookings: list[BookingView], slots: dict[str, Any]) -> Shown:
    """Who travels, as it was told last: nobody is asked for what is known."""
    booked = bookings[0].lead if bookings else None
    return {part: slots.get(f"lead_{part}") or (getattr(booked, part) if booked else None) for part in LEAD}


def _wanted(slots: dict[str, Any]) -> Shown:
    """As much of a trip as was said."""
    dates, party, stars = slots.get("travel_dates") or {}, slots.get("party") or {}, slots.get("stars")
    return {
        "destination": slots.get("destination"),
        "start_on": dates.get("start"),
        "end_on": dates.get("end"),
        "adults": party.get("adults"),
        "child_ages": slots.get("child_ages") or [],
        "stars": stars if isinstance(stars, int) else None,
        "interest": slots.get("interest"),
    }
