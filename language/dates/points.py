"""The grammar of single days: "el 3", "viernes 14 de mayo", "in two weeks", "mañana", "5/9"."""

from __future__ import annotations

from typing import Literal, TypeGuard

from language.dates.expressions import Day, FeastDay, Offset, Point, Slashed, Tonight, Unit
from language.lexemes import Line

FoundPoint = tuple[Point, int] | None
# Portuguese weekdays that are ordinals too: "a segunda" chooses, "na segunda" is Monday.
_ORDINAL_WEEKDAYS = {"segunda", "terça", "terca", "quarta", "quinta", "sexta"}
_UNITS: dict[str, tuple[Unit, int]] = {
    "day": ("day", 1),
    "week": ("week", 1),
    "fortnight": ("week", 2),
    "month": ("month", 1),
    "year": ("year", 1),
}


def read_point(line: Line, place: int, *, loose: bool = False) -> FoundPoint:
    """The day that is named from a place on. `loose` takes a bare number for a day of the month."""
    return (
        _slashed(line, place)
        or _named(line, place)
        or _ahead(line, place)
        or _day_then_month(line, place, loose=loose)
        or _month_then_day(line, place)
        or _weekday(line, place, loose=loose)
    )


def is_bare(point: object) -> TypeGuard[Day]:
    """Whether a point is nothing but the number of a day."""
    return isinstance(point, Day) and point == Day(day=point.day) and point.day is not None


