"""What is sold where."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.ext.asyncio import AsyncSession

from backend.catalogue import repository, views
from backend.catalogue.models import Product, Reseller, Supplier
from backend.catalogue.schemas import DestinationView, Kind, KnowledgeView, ProductView, ResellerView
from backend.catalogue.seasons import Calendar
from backend.catalogue.sellable import Assortment
from backend.errors import ProductNotFound, ResellerNotFound


async def list_destinations(session: AsyncSession) -> list[DestinationView]:
    """All destinations on sale, by code."""
    return [views.destination_view(row) for row in await repository.list_destinations(session)]


async def list_products(
    session: AsyncSession, *, destination: str | None = None, kind: Kind | None = None
) -> list[ProductView]:
    """Products on sale, best rated first."""
    conditions = []
    if destination is not None:
        conditions.append(Product.destination_code == destination)
    if kind is not None:
        conditions.append(Product.kind == kind)
    products = [views.product_view(row) for row in await repository.list_products(session, *conditions)]
    return sorted(products, key=lambda product: -(product.rating or 0))


async def get_product(session: AsyncSession, *, code: str) -> ProductView:
    """The product, retired ones included, since bookings refer to them. Raises ProductNotFound."""
    row = await repository.get_product_or_none(session, code)
    if row is None:
        raise ProductNotFound(code)
    return views.product_view(row)


async def get_reseller(session: AsyncSession, *, code: str) -> ResellerView:
    """Who sells, or sold, under this code: quotes refer to them. Raises ResellerNotFound."""
    row = await repository.get_reseller_or_none(session, code)
    if row is None:
        raise ResellerNotFound(code)
    return views.reseller_view(row)


async def list_resellers(session: AsyncSession) -> list[ResellerView]:
    """All who sell our trips, by name."""
    return [views.reseller_view(row) for row in await repository.list_resellers(session)]


async def suppliers_of(session: AsyncSession, *, products: Collection[str]) -> dict[str, tuple[str, int]]:
    """By product, the code of who supplies it, and how many days after a service they are paid, below zero before it;
    retired ones included.
    """
    return await repository.suppliers_of(session, products)


async def supplier_names(session: AsyncSession, *, codes: Collection[str]) -> dict[str, str]:
    """What suppliers are called, by code; codes that are nobody's are left out."""
    return await repository.supplier_names(session, codes)


async def known_resellers(session: AsyncSession, *, codes: Collection[str]) -> set[str]:
    """Which of these codes are a reseller's."""
    return set(await repository.known_resellers(session, codes))


async def list_knowledge(
    session: AsyncSession, *, codes: Collection[str], topics: Collection[str] = ()
) -> list[KnowledgeView]:
    """The answers that these codes name, and all of these topics, in the order the operator wrote them."""
    return [views.knowledge_view(row) for row in await repository.list_knowledge(session, codes, topics)]


async def get_assortment(session: AsyncSession, *, destination: str) -> Assortment | None:
    """All that is sold in a destination, with net rates: for pricing, never for travellers. None when it sells nothing."""
    rows = await repository.list_sellable(session, destination)
    if not rows:
        return None
    calendar = Calendar(tuple(views.season(row) for row in await repository.list_seasons(session)))
    return Assortment(rows[0].destination.timezone, calendar, tuple(views.sellable(row) for row in rows))


async def knows_partner(session: AsyncSession, *, supplier: str | None, reseller: str | None) -> bool:
    """Whether there are the supplier and the reseller of these codes; none at all is known too."""
    found_supplier = supplier is None or await session.get(Supplier, supplier) is not None
    return found_supplier and (reseller is None or await session.get(Reseller, reseller) is not None)
