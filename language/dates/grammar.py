"""The date expressions of a text, each with the lexemes that it covers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from language.dates.expressions import (
    Expression,
    Feast,
    Longer,
    Month,
    Moved,
    Offset,
    Period,
    Same,
    Span,
    Stay,
    Until,
    Weekend,
)
from language.dates.line import read_line
from language.dates.periods import read_month, read_period
from language.dates.points import is_bare, read_point
from language.dates.ranges import fill_month, read_span
from language.dates.stays import read_change, read_length
from language.lexemes import Line

# Every expression has one of these within its first lexemes; where none is near, nothing is tried.
_ANCHORS = (
    "number",
    "weaknth",
    "slashed",
    "month",
    "weakmonth",
    "weekday",
    "weakweekday",
    "offset",
    "tonight",
    "feast",
    "weakfeast",
    "feastday",
    "weekend",
    "longweekend",
    "unit",
    "single",
    "half",
    "days",
    "nights",
    "same",
    "nextday",
)
_BEFORE_AN_ANCHOR = 3
_OF = ("de", "do", "d", "of", "del")
_LONGEST_ANSWER = 40
_NEAR = 6
_BEFORE_A_STAY = ("from", "in", "of", "for", "onday", "theday", "and")


class Parsed(NamedTuple):
    """An expression and the characters of the text that say it."""

    expression: Expression
    start: int
    end: int


@lru_cache(maxsize=256)
def parse(text: str, language: str) -> tuple[Parsed, ...]:
    """All date expressions of a text, in order, without those denied ("no el 5, el 6").

    The last texts are remembered: dates, parties and ages all ask.
    """
    line = read_line(text, language)
    found: list[Parsed] = []
    denied: list[Parsed] = []
    for expression, first, after in _expressions(line):
        start = max(line.lexemes[first].start, found[-1].end if found else 0)
        found.append(Parsed(expression, start, line.lexemes[after - 1].end))
        if _is_denied(line, first):
            denied.append(found[-1])
    return tuple(parsed for parsed in found if parsed not in denied) or tuple(found)


def _expressions(line: Line) -> Iterator[tuple[Expression, int, int]]:
    """The expressions with their first lexeme and the one after, tried only where an anchor is near."""
    place = 0
    for anchor in (p for p in range(len(line)) if line.has(p, *_ANCHORS)):
        place = max(place, anchor - _BEFORE_AN_ANCHOR)
        while place <= anchor:
            read = None if line.has(place, "notdate") else _read(line, place, loose=False)
            if read is None:
                place += 1
                continue
            expression, first, place = read
            yield expression, _trimmed(line, expression, first, place), place


def _is_denied(line: Line, first: int) -> bool:
    """Whether a "not" stands before; the Portuguese "no dia 5" is no denial."""
    before = line.text(first - 1)
    return before in ("not", "nao") or (before == "no" and line.language != "pt")


def _trimmed(line: Line, expression: Expression, first: int, after: int) -> int:
    """Without the article or preposition that a whole date does not need ("el 3" needs it)."""
    if is_bare(expression) or isinstance(expression, (Span, Stay, Until)):
        return first
    while first < after - 1 and line.has(first, "the", "theday") and not line.has(first, "feast", "turn"):
        first += 1
    return first


def parse_answer(text: str, language: str) -> Parsed | None:
    """The date that is all a text says, polite words aside: there "14" is a day, "5-9" a range, "may" a month."""
    if len(text) > _LONGEST_ANSWER:
        return None
    line = read_line(text, language)
    place, last = 0, len(line)
    while place < last and _adds_nothing(line, place):
        place += 1
    while last > place and _adds_nothing(line, last - 1):
        last -= 1
    read = _read(line, place, loose=True) if place < last else None
    if read is None or read[2] != last:
        return None
    return Parsed(read[0], line.lexemes[place].start, line.lexemes[last - 1].end)


def _adds_nothing(line: Line, place: int) -> bool:
    return line.has(place, "polite") or line.sign(place, ",", ".", "!", "?", "¿", "¡")


def _read(line: Line, place: int, *, loose: bool) -> tuple[Expression, int, int] | None:
    """The expression that begins at a place, with the first lexeme that belongs to it and the one after."""
    if not line.lexemes[place].kinds:
        return None
    if (same := _same(line, place)) is not None:
        return Same(), place, same
    if read := read_change(line, place):
        return read[0], place, read[1]
    if read := _length_first(line, place, loose=loose):
        return read[0], place, read[1]
    core = _core(line, place, loose=loose)
    if core is None:
        return None
    expression, first, after = core
    stay = _length_after(line, after)
    if stay is None:
        return expression, first, after
    length, after = stay
    if isinstance(expression, (Span, Until, Stay, Moved, Longer, Same)):
        return expression, first, after
    return Stay(length.nights, expression), first, after


def _core(line: Line, place: int, *, loose: bool) -> tuple[Expression, int, int] | None:
    """A range, a day, the end of a trip or a period."""
    begin = place + 1 if line.has(place, "outbound") else place
    if begin > place and (line.has(begin, "onday") or line.sign(begin, ":")):
        begin += 1
    if span := read_span(line, begin, loose=loose):
        return span[0], begin if begin > place else place, span[1]
    if weeks_days := _week_from_to(line, place):
        return weeks_days
    if line.has(place, "until") and (
        ends := read_point(line, place if line.has(place, "theday") else place + 1, loose=loose)
    ):
        return Until(ends[0]), place, ends[1]
    if point := read_point(line, place, loose=loose):
        return (
            None if is_bare(point[0]) and _is_the_age_of_someone(line, place) else (point[0], place, point[1])
        )
    period = read_period(line, place, loose=loose)
    return _with_days(line, place, period) if period else None


def _week_from_to(line: Line, place: int) -> tuple[Expression, int, int] | None:
    """ "La semana del 14 al 17 de abril"."""
    at = line.skip(place, "the", "theday")
    span = (
        read_span(line, at + 1, loose=True)
        if line.word(at, "unit") == "week" and line.has(at + 1, "from")
        else None
    )
    return (span[0], place, span[1]) if span else None


def _with_days(line: Line, place: int, period: tuple[Period, int]) -> tuple[Expression, int, int]:
    """A period, with its preposition, and the days that may follow ("en mayo, del 5 al 9")."""
    expression, after = period
    led = isinstance(expression, Month) and line.has(place - 1, "in") and line.text(place - 1) not in _OF
    first = place - 1 if led else place
    if isinstance(expression, (Month, Weekend)):
        at = after + 1 if line.sign(after, ",", ":", "(") else after
        span = read_span(line, at, loose=True)
        if span and isinstance(expression, Month) and (filled := fill_month(span[0], expression)):
            return filled, first, span[1]
        if span and isinstance(expression, Weekend):
            return span[0], first, span[1]
    if isinstance(expression, Month) and (line.has(after, "and", "or", "to") or line.sign(after, "-", "/")):
        second = read_month(line, after + 1, loose=True)
        if second and not line.has(second[1], "number"):
            return expression, first, second[1]
    if isinstance(expression, Feast) and line.has(after, "and", "to"):
        second_ = read_period(line, after + 1)
        if second_ and isinstance(second_[0], Feast):
            return Span(expression, second_[0]), first, second_[1]
    return expression, first, after


def _length_first(line: Line, place: int, *, loose: bool) -> tuple[Expression, int] | None:
    """ "Tres noches desde el 4 de junio", "dez dias em agosto", or the length alone."""
    point = read_point(line, place)
    if point and isinstance(point[0], Offset):
        return None
    length = read_length(line, place)
    if length is None:
        return None
    stay, after = length
    if line.has(after, "agopost", "later", "earlier") or line.has(place - 1, "ago"):
        return None
    at = after
    for _ in range(3):
        core = _core(line, at, loose=False)
        if core and isinstance(core[0], (Span, Until)):
            return core[0], core[2]
        if core:
            return Stay(stay.nights, core[0]), core[2]  # type: ignore[arg-type]
        if not (line.has(at, *_BEFORE_A_STAY) or line.sign(at, ",")):
            break
        at += 1
    if line.has(place, "single") and not line.has(place - 1, "for"):
        return None
    if any(line.has(earlier, "extending") for earlier in range(max(0, place - _NEAR), place)):
        return Longer(
            stay.nights + line.has(after - 1, "unit") * (line.word(after - 1, "unit") == "day")
        ), after
    if stay.nights == 0 and not line.has(place - 1, "for"):
        return None
    return stay, after


def _length_after(line: Line, after: int) -> tuple[Stay, int] | None:
    """A length that follows a date: "..., 5 noches", "... for a week", "... (4 nights)"."""
    at, opened = after, False
    for _ in range(3):
        length = read_length(line, at)
        if length:
            if line.has(length[1], "agopost", "later", "earlier", "more", "less", "fromnow"):
                return None
            closing = opened and line.sign(length[1], ")")
            return length[0], length[1] + closing
        if line.sign(at, "("):
            opened = True
        if not (line.has(at, "for", "and", "in") or line.sign(at, ",", "(", "-", "/", "x")):
            return None
        at += 1
    return None


def _same(line: Line, place: int) -> int | None:
    at = line.skip(place, "the", "theday", "turn")
    return at + 1 if line.has(at, "same") else None


def _is_the_age_of_someone(line: Line, place: int) -> bool:
    return line.has(place - 1, "agedword") or line.has(place - 2, "agedword")
