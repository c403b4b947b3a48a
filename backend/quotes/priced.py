"""Quotes with everything that is in their prices and whose they are: for the house, which decides who sees what of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.catalogue.service import suppliers_of
from backend.money import Money
from backend.pricing.price import Price
from backend.quotes import repository, views
from backend.quotes.itinerary import ITINERARIES, PricedLine
from backend.quotes.schemas import QuoteView


@dataclass(frozen=True, slots=True)
class SuppliedLine:
    """A service of a quote with the code of who gives it, and their terms: days after it (below zero before it)."""

    line: PricedLine
    supplier: str
    pay_days: int


@dataclass(frozen=True, slots=True)
class PricedQuote:
    """What the traveller sees of a quote, and what they do not: net rates, markup, and a reseller's commission."""

    view: QuoteView
    price: Price
    lines: tuple[SuppliedLine, ...]
    reseller: str | None
    commission: Money

    def of_supplier(self, code: str | None) -> tuple[SuppliedLine, ...]:
        """The services that one supplier gives."""
        return tuple(line for line in self.lines if line.supplier == code)


async def partners_of_quote(session: AsyncSession, *, quote_id: UUID) -> tuple[list[str], str | None]:
    """The codes of those who give a quote's services, and of the reseller who sells it; None where nobody does."""
    quote = await repository.get_one_or_none(session, quote_id)
    suppliers = list(await repository.list_suppliers(session, quote_id))
    return suppliers, None if quote is None else quote.reseller_code


async def list_priced(session: AsyncSession, *, quote_ids: Collection[UUID]) -> dict[UUID, PricedQuote]:
    """The quotes among these ids that there are, in two statements."""
    rows = await repository.list_by_ids(session, quote_ids) if quote_ids else ()
    itineraries = {row.id: ITINERARIES.validate_python(row.itinerary) for row in rows}
    products = {line.product for itinerary in itineraries.values() for line in itinerary.lines}
    suppliers = await suppliers_of(session, products=products) if products else {}
    return {
        row.id: PricedQuote(
            view=views.quote_view(row),
            price=itineraries[row.id].price,
            lines=tuple(SuppliedLine(line, *suppliers[line.product]) for line in itineraries[row.id].lines),
            reseller=row.reseller_code,
            commission=Money(row.commission, row.currency),
        )
        for row in rows
    }


async def list_of_reseller(session: AsyncSession, *, reseller: str, most: int) -> list[PricedQuote]:
    """The quotes that a reseller sells, each as it was revised last, newest first."""
    ids = await repository.list_of_reseller(session, reseller, most)
    found = await list_priced(session, quote_ids=ids)
    return [found[one] for one in ids]
