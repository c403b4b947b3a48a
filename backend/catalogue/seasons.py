"""Which season a day is in, and which rate applies on it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from backend.catalogue.schemas import Unit

MonthDay = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Season:
    """Periods that recur each year, both days included; one without periods is every day that no other season has."""

    code: str
    periods: tuple[tuple[MonthDay, MonthDay], ...]

    def has(self, day: MonthDay) -> bool:
        """Whether the day is in one of the periods; a period that ends before it starts runs over New Year."""
        return any(
            first <= day <= last if first <= last else day >= first or day <= last
            for first, last in self.periods
        )


@dataclass(frozen=True, slots=True)
class Calendar:
    """All seasons of an operator; they may overlap."""

    seasons: tuple[Season, ...]

    def seasons_on(self, day: date) -> frozenset[str]:
        """The codes of the seasons that a day is in."""
        named = frozenset(season.code for season in self.seasons if season.has((day.month, day.day)))
        return named or frozenset(season.code for season in self.seasons if not season.periods)


@dataclass(frozen=True, slots=True)
class Rate:
    """The net rate of a unit, in minor units, in a season and on some weekdays (from Monday 0)."""

    season: str
    unit: Unit
    weekdays: frozenset[int]
    net: int


def net_rate(rates: Sequence[Rate], unit: Unit, day: date, calendar: Calendar) -> int | None:
    """The net rate of the first rate that fits unit, season and weekday; None when the unit is not sold that day."""
    seasons = calendar.seasons_on(day)
    fitting = (
        rate.net
        for rate in rates
        if rate.unit == unit and rate.season in seasons and day.weekday() in rate.weekdays
    )
    return next(fitting, None)


def uncovered(
    rates: Sequence[Rate], unit: Unit, weekdays: Iterable[int], calendar: Calendar
) -> list[tuple[str, int]]:
    """The (season, weekday) pairs on which the unit has no rate, over the days of a leap year."""
    return sorted(
        (", ".join(sorted(seasons)) or "no season at all", weekday)
        for seasons in _kinds_of_day(calendar)
        for weekday in weekdays
        if not any(
            rate.unit == unit and rate.season in seasons and weekday in rate.weekdays for rate in rates
        )
    )


@cache
def _kinds_of_day(calendar: Calendar) -> frozenset[frozenset[str]]:
    """Every set of seasons that some day of a leap year is in."""
    january = date(2024, 1, 1).toordinal()
    return frozenset(calendar.seasons_on(date.fromordinal(january + day)) for day in range(366))
