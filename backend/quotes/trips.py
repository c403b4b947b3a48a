"""Trips out of services: which products fit a request, and what a package around a hotel is made of. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from backend.catalogue.schemas import Kind, ProductView
from backend.catalogue.sellable import Sellable
from backend.quotes.itinerary import Itinerary
from backend.quotes.lines import Lines, Market, cost, ride, seats, stay
from backend.quotes.schemas import Interest, Party, TripRequest


@dataclass(frozen=True, slots=True)
class Trip:
    """A priced itinerary and the product it is built around."""

    anchor: ProductView
    itinerary: Itinerary


def fitting_trips(market: Market, request: TripRequest) -> list[Trip]:
    """Every trip that fits and can still be booked, cheapest first."""
    extras = _extras(market, request) if request.interest is Interest.PACKAGE else ()
    trips = [
        _trip(market, sellable, lines)
        for sellable in market.assortment.sellables
        if _matches(sellable.product, request) and (lines := _services(market, sellable, request, extras))
    ]
    return sorted(trips, key=lambda trip: (trip.itinerary.price.sell, trip.anchor.code))


def _matches(product: ProductView, request: TripRequest) -> bool:
    if request.product is not None:
        return product.code == request.product
    if request.interest in (Interest.PACKAGE, Interest.HOTEL):
        return product.kind is Kind.HOTEL and request.stars in (None, product.stars)
    return product.kind.value == request.interest.value


def _services(market: Market, sellable: Sellable, request: TripRequest, extras: Lines) -> Lines | None:
    party, start_on, end_on = request.party, request.start_on, request.end_on
    match sellable.product.kind:
        case Kind.HOTEL:
            rooms = stay(market, sellable, party, start_on, end_on)
            return rooms and rooms + extras
        case Kind.TOUR:
            days = _days(start_on, end_on)
            return next(filter(None, (seats(market, sellable, party, on) for on in days)), None)
        case Kind.TRANSFER:
            rides = [ride(market, sellable, party, on) for on in sorted({start_on, end_on})]
            return _joined(rides) if all(rides) else None


def _extras(market: Market, request: TripRequest) -> Lines:
    """What a package adds to a hotel, as far as it can be had: rides on arrival and departure, one tour a day between."""
    packaged = [sellable for sellable in market.assortment.sellables if sellable.product.in_package]
    transfers = [sellable for sellable in packaged if sellable.product.kind is Kind.TRANSFER]
    tours = [sellable for sellable in packaged if sellable.product.kind is Kind.TOUR]
    rides = [
        min(
            filter(None, (ride(market, transfer, request.party, on) for transfer in transfers)),
            key=cost,
            default=None,
        )
        for on in (request.start_on, request.end_on)
    ]
    between = list(_days(request.start_on + timedelta(days=1), request.end_on - timedelta(days=1)))
    return _joined([*rides, *_tour_a_day(market, tours, request.party, between)])


def _tour_a_day(market: Market, tours: Iterable[Sellable], party: Party, days: list[date]) -> Iterator[Lines]:
    """Gives each tour a day of its own; those that can choose least choose first."""
    possible = [{on: lines for on in days if (lines := seats(market, tour, party, on))} for tour in tours]
    used: set[date] = set()
    for by_day in sorted(possible, key=len):
        free = [on for on in by_day if on not in used]
        if free:
            used.add(free[0])
            yield by_day[free[0]]


def _trip(market: Market, sellable: Sellable, lines: Lines) -> Trip:
    anchor = sellable.product
    names = {other.product.code: other.product.name for other in market.assortment.sellables}
    others = dict.fromkeys(line.product for line in lines if line.product != anchor.code)
    itinerary = Itinerary(
        product=anchor.code,
        name=anchor.name,
        timezone=market.assortment.timezone,
        currency=anchor.currency,
        lines=tuple(sorted(lines, key=lambda line: line.start_on)),
        includes={
            language: (*items, *(names[other][language] for other in others))
            for language, items in anchor.includes.items()
        },
        cancellation=anchor.cancellation,
    )
    return Trip(anchor, itinerary)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def _joined(parts: Iterable[Lines | None]) -> Lines:
    return tuple(line for lines in parts for line in lines or ())
