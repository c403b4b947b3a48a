"""The services of one product for a party: rooms for a stay, seats on a tour, vehicles for a ride. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from backend.availability.rules import Vacancies
from backend.catalogue.schemas import OptionView, Unit
from backend.catalogue.seasons import net_rate
from backend.catalogue.sellable import Assortment, Sellable
from backend.pricing.places import Choice, cheapest_rooms, cheapest_vehicles, units_of
from backend.pricing.price import price_line
from backend.quotes.itinerary import PricedLine
from backend.quotes.schemas import Party

# Services without a time of their own count from local noon for their cut-off.
NOON = time(12)
Lines = tuple[PricedLine, ...]


@dataclass(frozen=True, slots=True)
class Market:
    """What is sold in a destination, and what of it is free, at one moment (UTC)."""

    assortment: Assortment
    vacancies: Vacancies
    now: datetime


def stay(market: Market, hotel: Sellable, party: Party, start_on: date, end_on: date) -> Lines | None:
    """The cheapest rooms for all nights; None when the party does not fit into what is free."""
    nights = [start_on + timedelta(days=number) for number in range((end_on - start_on).days)]
    offers = _offers(market, hotel, Unit.ROOM, nights)
    choices = [
        Choice(
            option.adults or 0,
            option.children or 0,
            sum(nets),
            market.vacancies.free_throughout(option.id, nights),
        )
        for option, nets in offers
    ]
    counts = cheapest_rooms(choices, adults=party.adults, children=len(party.child_ages))
    if counts is None or not nights:
        return None
    return _lines(market, hotel, Unit.ROOM, offers, counts, start_on, end_on)


def ride(market: Market, transfer: Sellable, party: Party, on: date) -> Lines | None:
    """The cheapest vehicles for the party on a day; None when they do not seat everybody."""
    offers = _offers(market, transfer, Unit.VEHICLE, [on])
    choices = [
        Choice(option.people or 0, 0, sum(nets), market.vacancies.free(option.id, on))
        for option, nets in offers
    ]
    counts = cheapest_vehicles(choices, people=party.size)
    return None if counts is None else _lines(market, transfer, Unit.VEHICLE, offers, counts, on, on)


def seats(market: Market, tour: Sellable, party: Party, on: date) -> Lines | None:
    """The cheapest departure of a day with a seat for everybody; None when there is none or the tour is not for them."""
    units = units_of(party.adults, party.child_ages, tour.product.age_bands)
    if units is None or on.weekday() not in tour.product.weekdays:
        return None
    departures = []
    for option in tour.product.options:
        offers = {unit: _offers(market, tour, unit, [on], only=option) for unit in units}
        if all(offers.values()) and market.vacancies.free(option.id, on) >= party.size:
            departures.append(
                tuple(
                    line
                    for unit, count in units.items()
                    for line in _lines(market, tour, unit, offers[unit], [count], on, on)
                )
            )
    return min(departures, key=cost, default=None)


def cost(lines: Lines) -> int:
    """What the traveller pays for these lines, in minor units."""
    return sum(line.price.sell for line in lines)


def _offers(
    market: Market, sellable: Sellable, unit: Unit, days: Sequence[date], *, only: OptionView | None = None
) -> list[tuple[OptionView, list[int]]]:
    """Options that can still be booked and have a rate on each of the days, with these net rates."""
    offers = []
    for option in sellable.product.options if only is None else (only,):
        rates = sellable.rates[option.id]
        nets = [net_rate(rates, unit, day, market.assortment.calendar) for day in days]
        found = [net for net in nets if net is not None]
        if days and len(found) == len(days) and _cut_off_at(market, sellable, option, days[0]) > market.now:
            offers.append((option, found))
    return offers


def _lines(
    market: Market,
    sellable: Sellable,
    unit: Unit,
    offers: Sequence[tuple[OptionView, list[int]]],
    counts: Sequence[int],
    start_on: date,
    end_on: date,
) -> Lines:
    product = sellable.product
    return tuple(
        PricedLine(
            product=product.code,
            kind=product.kind,
            option=option.code,
            option_id=option.id,
            unit=unit,
            name={language: f"{name} · {option.name[language]}" for language, name in product.name.items()},
            quantity=count,
            start_on=start_on,
            end_on=end_on,
            price=price_line(
                nets,
                count,
                markup=sellable.markup_percent,
                tax=sellable.tax_percent,
                currency=product.currency,
            ),
            cut_off_at=_cut_off_at(market, sellable, option, start_on),
        )
        for (option, nets), count in zip(offers, counts, strict=True)
        if count
    )


def _cut_off_at(market: Market, sellable: Sellable, option: OptionView, on: date) -> datetime:
    starts = datetime.combine(on, option.starts or NOON, ZoneInfo(market.assortment.timezone))
    return starts.astimezone(UTC) - timedelta(hours=sellable.product.cut_off_hours)
