"""The catalogue's YAML as validated specs, one class for each thing that an operator writes (``docs/catalogue.md``)."""

from __future__ import annotations

from datetime import time
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from backend.catalogue.fields import (
    EVERY_DAY,
    Age,
    Amount,
    Code,
    Commission,
    Country,
    Currency,
    Email,
    Months,
    Percent,
    Themes,
    Timezone,
    Weekdays,
    Words,
)
from backend.catalogue.schemas import Kind, Unit


class Spec(BaseModel):
    """What all specs share: nothing unknown, nothing changed later."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(Spec):
    """Words in every language."""

    es: Words
    en: Words
    pt: Words


class Lists(Spec):
    """Lists of words in every language."""

    es: tuple[Words, ...]
    en: tuple[Words, ...]
    pt: tuple[Words, ...]


class StepSpec(Spec):
    """A step of a cancellation policy."""

    days_before: Annotated[int, Field(ge=0, le=365)]
    penalty_percent: Annotated[int, Field(ge=0, le=100)]


def _descending(steps: tuple[StepSpec, ...]) -> tuple[StepSpec, ...]:
    if any(later.days_before >= earlier.days_before for earlier, later in pairwise(steps)):
        raise ValueError("steps go from many days before the service to few")
    return steps


class PolicySpec(Spec):
    """A cancellation policy."""

    name: Text
    steps: Annotated[tuple[StepSpec, ...], Field(min_length=1), AfterValidator(_descending)]


class CodedSpec(Spec):
    """What is known by a code."""

    code: Code


class NamedSpec(CodedSpec):
    """What travellers see and call by a name."""

    name: Text
    aliases: tuple[Words, ...] = ()
    description: Text
    photo: Words


class SupplierSpec(CodedSpec):
    """Who provides the service, in which currency they are paid, and when: days after it, below zero before it."""

    name: Words
    country: Country
    email: Email
    currency: Currency
    pay_days: int = Field(7, ge=-365, le=365)


class ResellerSpec(CodedSpec):
    """Who sells our trips, and what they get of the sell rate."""

    name: Words
    commission_percent: Commission


class DestinationSpec(NamedSpec):
    """A place that trips go to; the first of its themes is what it is best known for."""

    country: Country
    timezone: Timezone
    themes: Themes = ()
    best_months: Months = ()


class RoomPlaces(Spec):
    """How many a room takes; children may take an adult's place."""

    adults: Annotated[int, Field(ge=1, le=50)]
    children: Annotated[int, Field(ge=0, le=50)] = 0


class VehiclePlaces(Spec):
    """How many a vehicle takes."""

    people: Annotated[int, Field(ge=1, le=200)]


class RateSpec(Spec):
    """A net rate."""

    season: Words
    unit: Unit
    net: Amount
    weekdays: Weekdays = EVERY_DAY


class RoomRate(RateSpec):
    """A room's net rate a night."""

    unit: Literal[Unit.ROOM]


class PersonRate(RateSpec):
    """A person's net rate, by age band."""

    unit: Literal[Unit.ADULT, Unit.CHILD, Unit.INFANT]


class VehicleRate(RateSpec):
    """A vehicle's net rate a ride."""

    unit: Literal[Unit.VEHICLE]


class OptionSpec(CodedSpec):
    """What is booked of a product, so many a day."""

    name: Text
    daily_capacity: Annotated[int, Field(ge=0, le=100_000)]


class RoomType(OptionSpec):
    """A hotel's option."""

    capacity: RoomPlaces
    rates: Annotated[tuple[RoomRate, ...], Field(min_length=1)]


class Departure(OptionSpec):
    """A tour's option, at a local time."""

    starts: time
    rates: Annotated[tuple[PersonRate, ...], Field(min_length=1)]


class Vehicle(OptionSpec):
    """A transfer's option."""

    capacity: VehiclePlaces
    rates: Annotated[tuple[VehicleRate, ...], Field(min_length=1)]


class ProductSpec(NamedSpec):
    """What all products share."""

    kind: Kind
    destination: Words
    supplier: Words
    includes: Lists
    rating: Annotated[Decimal, Field(ge=1, le=5, decimal_places=1)] | None = None
    cut_off_hours: Annotated[int, Field(ge=0, le=8760)]
    cancellation: Words
    markup_percent: Percent
    tax_percent: Percent
    in_package: bool = False
    options: Annotated[tuple[RoomType | Departure | Vehicle, ...], Field(min_length=1)]


def _not_in_package(value: bool) -> bool:
    if value:
        raise ValueError("a package is built around a hotel; only tours and transfers are part of it")
    return value


class HotelSpec(ProductSpec):
    """A hotel with its room types."""

    kind: Literal[Kind.HOTEL]
    stars: Annotated[int, Field(ge=1, le=5)]
    in_package: Annotated[bool, AfterValidator(_not_in_package)] = False
    options: Annotated[tuple[RoomType, ...], Field(min_length=1)]


Bands = dict[Literal[Unit.INFANT, Unit.CHILD, Unit.ADULT], tuple[Age, Age]]


def _bands(bands: Bands) -> Bands:
    spans = sorted(bands.values())
    if Unit.ADULT not in bands:
        raise ValueError("adult is missing")
    if any(first > last for first, last in spans):
        raise ValueError("a band goes from the younger age to the older")
    if any(later[0] <= earlier[1] for earlier, later in pairwise(spans)):
        raise ValueError("two bands share an age")
    return bands


class TourSpec(ProductSpec):
    """A tour with its departures."""

    kind: Literal[Kind.TOUR]
    age_bands: Annotated[Bands, AfterValidator(_bands)] = {
        Unit.INFANT: (0, 2),
        Unit.CHILD: (3, 11),
        Unit.ADULT: (12, 120),
    }
    weekdays: Weekdays = EVERY_DAY
    options: Annotated[tuple[Departure, ...], Field(min_length=1)]


class TransferSpec(ProductSpec):
    """A transfer with its vehicles."""

    kind: Literal[Kind.TRANSFER]
    options: Annotated[tuple[Vehicle, ...], Field(min_length=1)]
