"""Destinations as actions need them."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from backend.catalogue.schemas import DestinationView
from backend.catalogue.service import list_destinations

SUGGESTED = 3


async def find_place(session: AsyncSession, code: str | None) -> DestinationView | None:
    """The destination with this code, None when it is not on sale."""
    return next((place for place in await list_destinations(session) if place.code == code), None)


async def get_place(session: AsyncSession, code: str) -> DestinationView:
    """The destination of a product or quote, which always is in the catalogue."""
    place = await find_place(session, code)
    if place is None:
        raise LookupError(f"no destination {code}")
    return place
