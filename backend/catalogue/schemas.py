"""What the catalogue shows: views for travellers, without rates. Texts are by language: ``{"es": ..., "en": ..., "pt": ...}``."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from enum import StrEnum
from uuid import UUID


class Kind(StrEnum):
    """What a product is."""

    HOTEL = "hotel"
    TOUR = "tour"
    TRANSFER = "transfer"


class Unit(StrEnum):
    """What a rate is for: a room a night, a person by age band, a vehicle a ride."""

    ROOM = "room"
    ADULT = "adult"
    CHILD = "child"
    INFANT = "infant"
    VEHICLE = "vehicle"


@dataclass(frozen=True, slots=True)
class DestinationView:
    """A place that trips go to; ``country`` is ISO 3166-1 alpha-2, ``photo`` a file name of ``photos/``.

    ``themes`` (of ``language.themes``) begin with what it is best known for; ``best_months`` (1 to 12) is empty where nobody wrote them down.
    """

    code: str
    country: str
    name: dict[str, str]
    description: dict[str, str]
    photo: str
    timezone: str
    themes: tuple[str, ...]
    best_months: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CancellationStep:
    """With at least ``days_before`` the first service, a cancellation costs ``penalty_percent`` of the total."""

    days_before: int
    penalty_percent: int


@dataclass(frozen=True, slots=True)
class PolicyView:
    """A cancellation policy; the first step whose notice is reached applies, else the last."""

    code: str
    name: dict[str, str]
    steps: tuple[CancellationStep, ...]


@dataclass(frozen=True, slots=True)
class OptionView:
    """A room type, a departure or a vehicle. ``people`` is a vehicle's capacity, ``starts`` a departure's local time."""

    id: UUID
    code: str
    name: dict[str, str]
    adults: int | None
    children: int | None
    people: int | None
    starts: time | None


@dataclass(frozen=True, slots=True)
class KnowledgeView:
    """An entry of the knowledge base. ``places`` has the answers by destination that stand instead of ``answer`` there.

    ``person``: the answer ends in the offer of a person.
    """

    code: str
    topic: str | None
    answer: dict[str, str]
    places: dict[str, dict[str, str]]
    person: bool

    def answer_for(self, destinations: Collection[str]) -> dict[str, str]:
        """The answer by language for these destinations, the general one where they have no answer in common."""
        answers = [self.places.get(code, self.answer) for code in destinations]
        return answers[0] if answers and all(answer == answers[0] for answer in answers) else self.answer


@dataclass(frozen=True, slots=True)
class ResellerView:
    """Who sells our trips for a percentage of their sell rate."""

    code: str
    name: str
    commission_percent: Decimal
    active: bool


@dataclass(frozen=True, slots=True)
class ProductView:
    """A product as travellers see it. ``weekdays`` counts from Monday 0; ``age_bands`` maps units to ages, both included."""

    code: str
    kind: Kind
    destination: str
    name: dict[str, str]
    description: dict[str, str]
    includes: dict[str, tuple[str, ...]]
    photo: str
    stars: int | None
    rating: float | None
    currency: str
    cut_off_hours: int
    in_package: bool
    weekdays: tuple[int, ...]
    age_bands: dict[str, tuple[int, int]]
    cancellation: PolicyView
    options: tuple[OptionView, ...]
