"""The grammar of stretches of time: "en julio", "primera quincena de julio", "next weekend", "Réveillon"."""

from __future__ import annotations

from typing import cast

from language.dates.expressions import Feast, HalfMonth, Month, Part, Period, Week, Weekend
from language.dates.parts import read_turned, read_year
from language.dates.points import read_point
from language.lexemes import Line

_WORDS_OF_THEIR_OWN = ("mar", "set", "dez", "out", "ago", "dec", "sep")
# "O Natal" is Christmas, "em Natal" is a city.
_PORTUGUESE_ARTICLES = (["o"], ["do"], ["no"], ["ao"], ["pro"])
FoundPeriod = tuple[Period, int] | None


def read_period(line: Line, place: int, *, loose: bool = False) -> FoundPeriod:
    """The stretch of time that is named from a place on. `loose` takes short month names on trust."""
    return (
        _feast(line, place, loose=loose)
        or _part(line, place)
        or _half(line, place)
        or _week(line, place)
        or _weekend(line, place)
        or read_month(line, place, loose=loose)
    )


def read_month(line: Line, place: int, *, loose: bool = False) -> tuple[Month, int] | None:
    """ "Julio", "next July", "julio de 2027", "el mes que viene"."""
    if turned := read_turned(line, place, "month"):
        return Month(turn=turned[0]), turned[1]
    at = line.skip(place, "the", "theday")
    turn = line.number(at, "turn")
    at += turn is not None
    month = line.number(at, "month")
    if month is None:
        month = line.number(at, "weakmonth")
        if month is None or not (loose or _led(line, at, turn)):
            return None
    if line.has(at - 1, "naming"):
        return None
    year, after = read_year(line, at + 1)
    if year is None and line.has(after, "turn") and not line.has(after + 1, "unit", "weekend", "weekday"):
        turn, after = line.number(after, "turn"), after + 1
    return Month(month=month, year=year, turn=turn), after


def _led(line: Line, at: int, turn: int | None) -> bool:
    """Whether a short name stands where only a month can: "in May" and not "de dez dias"."""
    if line.has(at + 1, "year"):
        return True
    if line.has(at + 1, "counted", "unit", "number"):
        return False
    if line.text(at) in _WORDS_OF_THEIR_OWN:
        return line.text(at - 1) in ("en", "em", "in", "durante", "during")
    return line.has(at - 1, "in") or (turn is not None and line.text(at) != "may")


def _feast(line: Line, place: int, *, loose: bool) -> FoundPeriod:
    at = line.skip(place, "the", "theday")
    turned = line.has(at, "turn")
    at += turned
    articled = line.text(at - 1).split()[-1:] in _PORTUGUESE_ARTICLES
    name = line.word(at, "feast") or (line.word(at, "weakfeast") if loose or articled else None)
    if name is None:
        return None
    year, after = read_year(line, at + 1)
    return Feast(name, year), line.skip(after, "turn") if not turned else after


def _part(line: Line, place: int) -> FoundPeriod:
    at = line.skip(place, "the", "theday", "in")
    part = line.word(at, "part")
    if part is None:
        return None
    at = line.skip(at + 1, "of")
    at = at + 1 if line.sign(at, "-") else at
    if month := read_month(line, line.skip(at, "the"), loose=True):
        found = month[0]
        return Month(found.month, found.year, found.turn, cast(Part, part)), month[1]
    if line.word(line.skip(at, "the"), "unit") == "month":
        return Month(turn=0, part=cast(Part, part)), line.skip(at, "the") + 1
    return None


def _index(line: Line, place: int) -> int | None:
    for kind in ("ordinal", "weaknth", "number"):
        if (index := line.number(place, kind)) is not None:
            return index
    return None


def _half(line: Line, place: int) -> FoundPeriod:
    at = line.skip(place, "the", "theday")
    index = _index(line, at)
    if index not in (1, 2, -1) or not line.has(at + 1, "half"):
        return _month_then_half(line, place)
    month = read_month(line, line.skip(at + 2, "of", "in"), loose=True)
    if month is None:
        return None
    return HalfMonth(index, month[0]), month[1]


def _month_then_half(line: Line, place: int) -> FoundPeriod:
    """ "Agosto, la primera quincena"."""
    month = read_month(line, line.skip(place, "in", "of"))
    if month is None:
        return None
    at = month[1] + 1 if line.sign(month[1], ",") else month[1]
    at = line.skip(line.skip(at, "in", "of"), "the", "theday")
    index = _index(line, at)
    if index not in (1, 2, -1) or not line.has(at + 1, "half"):
        return None
    return HalfMonth(index, month[0]), at + 2


def _week(line: Line, place: int) -> FoundPeriod:
    at = line.skip(place, "the", "theday")
    index = _index(line, at)
    if (
        index is not None
        and -1 <= index <= 5
        and line.word(at + 1, "unit") == "week"
        and line.has(at + 2, "of", "in")
    ):
        month = read_month(line, at + 3, loose=True)
        if month:
            return Week(index=index, month=month[0]), month[1]
    if turned := read_turned(line, place, "week"):
        return Week(turn=turned[0]), turned[1]
    if line.word(at, "unit") == "week" and line.has(at + 1, "from", "of"):
        begins = read_point(line, at + 1 if line.has(at + 1, "theday") else at + 2, loose=True)
        if begins:
            return Week(begins=begins[0]), begins[1]
    return None


def _weekend(line: Line, place: int) -> FoundPeriod:
    at = line.skip(place, "the", "theday")
    turn = line.number(at, "turn")
    at += turn is not None
    index = None
    if turn is None and line.has(at + 1, "weekend", "longweekend"):
        index = _index(line, at)
        at += index is not None
    if not line.has(at, "weekend", "longweekend") or line.text(at - 1) == "day":  # "memorial day weekend"
        return None
    long = line.number(at, "longweekend") or 0
    after = at + 1
    if turn is None and line.has(after, "turn") and not line.has(after + 1, "unit"):
        turn, after = line.number(after, "turn"), after + 1
    of = line.skip(after, "of", "from", "in")
    if of > after:
        if month := read_month(line, of, loose=True):
            return Weekend(long=long, month=month[0], index=index), month[1]
        dated = line.has(after, "theday", "of", "from")
        begins = read_point(line, after if line.has(after, "theday") else of, loose=True) if dated else None
        if begins:
            return Weekend(long=long, begins=begins[0]), begins[1]
    if index is not None and index != 1:
        return None
    default = 1 if long else 0
    return Weekend(turn=default if turn is None else turn, long=long), after
