"""The grammar of single days: "el 3", "viernes 14 de mayo", "in two weeks", "mañana", "5/9"."""

from __future__ import annotations

from language.dates.days import read_day_then_month, read_lone_weekday, read_month_then_day
from language.dates.expressions import Day, Feast, FeastDay, Offset, Point, Slashed, Tonight, Until
from language.dates.parts import counts, read_count, read_year
from language.lexemes import Line

_AFTER = ("after", "despues", "depois")
_BEFORE = ("before", "antes")
FoundPoint = tuple[Point, int] | None


def read_point(line: Line, place: int, *, loose: bool = False) -> FoundPoint:
    """The day that is named from a place on. `loose` takes a bare number for a day of the month."""
    return (
        _slashed(line, place)
        or _named(line, place)
        or _ahead(line, place)
        or read_day_then_month(line, place, loose=loose)
        or read_month_then_day(line, place)
        or read_lone_weekday(line, place, loose=loose)
    )


def _slashed(line: Line, place: int) -> FoundPoint:
    start = place
    if line.has(place, "weekday", "weakweekday"):
        place += 2 if line.sign(place + 1, ",") else 1
    place = line.skip(place, "theday", "the")
    written = line.word(place, "slashed")
    if written is None or (counts(line, place) and not line.has(place + 1, "year")):
        return None
    if start and line.has(start - 1, "choosing") and not line.has(start, "theday"):
        return None
    first, second, year, kind = written.split("/")
    if kind == "iso":
        return Day(day=int(first), month=int(second), year=int(year)), place + 1
    return Slashed(int(first), int(second), int(year) if year else None), place + 1


def _named(line: Line, place: int) -> FoundPoint:
    if line.has(place, "tonight"):
        return Tonight(), place + 1
    if line.has(place, "nextday"):
        return Offset(1, "day", from_start=True), place + 1
    if (days := line.number(place, "offset")) is not None:
        after = place + 1
        if line.has(after, "weekday") and not line.has(after + 1, "number"):
            after += 1
        return Offset(days, "day"), after
    begin = line.skip(place, "the", "theday")
    if name := line.word(begin, "feastday"):
        year, after = read_year(line, begin + 1)
        return FeastDay(name, year), after
    return None


def _ahead(line: Line, place: int) -> FoundPoint:
    """ "En dos semanas", "two weeks from now", "a week (from) Friday", "3 days ago"."""
    announced = line.has(place, "ahead", "ago")
    counted = read_count(line, place + 1 if announced else place)
    if counted is None:
        return None
    count, unit, after = counted
    if line.has(after, "agopost"):
        return Offset(-count, unit), after + 1
    if line.has(after, "fromnow"):
        return Offset(count, unit), line.skip(after + 1, "fromnow")
    if announced:
        in_a_month = line.has(after, "in", "of") and line.has(after + 1, "month", "weakmonth")
        return None if in_a_month else (Offset(-count if line.has(place, "ago") else count, unit), after)
    if line.has(after, "later", "earlier"):
        anchor = _anchor(line, line.skip(line.skip(after + 1, "of"), "the", "theday"))
        sign = -1 if line.has(after, "earlier") else 1
        return (Offset(sign * count, unit, anchor[0]), anchor[1]) if anchor else None
    briefly = (
        unit == "week" and line.has(after, "offset", "weekday") and not line.has(place - 1, "for", "ahead")
    )
    anchor = read_point(line, after + 1) if line.has(after, "from") else None
    if briefly:  # "a week today", "two weeks Friday"
        anchor = read_point(line, after)
    if anchor and (isinstance(anchor[0], Offset) or (isinstance(anchor[0], Day) and anchor[0].day is None)):
        return Offset(count, unit, anchor[0]), anchor[1]
    return None


def read_beside(line: Line, place: int) -> tuple[Point | Until, int] | None:
    """ "After Tuesday" begins the day after, "antes de Navidad" ends the day before."""
    word = line.text(place)
    if word not in (*_AFTER, *_BEFORE):
        return None
    at = line.skip(place + 1, "of")
    named = line.skip(at, "the", "theday")
    feast = line.word(named, "feast") or line.word(named, "weakfeast")
    point = (FeastDay(feast), named + 1) if feast else read_point(line, at)
    if point is None or isinstance(point[0], Slashed):
        return None
    if word in _BEFORE:
        return Until(Offset(-1, "day", point[0])), point[1]
    return Offset(1, "day", Feast(feast) if feast else point[0]), point[1]


def _anchor(line: Line, place: int) -> FoundPoint:
    """What a length is counted from: a day, or the first day of a feast ("a week before Christmas")."""
    if name := line.word(place, "feast") or line.word(place, "weakfeast"):
        return FeastDay(name), place + 1
    return read_point(line, place)