def counts(line: Line, place: int) -> bool:
    """Whether a number counts something else: people, years, stars, money ("4 o 5 personas")."""
    after = place + 1
    while (line.has(after, "and", "or", "to") or line.sign(after, "-", "/")) and line.has(
        after + 1, "number"
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
    """ "En dos semanas", "two weeks from now", "a week from Friday", "3 days ago"."""
    sign: Literal[1, -1] = -1 if line.has(place, "ago") else 1
    announced = line.has(place, "ahead", "ago")
    counted = read_count(line, place + 1 if announced else place)
    if counted is None:
        return None
    count, unit, after = counted
    if line.has(after, "agopost"):
        return Offset(-count, unit), after + 1
    if line.has(after, "fromnow"):
        after += 1
        return Offset(count, unit), line.skip(after, "fromnow")
    if announced:
        if line.has(after, "in", "of") and line.has(after + 1, "month", "weakmonth"):
            return None
        return Offset(sign * count, unit), after
    if line.has(after, "later", "earlier"):
        anchor = _anchor(line, line.skip(line.skip(after + 1, "of"), "the", "theday"))
        return (
            (Offset(-count if line.has(after, "earlier") else count, unit, anchor[0]), anchor[1])
            if anchor
            else None
        )
    anchor = read_point(line, after + 1) if line.has(after, "from") else None
    if anchor and (isinstance(anchor[0], Offset) or (isinstance(anchor[0], Day) and anchor[0].day is None)):
        return Offset(count, unit, anchor[0]), anchor[1]
    return None


def _anchor(line: Line, place: int) -> FoundPoint:
    """What a length is counted from: a day, or the first day of a feast ("a week before Christmas")."""
    if name := line.word(place, "feast") or line.word(place, "weakfeast"):
        return FeastDay(name), place + 1
    return read_point(line, place)


def _day_then_month(line: Line, place: int, *, loose: bool) -> FoundPoint:
    """ "Viernes 14 de mayo", "el 3", "the 3rd of next month", "14 mayo 2027"."""
    lead = line.has(place, "theday")
    at = line.skip(place, "theday", "the")
    turn = line.number(at, "turn") if line.has(at + 1, "weekday") else None
    at += turn is not None
    weekday = line.number(at, "weekday")
    if weekday is None:
        weekday = line.number(at, "weakweekday")
    if weekday is not None:
        at = at + 2 if line.sign(at + 1, ",", ".") else at + 1
        at = line.skip(at, "theday", "the")
    at = line.skip(at, "dayword") if weekday is not None or lead else at
    day, ordinal = line.number(at), line.number(at, "ordinal")
    if day is None and line.has(at, "weaknth"):
        day, ordinal = None, line.number(at, "weaknth")
    if not 1 <= (day or ordinal or 0) <= 99:
        return None
    after = at + 1
    of = line.skip(after, "of")
    if (day or 0) > 31 and not (of > after and line.has(of, "month")):
        return None
    of = of + 1 if line.sign(of, "-", "/", ".", ",") else of
    named = Day(day=day or ordinal, weekday=weekday)
    month = line.number(of, "month") or line.number(of, "weakmonth")
    if month is not None and not (line.sign(of - 1, ",") and line.has(of + 1, "number")):
        abbreviated = (
            line.sign(of + 1, ".") and line.has(of, "weakmonth") and line.has(of + 2, "year", "to", "of")
        )
        after = of + 2 if abbreviated else of + 1
        year, after = _year_of_day(line, after)
        return Day(day=named.day, month=month, year=year, weekday=weekday), after
    spelt = of > after and line.has(of - 1, "of") and (lead or loose) and not line.has(of + 1, "of", "to")
    month_number = line.number(of) if spelt else None
    if day and month_number and month_number <= 12 and not counts(line, of):
        return Day(day=day, month=month_number, weekday=weekday), of + 1
    if turned := read_turned(line, of, "month"):
        return Day(day=named.day, months=turned[0], weekday=weekday), turned[1]
    if day is None and not ((ordinal or 0) >= 7 and lead):
        return None
    if counts(line, at) or line.has(after, "half", "weekend") or line.sign(after, ")"):
        return None
    nth = line.has(at, "nth") and (lead or line.has(place - 1, "onday", "from", "until"))
    articled = lead and not line.has(place - 1, "choosing") and (line.text(place) != "the" or nth)
    if loose or articled or nth or (weekday is not None and not line.has(at - 1, "weakweekday")):
        return named, after
    return None


def _year_of_day(line: Line, after: int) -> tuple[int | None, int]:
    """The year after a whole date, of two digits too ("10 de mayo del 27")."""
    year, end = read_year(line, after)
    short = line.number(after + 1) if year is None and line.has(after, "of") else None
    ends = not (
        line.has(after + 2, "to", "and", "or", "of") or line.sign(after + 2, "-", "/")
    ) and not counts(line, after + 1)
    if short is not None and 25 <= short <= 60 and ends:
        return 2000 + short, after + 2
    return year, end


def _month_then_day(line: Line, place: int) -> FoundPoint:
    """ "May 10th, 2027", "mayo 10"."""
    place = line.skip(place, "theday", "the")
    weekday = line.number(place, "weekday")
    if weekday is None:
        weekday = line.number(place, "weakweekday")
    if weekday is not None:
        place = place + 2 if line.sign(place + 1, ",", ".") else place + 1
    month = line.number(place, "month") or line.number(place, "weakmonth")
    if month is None:
        return None
    at = (
        place + 2
        if line.sign(place + 1, ".") or (line.sign(place + 1, "-") and line.glued(place + 1))
        else place + 1
    )
    at = line.skip(at, "theday", "the", "dayword")
    day = line.number(at)
    if day is None:
        day = line.number(at, "ordinal") if line.language == "en" else None
    if day is None or not 1 <= day <= 31 or counts(line, at) or line.has(at + 1, "weekend"):
        return None
    year, after = read_year(line, at + 1)
    return Day(day=day, month=month, year=year, weekday=weekday), after


def _weekday(line: Line, place: int, *, loose: bool) -> FoundPoint:
    """ "Viernes", "el próximo viernes", "sexta que vem", "Friday next week"."""
    at = line.skip(place, "the", "theday")
    turn = line.number(at, "turn")
    at += turn is not None
    weekday = line.number(at, "weekday")
    if weekday is None:
        weekday = line.number(at, "weakweekday")
        if weekday is None or not (loose or turn is not None or line.has(place - 1, "onday")):
            return None
    word = line.text(at)
    if word in _ORDINAL_WEEKDAYS and turn is None and not loose:
        article = line.text(at - 1) if at else ""
        if article in ("a", "minha", "sua", "pela", "essa") or line.has(at + 1, "counted", "half", "unit"):
            return None
        if line.has(place - 1, "choosing"):
            return None
    after = at + 1
    if turn is None and line.has(after, "turn") and not line.has(after + 1, "unit", "weekend"):
        turn = line.number(after, "turn")
        after += 1
    if turned := read_turned(line, line.skip(after, "of"), "week"):
        return Day(weekday=weekday, weeks=turned[0]), turned[1]
    return Day(weekday=weekday, turn=turn), after
