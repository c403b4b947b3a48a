"""Trips out of services: which products fit a request, and what comes along with them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from backend.catalogue.schemas import Kind, ProductView
from backend.catalogue.sellable import Sellable
from backend.quotes.itinerary import Itinerary
from backend.quotes.lines import Lines, Market, cost, ride, seats, stay
from backend.quotes.schemas import Interest, TripRequest


@dataclass(frozen=True, slots=True)
class Trip:
    """A priced itinerary and the product it is built around."""

    anchor: ProductView
    itinerary: Itinerary


def fitting_trips(market: Market, request: TripRequest) -> list[Trip]:
    """Every trip that fits and can still be booked, cheapest first."""
    beside_hotels = _extras(market, request, packaged=request.interest is Interest.PACKAGE)
    trips = []
    for sellable in market.assortment.sellables:
        if not _matches(sellable.product, request) or not (own := _services(market, sellable, request)):
            continue
        hotel = sellable.product.kind is Kind.HOTEL
        extras = beside_hotels if hotel else _extras(market, request, packaged=False, beside=own)
        trips.append(_trip(market, sellable, own + extras))
    return sorted(trips, key=lambda trip: (trip.itinerary.price.sell, trip.anchor.code))


def _matches(product: ProductView, request: TripRequest) -> bool:
    if request.product is not None:
        return product.code == request.product
    if request.interest in (Interest.PACKAGE, Interest.HOTEL):
        return product.kind is Kind.HOTEL and request.stars in (None, product.stars)
    return product.kind.value == request.interest.value


def _services(market: Market, sellable: Sellable, request: TripRequest) -> Lines | None:
    party, start_on, end_on = request.party, request.start_on, request.end_on
    match sellable.product.kind:
        case Kind.HOTEL:
            return stay(market, sellable, party, start_on, end_on)
        case Kind.TOUR:
            days = _days(start_on, end_on)
            return next(filter(None, (seats(market, sellable, party, on) for on in days)), None)
        case Kind.TRANSFER:
            rides = [ride(market, sellable, party, on) for on in sorted({start_on, end_on})]
            return _joined(rides) if all(rides) else None


def _extras(market: Market, request: TripRequest, *, packaged: bool, beside: Lines = ()) -> Lines:
    """What comes along, as far as it can be had: rides on arrival and departure, one tour a day."""
    there = {line.product for line in beside}
    wanted = [
        sellable
        for sellable in market.assortment.sellables
        if sellable.product.code not in there and _comes_along(sellable.product, request, packaged=packaged)
    ]
    transfers = [sellable for sellable in wanted if sellable.product.kind is Kind.TRANSFER]
    tours = [sellable for sellable in wanted if sellable.product.kind is Kind.TOUR]
    rides = [
        min(
            filter(None, (ride(market, transfer, request.party, on) for transfer in transfers)),
            key=cost,
            default=None,
        )
        for on in sorted({request.start_on, request.end_on})
    ]
    taken = {line.start_on for line in beside if line.kind is Kind.TOUR}
    return _joined([*rides, *_tour_a_day(market, tours, request, taken)])


def _comes_along(product: ProductView, request: TripRequest, *, packaged: bool) -> bool:
    names = {product.code, product.kind.value}
    return bool(names & set(request.extra)) or (
        packaged and product.in_package and not names & set(request.without)
    )


def _tour_a_day(
    market: Market, tours: Iterable[Sellable], request: TripRequest, taken: set[date]
) -> Iterator[Lines]:
    """Gives each tour a day that no other has; those that can choose least choose first."""
    possible = [
        {on: lines for on in _tour_days(tour, request) if (lines := seats(market, tour, request.party, on))}
        for tour in tours
    ]
    used = set(taken)
    for by_day in sorted(possible, key=len):
        free = [on for on in by_day if on not in used]
        if free:
            used.add(free[0])
            yield by_day[free[0]]


def _tour_days(tour: Sellable, request: TripRequest) -> list[date]:
    """The days between arrival and departure; on these two only what was asked for."""
    between = list(_days(request.start_on + timedelta(days=1), request.end_on - timedelta(days=1)))
    if tour.product.code not in request.extra:
        return between
    return [*between, *sorted({request.start_on, request.end_on})]


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
