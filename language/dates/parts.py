"""Pieces that dates are made of: counted units, years, "the next ...", and numbers that are none of it."""

from __future__ import annotations

from typing import TypeGuard

from language.dates.expressions import Day, Unit
from language.lexemes import Line

_UNITS: dict[str, tuple[Unit, int]] = {
    "day": ("day", 1),
    "week": ("week", 1),
    "fortnight": ("week", 2),
    "month": ("month", 1),
    "year": ("year", 1),
}


def is_bare(point: object) -> TypeGuard[Day]:
    """Whether a point is nothing but the number of a day."""
    return isinstance(point, Day) and point == Day(day=point.day) and point.day is not None


def counts(line: Line, place: int) -> bool:
    """Whether a number counts something else: people, years, stars, money ("4 o 5 personas")."""
    after = place + 1
    while (
        not line.has(place, "nth")  # "9th - 9 nights"
        and (line.has(after, "and", "or", "to") or line.sign(after, "-", "/"))
        and line.has(after + 1, "number")
    ):
        after += 2
        if after - place > 6:
            break
    return line.has(after, "counted", "unit") or line.sign(after, "$", "€", "%", "*", ":", "+", "⭐", "★")


def read_count(line: Line, place: int) -> tuple[int, Unit, int] | None:
    """A number of days, weeks, months or years: count, unit and the place after."""
    single = line.word(place, "single")
    if single in _UNITS:
        return _UNITS[single][1], _UNITS[single][0], place + 1
    place = line.skip(place, "about")
    at = line.skip(place + 1, "full")
    count, unit = line.number(place), line.word(at, "unit")
    if count is None or unit not in _UNITS:
        return None
    if count > 1 and line.text(at) == "dia" and line.number(at + 1) is not None:  # "pra 2, dia 12 de junho"
        return None
    return count * _UNITS[unit][1], _UNITS[unit][0], line.skip(at + 1, "full")


def read_year(line: Line, place: int) -> tuple[int | None, int]:
    """The year that may follow a date; below 100 it counts from the present one (1 is the next)."""
    after = line.skip(place, "of")
    if line.sign(after, ",", "/", "-"):
        after += 1
    if (year := line.number(after, "year")) is not None:
        return year, after + 1
    turned = read_turned(line, after, "year")
    return turned if turned else (None, place)


def read_turned(line: Line, place: int, unit: str) -> tuple[int, int] | None:
    """ "The next month", "el mes que viene": how many units ahead, and the place after."""
    place = line.skip(place, "the", "theday")
    turn = line.number(place, "turn")
    if turn is not None and line.word(place + 1, "unit") == unit:
        return turn, place + 2
    turn = line.number(place + 1, "turn")
    if turn is not None and line.word(place, "unit") == unit:
        return turn, place + 2
    return None


def read_weekday(line: Line, place: int) -> int | None:
    """The weekday by its long or its short name."""
    weekday = line.number(place, "weekday")
    return weekday if weekday is not None else line.number(place, "weakweekday")


def after_name(line: Line, place: int) -> int:
    """The place after a name and the comma or full stop that may close it ("viernes, 14", "Fri. 14")."""
    return place + 2 if line.sign(place + 1, ",", ".") else place + 1
