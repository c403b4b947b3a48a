"""Trips and rows as travellers see them."""

from __future__ import annotations

from datetime import UTC

from backend.money import Money
from backend.quotes.itinerary import ITINERARIES, REQUESTS, IssuedQuote
from backend.quotes.models import Quote
from backend.quotes.schemas import Proposal, QuoteView
from backend.quotes.trips import Trip


def proposal(trip: Trip) -> Proposal:
    """An offer without net rates."""
    anchor = trip.anchor
    return Proposal(
        product=anchor.code,
        kind=anchor.kind.value,
        name=anchor.name,
        description=anchor.description,
        photo=anchor.photo,
        stars=anchor.stars,
        rating=anchor.rating,
        total=trip.itinerary.price.sell_money,
        lines=tuple(line.view for line in trip.itinerary.lines),
        includes=trip.itinerary.includes,
    )


def quote_view(row: Quote) -> QuoteView:
    """A quote without net rates."""
    itinerary = ITINERARIES.validate_python(row.itinerary)
    return QuoteView(
        id=row.id,
        reference=row.reference,
        revision=row.revision,
        request=REQUESTS.validate_python(row.request),
        product=row.product_code,
        name=itinerary.name,
        lines=tuple(line.view for line in itinerary.lines),
        includes=itinerary.includes,
        total=Money(row.total, row.currency),
        tax=Money(row.tax, row.currency),
        valid_until=row.valid_until.astimezone(UTC),
        language=row.language,
        conversation_id=row.conversation_id,
    )


def issued_quote(row: Quote) -> IssuedQuote:
    """A quote with all its prices."""
    return IssuedQuote(
        id=row.id,
        reference=row.reference,
        itinerary=ITINERARIES.validate_python(row.itinerary),
        valid_until=row.valid_until.astimezone(UTC),
        cut_off_at=row.cut_off_at.astimezone(UTC),
    )
