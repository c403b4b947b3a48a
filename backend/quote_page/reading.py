"""What the page of a quote shows, read in one go: the trip, how it stands, and what can be paid for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.availability.service import list_holds
from backend.bookings.schemas import BookingState, BookingView
from backend.bookings.service import find_of_quote
from backend.catalogue.schemas import DestinationView
from backend.catalogue.service import list_destinations
from backend.payments.ports import PaymentPorts
from backend.payments.schemas import Payable, PaymentState, PaymentView
from backend.payments.service import list_payments, payable
from backend.quotes.schemas import QuoteView
from backend.quotes.service import get_issued, get_quote
from backend.quotes.sharing import find_quote


class Standing(StrEnum):
    """How a quote stands, as its page says it (texts below `quote_page.standing`)."""

    OPEN = "open"
    HELD = "held"
    RUN_OUT = "run_out"
    REVISED = "revised"
    TO_PAY = "to_pay"
    LAPSED = "lapsed"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A quote with its booking, if there is one; ``until`` (UTC) is when what it says ends, in ``timezone``'s words.

    ``newer`` is the revision that took its place, ``under_way`` a payment that the provider is at work on.
    """

    quote: QuoteView
    place: str
    timezone: str
    standing: Standing
    until: datetime | None = None
    booking: BookingView | None = None
    payable: Payable | None = None
    under_way: PaymentView | None = None
    newer: UUID | None = None


async def read_sheet(session: AsyncSession, ports: PaymentPorts, *, quote_id: UUID, language: str) -> Sheet:
    """The sheet as it is now. Raises QuoteNotFound."""
    quote, now = await get_quote(session, quote_id=quote_id), ports.clock()
    places: dict[str, DestinationView] = {one.code: one for one in await list_destinations(session)}
    code = quote.request.destination
    place = places[code].name[language] if code in places else code
    timezone = (await get_issued(session, quote_id=quote_id)).itinerary.timezone
    booking = await find_of_quote(session, quote_id=quote_id)
    if booking is not None:
        return await _of_booking(session, ports, quote, place, timezone, booking)
    newest = await find_quote(session, reference=quote.reference)
    if newest.id != quote.id:
        return Sheet(quote, place, timezone, Standing.REVISED, newer=newest.id)
    holds = await list_holds(session, quote_ids=[quote.id], now=now)
    if holds and holds[0].expires_at is not None:
        return Sheet(quote, place, timezone, Standing.HELD, until=holds[0].expires_at)
    standing = Standing.OPEN if now < quote.valid_until else Standing.RUN_OUT
    return Sheet(quote, place, timezone, standing, until=quote.valid_until)


async def _of_booking(
    session: AsyncSession,
    ports: PaymentPorts,
    quote: QuoteView,
    place: str,
    timezone: str,
    booking: BookingView,
) -> Sheet:
    now = ports.clock()
    due = await payable(session, booking_id=booking.id, now=now, providers=ports.providers, terms=ports.terms)
    asked = await list_payments(session, booking_id=booking.id)
    return Sheet(
        quote,
        place,
        timezone,
        _standing(booking, now),
        until=booking.expires_at,
        booking=booking,
        payable=due,
        under_way=next((one for one in asked if one.state is PaymentState.PROCESSING), None),
    )


def _standing(booking: BookingView, now: datetime) -> Standing:
    if booking.state is BookingState.CANCELLED:
        return Standing.CANCELLED
    if booking.state is BookingState.ON_HOLD and booking.expires_at and booking.expires_at > now:
        return Standing.TO_PAY
    if booking.state in (BookingState.ON_HOLD, BookingState.EXPIRED):
        return Standing.LAPSED
    return Standing.CONFIRMED
