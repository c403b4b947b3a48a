"""What a date expression says before anyone asks which day today is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Unit = Literal["day", "week", "month", "year"]
Part = Literal["early", "mid", "late"]


@dataclass(frozen=True, slots=True)
class Day:
    """A day by its parts; `months` and `weeks` count from the present one ("the 3rd of next month").

    A year below 100 counts from the present one: 1 is the next.
    """

    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    turn: int | None = None
    months: int | None = None
    weeks: int | None = None


@dataclass(frozen=True, slots=True)
class Slashed:
    """Two numbers, "5/9", whose order may be in doubt; the year where it was written."""

    first: int
    second: int
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Offset:
    """So many days, weeks or months after a point, or after the last day of a feast; after today when there is none.

    `from_start` counts from the start of the trip where that is known ("the next day").
    """

    count: int
    unit: Unit
    after: Point | Feast | None = None
    from_start: bool = False


@dataclass(frozen=True, slots=True)
class Tonight:
    """The night that begins today."""


@dataclass(frozen=True, slots=True)
class FeastDay:
    """One day of a feast: Good Friday, Christmas Eve."""

    name: str
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Month:
    """A month by name, or counted from the present one; perhaps only its first, middle or last days."""

    month: int | None = None
    year: int | None = None
    turn: int | None = None
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class HalfMonth:
    """ "Quincena": the days 1 to 15, or 16 to the last. `index` is 1, 2 or -1."""

    index: int
    month: Month


@dataclass(frozen=True, slots=True)
class Week:
    """A week counted from the present one, the `index`-th of a month, or the one that begins on a day."""

    turn: int = 0
    index: int | None = None
    month: Month | None = None
    begins: Point | None = None


@dataclass(frozen=True, slots=True)
class Weekend:
    """0: this one, 1: the next to begin, 2: the one after; or the `index`-th of a month, or around a day.

    `long` is 1 for one with a public holiday on Friday or Monday, 2 where a bridge day may join them.
    """

    turn: int = 0
    long: int = 0
    index: int | None = None
    month: Month | None = None
    begins: Point | None = None


@dataclass(frozen=True, slots=True)
class Feast:
    """The days that people travel at a feast: Easter, Carnival, New Year."""

    name: str
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """From one point to another."""

    start: Point | Feast
    end: Point | Feast


@dataclass(frozen=True, slots=True)
class Stay:
    """A number of nights, perhaps with the point or period it begins in."""

    nights: int
    start: Point | Period | None = None


@dataclass(frozen=True, slots=True)
class Until:
    """Only the end of the trip."""

    end: Point


@dataclass(frozen=True, slots=True)
class Moved:
    """The dates known before, so much later (or, negative, earlier)."""

    count: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Longer:
    """The stay known before, so many nights longer (or, negative, shorter)."""

    nights: int


@dataclass(frozen=True, slots=True)
class Same:
    """The dates known before."""


Point = Day | Slashed | Offset | Tonight | FeastDay
Period = Month | HalfMonth | Week | Weekend | Feast
Expression = Point | Period | Span | Stay | Until | Moved | Longer | Same
