"""Bookings on hold, each with its own conversation and a link to pay the deposit."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid4

from backend.bookings.schemas import LeadTraveller
from backend.bookings.service import create_booking, hold_quote
from backend.payments.calling import make_link
from backend.payments.ports import PaymentPorts
from backend.payments.schemas import PaymentKind
from backend.payments.service import request_payment
from backend.quotes.schemas import Interest, Party, TripRequest
from backend.quotes.service import issue_quote, search_trips
from conversations.service import start_conversation

LEAD = LeadTraveller("Ana Quispe", "ana@correo.example", "+51 987 654 321")


@dataclass(frozen=True, slots=True)
class Unpaid:
    """Where somebody pays, and the conversation in which that is told."""

    conversation_id: UUID
    link: str


async def unpaid(ports: PaymentPorts, *, how_many: int, today: date) -> AsyncIterator[Unpaid]:
    """One for each day from a month on, so that none takes another's places."""
    for number in range(how_many):
        start_on = today + timedelta(days=30 + number)
        request = TripRequest(
            "cusco", start_on, start_on + timedelta(days=1), Party(1, ()), None, Interest.HOTEL
        )
        async with ports.sessions.begin() as session:
            conversation = await start_conversation(session, channel="web", address=None, language="es")
            offered = await search_trips(session, request=request, now=ports.clock(), terms=ports.terms)
            quote = await issue_quote(
                session,
                request=request,
                product=offered[0].product,
                conversation_id=conversation.id,
                language="es",
                now=ports.clock(),
            )
            hold = await hold_quote(session, quote_id=quote.id, now=ports.clock(), terms=ports.terms)
            booking = await create_booking(
                session,
                hold_id=hold.id,
                booking_id=uuid4(),
                lead=LEAD,
                conversation_id=conversation.id,
                language="es",
                now=ports.clock(),
                terms=ports.terms,
            )
            asked = await request_payment(
                session,
                ports.queue,
                booking_id=booking.id,
                kind=PaymentKind.DEPOSIT,
                provider="stripe",
                now=ports.clock(),
                providers=ports.providers,
                terms=ports.terms,
            )
        made = await make_link(ports, payment_id=asked.id)
        assert made.url is not None
        yield Unpaid(conversation.id, made.url)
