"""Searching trips and issuing quotes."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.availability.service import vacancies
from backend.catalogue.service import get_assortment, get_product, get_reseller
from backend.errors import CommissionTooHigh, ProductUnavailable, QuoteNotFound, ResellerNotFound
from backend.money import smallest
from backend.pricing.price import Price, percent_of
from backend.quotes import repository, views
from backend.quotes.itinerary import ITINERARIES, REQUESTS, IssuedQuote, Itinerary
from backend.quotes.lines import Market
from backend.quotes.models import Quote
from backend.quotes.schemas import Proposal, QuoteView, TripRequest
from backend.quotes.trips import Trip, fitting_trips
from backend.references import LAST, Referenced, beginning_of, new_reference
from backend.terms import DEFAULT_TERMS, Terms


async def search_trips(
    session: AsyncSession, *, request: TripRequest, now: datetime, terms: Terms = DEFAULT_TERMS
) -> list[Proposal]:
    """What fits the request and can still be booked, cheapest first, in the same few statements for any catalogue."""
    return [views.proposal(trip) for trip in await _trips(session, request, now, terms)]


async def issue_quote(
    session: AsyncSession,
    *,
    request: TripRequest,
    product: str,
    conversation_id: UUID | None,
    language: str,
    now: datetime,
    previous: UUID | None = None,
    reseller: str | None = None,
    terms: Terms = DEFAULT_TERMS,
) -> QuoteView:
    """Prices the product for the request and keeps the result for good.

    With ``previous`` it is the next revision under the same reference, for the same reseller unless another is named.
    Raises ProductNotFound, ProductUnavailable when the product does not fit the request, QuoteNotFound for an unknown
    ``previous``, ResellerNotFound, and CommissionTooHigh where the reseller would get more than the markup.
    """
    before = await _get(session, previous) if previous is not None else None
    trips = await _trips(session, replace(request, product=product), now, terms)
    if not trips:
        known = await get_product(session, code=product)
        raise ProductUnavailable(known.code, request.start_on, request.end_on)
    itinerary = trips[0].itinerary
    quote_id = uuid.uuid4()
    row = {
        "id": quote_id,
        "request": REQUESTS.dump_python(request, mode="json"),
        "conversation_id": conversation_id,
        "language": language,
        "issued_at": now,
        "valid_until": min(now + timedelta(hours=terms.quote_valid_hours), itinerary.cut_off_at),
        **_priced(itinerary),
        **await _commission(session, itinerary.price, reseller, before),
    }
    if before is None:
        while not await repository.add(session, {**row, "reference": f"Q-{new_reference()}", "revision": 1}):
            pass
    else:
        revision = await repository.last_revision(session, before.reference) + 1
        await repository.add(session, {**row, "reference": before.reference, "revision": revision})
    return await get_quote(session, quote_id=quote_id)


async def get_quote(session: AsyncSession, *, quote_id: UUID) -> QuoteView:
    """The quote. Raises QuoteNotFound."""
    return views.quote_view(await _get(session, quote_id))


async def get_issued(session: AsyncSession, *, quote_id: UUID) -> IssuedQuote:
    """The quote with all its prices: for bookings, never for travellers. Raises QuoteNotFound."""
    return views.issued_quote(await _get(session, quote_id))


async def lock_quote(session: AsyncSession, *, quote_id: UUID) -> IssuedQuote:
    """The quote, with others who want to hold it kept waiting until the transaction ends. Raises QuoteNotFound."""
    row = await repository.lock_one_or_none(session, quote_id)
    if row is None:
        raise QuoteNotFound(quote_id)
    return views.issued_quote(row)


async def list_revisions(session: AsyncSession, *, reference: str) -> list[UUID]:
    """The ids of all revisions of a quote."""
    return list(await repository.list_revisions(session, reference))


async def list_ids_by_conversation(session: AsyncSession, *, conversation_id: UUID, limit: int) -> list[UUID]:
    """The ids of the quotes issued in a conversation, newest first."""
    return list(await repository.list_ids_by_conversation(session, conversation_id, limit))


async def find_referenced(session: AsyncSession, *, typed: str, limit: int) -> list[Referenced]:
    """Quotes whose reference begins as was typed, with or without its ``Q-``, newest first: for agents only."""
    beginning = beginning_of(typed)
    if beginning is None:
        return []
    bare = beginning.removeprefix("Q") if typed.strip().upper().startswith("Q-") else beginning
    rows = await repository.list_referenced(session, f"Q-{bare}", f"Q-{bare}{LAST}", limit)
    return [Referenced(row.reference, row.conversation_id, row.issued_at.astimezone(UTC)) for row in rows]


async def _trips(session: AsyncSession, request: TripRequest, now: datetime, terms: Terms) -> list[Trip]:
    today = now.date()
    # No place is more than a day from UTC's date; what has begun, or lies beyond the horizon, need not be looked up.
    if request.start_on < today - timedelta(days=1) or request.end_on > today + timedelta(
        days=terms.horizon_days
    ):
        return []
    assortment = await get_assortment(session, destination=request.destination)
    if assortment is None:
        return []
    free = await vacancies(
        session,
        option_ids=[option.id for option in assortment.options],
        start_on=request.start_on,
        end_on=request.end_on,
        now=now,
    )
    return fitting_trips(Market(assortment, free, now), request)


async def _commission(
    session: AsyncSession, price: Price, reseller: str | None, before: Quote | None
) -> dict[str, Any]:
    """A percentage of the sell rate, out of the markup; whoever sold the revision before goes on selling it."""
    code = reseller or (before.reseller_code if before is not None else None)
    if code is None:
        return {"reseller_code": None, "commission": 0}
    known = await get_reseller(session, code=code)
    if reseller is not None and not known.active:
        raise ResellerNotFound(reseller)
    commission = percent_of(price.sell, known.commission_percent, smallest(price.currency))
    if commission > price.markup:
        raise CommissionTooHigh(known.code, commission, price.markup)
    return {"reseller_code": known.code, "commission": commission}


def _priced(itinerary: Itinerary) -> dict[str, Any]:
    price = itinerary.price
    return {
        "product_code": itinerary.product,
        "itinerary": ITINERARIES.dump_python(itinerary, mode="json"),
        "currency": price.currency,
        "net": price.net,
        "markup": price.markup,
        "tax": price.tax,
        "total": price.sell,
        "cut_off_at": itinerary.cut_off_at,
    }


async def _get(session: AsyncSession, quote_id: UUID) -> Quote:
    quote = await repository.get_one_or_none(session, quote_id)
    if quote is None:
        raise QuoteNotFound(quote_id)
    return quote
