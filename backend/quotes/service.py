"""Searching trips and issuing quotes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.quotes.schemas import Proposal, QuoteView, TripRequest
from backend.terms import DEFAULT_TERMS, Terms


async def search_trips(
    session: AsyncSession, *, request: TripRequest, now: datetime, terms: Terms = DEFAULT_TERMS
) -> list[Proposal]:
    """What fits the request and can still be booked, cheapest first."""
    raise NotImplementedError


async def issue_quote(
    session: AsyncSession,
    *,
    request: TripRequest,
    product: str,
    conversation_id: UUID | None,
    language: str,
    now: datetime,
    previous: UUID | None = None,
    terms: Terms = DEFAULT_TERMS,
) -> QuoteView:
    """Prices the product for the request and keeps the result for good.

    With ``previous`` it is the next revision under the same reference. Raises ProductUnavailable when the product
    does not fit the request, QuoteNotFound for an unknown ``previous``.
    """
    raise NotImplementedError


async def get_quote(session: AsyncSession, *, quote_id: UUID) -> QuoteView:
    """The quote. Raises QuoteNotFound."""
    raise NotImplementedError
