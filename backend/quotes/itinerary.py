"""A whole priced trip, as a quote keeps it for good, net rates included."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from pydantic import TypeAdapter

from backend.availability.schemas import Claim
from backend.catalogue.schemas import Kind, PolicyView, Unit
from backend.pricing.price import Price, total
from backend.quotes.schemas import QuoteLine, TripRequest


@dataclass(frozen=True, slots=True)
class PricedLine:
    """One service with its price; ``cut_off_at`` (UTC) is the last moment it can be booked."""

    product: str
    kind: Kind
    option: str
    option_id: UUID
    unit: Unit
    name: dict[str, str]
    quantity: int
    start_on: date
    end_on: date
    price: Price
    cut_off_at: datetime

    @property
    def claims(self) -> Iterator[Claim]:
        """The places it needs: rooms each night, else seats or vehicles on the day."""
        days = (self.end_on - self.start_on).days if self.kind is Kind.HOTEL else 1
        return (
            Claim(self.option_id, self.start_on + timedelta(days=number), self.quantity)
            for number in range(days)
        )

    @property
    def view(self) -> QuoteLine:
        """What the traveller sees of it."""
        return QuoteLine(
            product=self.product,
            option=self.option,
            unit=self.unit.value,
            name=self.name,
            quantity=self.quantity,
            start_on=self.start_on,
            end_on=self.end_on,
            sell=self.price.sell_money,
        )


@dataclass(frozen=True, slots=True)
class Itinerary:
    """Services in the order of their days, built around one product whose cancellation policy is the trip's."""

    product: str
    name: dict[str, str]
    timezone: str
    currency: str
    lines: tuple[PricedLine, ...]
    includes: dict[str, tuple[str, ...]]
    cancellation: PolicyView

    @property
    def price(self) -> Price:
        """The price of the whole trip."""
        return total((line.price for line in self.lines), self.currency)

    @property
    def claims(self) -> list[Claim]:
        """All the places the trip needs."""
        return [claim for line in self.lines for claim in line.claims]

    @property
    def starts_on(self) -> date:
        """The local day of the first service."""
        return min(line.start_on for line in self.lines)

    @property
    def cut_off_at(self) -> datetime:
        """The last moment at which every service can be booked, UTC."""
        return min(line.cut_off_at for line in self.lines)


@dataclass(frozen=True, slots=True)
class IssuedQuote:
    """A quote as the backend's later rooms need it; times are UTC."""

    id: UUID
    reference: str
    itinerary: Itinerary
    valid_until: datetime
    cut_off_at: datetime


ITINERARIES = TypeAdapter(Itinerary)
REQUESTS = TypeAdapter(TripRequest)
