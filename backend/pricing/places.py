"""Rooms and vehicles for a party, and the unit a person travels as. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from backend.catalogue.schemas import Unit


@dataclass(frozen=True, slots=True)
class Choice:
    """A kind of room or vehicle: what it takes, what one costs, and how many are free."""

    adults: int
    children: int
    cost: int
    free: int


def cheapest_rooms(choices: Sequence[Choice], *, adults: int, children: int) -> tuple[int, ...] | None:
    """How many of each kind make the cheapest mix that fits; of equal ones, the mix with fewest rooms. None: none fits.

    Children may take adults' places, adults never children's, and an adult sleeps in every room.
    """
    return _cheapest(choices, adults=adults, children=children, limit=adults)


def cheapest_vehicles(choices: Sequence[Choice], *, people: int) -> tuple[int, ...] | None:
    """How many of each kind make the cheapest mix that seats everybody. None when there are too few seats."""
    return _cheapest(choices, adults=people, children=0, limit=people)


def _cheapest(choices: Sequence[Choice], *, adults: int, children: int, limit: int) -> tuple[int, ...] | None:
    """Goes through the kinds one by one, keeping for each state the cheapest way to reach it.

    A state is (adults' places, places in all, rooms); more places than asked for count as just enough, and rooms
    only matter where there are children who could end up alone.
    """
    people = adults + children
    best: dict[tuple[int, int, int], tuple[int, int, tuple[int, ...]]] = {(0, 0, 0): (0, 0, ())}
    for choice in choices:
        grown: dict[tuple[int, int, int], tuple[int, int, tuple[int, ...]]] = {}
        for (placed, seated, rooms), (cost, taken, counts) in best.items():
            for count in range(min(choice.free, limit - taken) + 1):
                state = (
                    min(adults, placed + count * choice.adults),
                    min(people, seated + count * (choice.adults + choice.children)),
                    rooms + count if children else 0,
                )
                way = (cost + count * choice.cost, taken + count, (*counts, count))
                if state not in grown or way < grown[state]:
                    grown[state] = way
                if state[:2] == (adults, people):
                    break
        best = grown
    fitting = [way for state, way in best.items() if state[:2] == (adults, people)]
    return min(fitting)[2] if fitting else None


def units_of(
    adults: int, child_ages: Sequence[int], bands: Mapping[str, tuple[int, int]]
) -> Counter[Unit] | None:
    """How many of a party travel as adult, child or infant; None when an age is in no band: the product is not for it."""
    units = Counter({Unit.ADULT: adults})
    for age in child_ages:
        band = next((unit for unit, (first, last) in bands.items() if first <= age <= last), None)
        if band is None:
            return None
        units[Unit(band)] += 1
    return units
