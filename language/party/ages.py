"""Ages of children: "de 8", "de 3 y 6 años", "8 months", "uno de 3 y otro de 6"."""

from __future__ import annotations

from typing import NamedTuple

from language.lexemes import Line

OLDEST_CHILD = 17
_OLDEST = 110


class Ages(NamedTuple):
    """Ages in whole years, the place after them, and whether years or months were said."""

    years: list[int]
    after: int
    unit_said: bool


def read_ages(line: Line, place: int, *, most: int | None = None) -> Ages | None:
    """The ages that follow a place, at most so many; None when the numbers count something else."""
    at = _opening(line, place)
    years: list[int] = []
    months: list[bool] = []
    after, said = place, False
    while most is None or len(years) < most:
        age = _age(line, at)
        if age is None:
            break
        value, unit, end = age
        years.append(value)
        months.append(unit == "months")
        said = said or unit is not None
        after = end
        at = _next(line, end)
        listed = most is not None and unit is None and line.has(end, "number")  # "3 kids, 4 7 and 9"
        if at == end and not listed:
            break
    if not years or any(age > _OLDEST for age in years):
        return None
    return Ages(_in_years(years, months), after, said)


def _in_years(ages: list[int], months: list[bool]) -> list[int]:
    return [age // 12 if in_months else age for age, in_months in zip(ages, months, strict=True)]


def _opening(line: Line, place: int) -> int:
    """Over "de", "(", "tienen", "ages:", "uno de" to the first number."""
    at = place
    for _ in range(4):
        if line.has(at, "an") and line.has(at + 1, "years", "months"):
            return at
        if not (line.has(at, "age", "each", "an") or line.sign(at, "(", ",", ":", "-")) or line.has(
            at, "newborn"
        ):
            return at
        at += 1
    return at


def _next(line: Line, place: int) -> int:
    """Over what joins one age to the next: "y", ",", "and the other is"."""
    at = place
    joined = line.has(at, "and") or line.sign(at, ",", "/", "&", "+", ";")
    at += joined
    if not (joined or line.has(at, "each")):
        return place
    for _ in range(4):
        if line.has(at, "number") or not (line.has(at, "and", "each", "age", "the") or line.sign(at, ",")):
            break
        joined, at = True, at + 1
    return at if joined else place


def _age(line: Line, place: int) -> tuple[int, str | None, int] | None:
    """One age, its unit and the place after: "8", "8 años", "3a", "6 months"."""
    if (newborn := line.number(place, "newborn")) is not None:
        return newborn, "years", place + 1
    value = line.number(place)
    if value is None and line.has(place, "an") and line.has(place + 1, "years", "months"):
        value = 1
    if value is None or line.has(place, "date"):
        return None
    after = place + 1
    if line.text(after) in ("a", "m", "y") and line.glued(after):
        return value, "months" if line.text(after) == "m" else "years", after + 1
    if line.has(after, "years"):
        return None if line.has(after + 1, "notyears") else (value, "years", _half_year(line, after + 1))
    if line.has(after, "months"):
        return value, "months", after + 1
    if line.has(after, "adults", "children", "infants", "people", "companion", "couple", "notpeople"):
        return None
    return value, None, after


def _half_year(line: Line, after: int) -> int:
    """Over "y medio", which does not change the age."""
    return (
        after + 2
        if line.has(after, "and") and line.text(after + 1) in ("medio", "media", "meio", "meia")
        else after
    )


def closes(line: Line, place: int) -> int:
    """The place after a closing bracket, if one stands here."""
    return place + 1 if line.sign(place, ")") else place
