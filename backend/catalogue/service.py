"""What is sold where."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from backend.catalogue.schemas import DestinationView, Kind, ProductView


async def list_destinations(session: AsyncSession) -> list[DestinationView]:
    """All destinations on sale, by code."""
    raise NotImplementedError


async def list_products(
    session: AsyncSession, *, destination: str | None = None, kind: Kind | None = None
) -> list[ProductView]:
    """Products on sale, best rated first."""
    raise NotImplementedError


async def get_product(session: AsyncSession, *, code: str) -> ProductView:
    """The product, retired ones included, since bookings refer to them. Raises ProductNotFound."""
    raise NotImplementedError
