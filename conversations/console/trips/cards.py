"""A quote or a booking as a card in the traveller's language."""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

import texts
from backend import wording
from backend.bookings.schemas import BookingState, BookingView
from backend.catalogue.service import get_product, list_destinations
from backend.errors import QuoteExpired
from backend.quotes.schemas import QuoteView
from backend.quotes.service import get_issued
from conversations.schemas import Button, Card

Said = tuple[str, Card]
"""What is said, and the card below it."""


async def quote_card(session: AsyncSession, quote: QuoteView, *, language: str, now: datetime) -> Said:
    """What it is, what it costs and until when, with a button that books it. Raises QuoteExpired."""
    if now >= quote.valid_until:
        raise QuoteExpired(quote.reference, quote.valid_until)
    until, place = await _until(session, quote, quote.valid_until, language)
    text = texts.say(language, "console.card_quote", reference=quote.reference, until=until, place=place)
    book = Button(
        title=texts.say(language, "button.book_it"), payload=f"/book{json.dumps({'quote': str(quote.id)})}"
    )
    return text, await _card(session, quote, language=language, buttons=[book])


async def booking_card(session: AsyncSession, booking: BookingView, *, language: str) -> Said:
    """What is booked and how it stands."""
    if booking.state is BookingState.ON_HOLD and booking.expires_at is not None:
        until, place = await _until(session, booking.quote, booking.expires_at, language)
        values = {"reference": booking.reference, "until": until, "place": place}
        text = texts.say(language, "console.card_on_hold", **values)
    elif booking.state is BookingState.CONFIRMED:
        text = texts.say(language, "console.card_confirmed", reference=booking.reference)
    else:
        state = texts.say(language, f"status.{booking.state.lower()}")
        text = texts.say(language, "console.card_booking", reference=booking.reference, state=state)
    return text, await _card(session, booking.quote, language=language)


async def _card(
    session: AsyncSession, quote: QuoteView, *, language: str, buttons: list[Button] | None = None
) -> Card:
    product, request = await get_product(session, code=quote.product), quote.request
    dates = wording.days(language, request.start_on, request.end_on)
    people = wording.people(language, request.party.adults, request.party.child_ages)
    return Card(
        number=1,
        title=quote.name[language],
        subtitle=f"{dates} · {people}",
        image=f"/photos/{product.photo}",
        price=wording.money(language, quote.total),
        rating=product.rating,
        buttons=buttons or [],
    )


async def _until(session: AsyncSession, quote: QuoteView, moment: datetime, language: str) -> tuple[str, str]:
    """A moment as it is called where the trip goes, and the place's name."""
    issued = await get_issued(session, quote_id=quote.id)
    code = quote.request.destination
    names = {place.code: place.name[language] for place in await list_destinations(session)}
    return wording.moment(language, moment, issued.itinerary.timezone), names.get(code, code)
