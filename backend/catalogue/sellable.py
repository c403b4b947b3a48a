"""Products with their rates, as pricing and quotes see them. This never reaches a traveller."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from backend.catalogue.schemas import OptionView, ProductView
from backend.catalogue.seasons import Calendar, Rate


@dataclass(frozen=True, slots=True)
class Sellable:
    """A product with the net rates of its options."""

    product: ProductView
    markup_percent: Decimal
    tax_percent: Decimal
    rates: Mapping[UUID, tuple[Rate, ...]]


@dataclass(frozen=True, slots=True)
class Assortment:
    """All that is sold in a destination, in the catalogue's order, and the operator's calendar."""

    timezone: str
    calendar: Calendar
    sellables: tuple[Sellable, ...]

    @property
    def options(self) -> list[OptionView]:
        """Every option of every product."""
        return [option for sellable in self.sellables for option in sellable.product.options]
