"""What a traveller asks for and what is offered to them: sell rates and taxes, never net rates or markups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from backend.errors import InvalidParty, InvalidTrip
from backend.money import Money


class Interest(StrEnum):
    """What the traveller looks for."""

    PACKAGE = "package"
    HOTEL = "hotel"
    TOUR = "tour"
    TRANSFER = "transfer"


@dataclass(frozen=True, slots=True)
class Party:
    """Who travels: at least one adult, and the ages of the children (0 to 17). Raises InvalidParty."""

    adults: int
    child_ages: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if self.adults < 1 or any(not 0 <= age <= 17 for age in self.child_ages):
            raise InvalidParty(self.adults, self.child_ages)

    @property
    def size(self) -> int:
        """How many people travel."""
        return self.adults + len(self.child_ages)


@dataclass(frozen=True, slots=True)
class TripRequest:
    """A wish: local dates, both included (nights are between them); ``stars`` and ``product`` None when any will do.

    A tour or transfer named as ``product`` is searched as what it is, whatever the interest. ``extra`` and
    ``without`` hold kinds and codes of products: what comes along as far as it can be had, and what a package leaves
    out; what is extra is not left out. Raises InvalidTrip.
    """

    destination: str
    start_on: date
    end_on: date
    party: Party
    stars: int | None = None
    interest: Interest = Interest.PACKAGE
    product: str | None = None
    extra: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.end_on < self.start_on:
            raise InvalidTrip(self.start_on, self.end_on)


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """One service: ``quantity`` rooms, people of a ``unit`` or vehicles; hotels end on the day of check-out."""

    product: str
    option: str
    unit: str
    name: dict[str, str]
    quantity: int
    start_on: date
    end_on: date
    sell: Money


@dataclass(frozen=True, slots=True)
class Proposal:
    """An offer for a request; ``product`` is what it is built around, ``photo`` a file name of ``photos/``."""

    product: str
    kind: str
    name: dict[str, str]
    description: dict[str, str]
    photo: str
    stars: int | None
    rating: float | None
    total: Money
    lines: tuple[QuoteLine, ...]
    includes: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class QuoteView:
    """An issued quote; it never changes. ``tax`` is part of ``total``; times are UTC."""

    id: UUID
    reference: str
    revision: int
    request: TripRequest
    product: str
    name: dict[str, str]
    lines: tuple[QuoteLine, ...]
    includes: dict[str, tuple[str, ...]]
    total: Money
    tax: Money
    valid_until: datetime
    language: str
    conversation_id: UUID | None
