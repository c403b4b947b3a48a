"""The grammar of whole expressions: ranges, stays, periods and their combinations."""

from __future__ import annotations

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
from language.dates.parts import is_bare
from language.dates.periods import read_month, read_period
from language.dates.points import read_beside, read_point
from language.dates.ranges import fill_month, read_span
from language.dates.stays import read_change, read_length
from language.lexemes import Line

_OF = ("de", "do", "d", "of", "del")
_NEAR = 6
_BEFORE_A_STAY = ("from", "in", "of", "for", "onday", "theday", "and")


def read_trip(line: Line, place: int, *, loose: bool) -> tuple[Expression, int, int] | None:
    """The expression that begins at a place, with the first lexeme that belongs to it and the one after."""
    if not line.lexemes[place].kinds:
        return None
    if (same := _same(line, place)) is not None:
        return Same(), place, same
    if read := read_change(line, place):
        return read[0], place, read[1]
    if read := _length_first(line, place):
        return read[0], place, read[1]
    core = _core(line, place, loose=loose)
    if core is None:
        return None
    expression, first, after = core
    length = _length_after(line, after)
    return (_stayed(length[0], expression), first, length[1]) if length else (expression, first, after)


def _core(line: Line, place: int, *, loose: bool) -> tuple[Expression, int, int] | None:
    """A range, a day, the end of a trip or a period."""
    begin = _begin(line, place)
    if span := read_span(line, begin, loose=loose) or _week_from_to(line, begin):
        return span[0], begin, span[1]
    if beside := read_beside(line, place):
        return beside[0], place, beside[1]
    if line.has(place, "until"):
        ends = read_point(line, place if line.has(place, "theday") else place + 1, loose=loose)
        if ends:
            return Until(ends[0]), place, ends[1]
    if point := read_point(line, place, loose=loose):
        return None if is_bare(point[0]) and _is_age(line, place) else (point[0], place, point[1])
    period = read_period(line, place, loose=loose)
    return _with_days(line, place, period) if period else None


def _begin(line: Line, place: int) -> int:
    """The place after "ida:", "llegada", "check in on"."""
    if not line.has(place, "outbound"):
        return place
    return place + 2 if line.has(place + 1, "onday") or line.sign(place + 1, ":") else place + 1


def _week_from_to(line: Line, place: int) -> tuple[Span, int] | None:
    """ "La semana del 14 al 17 de abril"."""
    at = line.skip(place, "the", "theday")
    if line.word(at, "unit") != "week" or not line.has(at + 1, "from"):
        return None
    return read_span(line, at + 1, loose=True)


def _with_days(line: Line, place: int, period: tuple[Period, int]) -> tuple[Expression, int, int]:
    """A period, with its preposition, and the days or the second period that may follow it."""
    expression, after = period
    if isinstance(expression, Month):
        led = line.has(place - 1, "in") and line.text(place - 1) not in _OF
        days, after = _month_and_more(line, expression, after)
        return days, place - 1 if led else place, after
    if isinstance(expression, Weekend) and (span := read_span(line, _opening(line, after), loose=True)):
        return span[0], place, span[1]
    second = read_period(line, after + 1) if line.has(after, "and", "to") else None
    if second and isinstance(expression, Feast) and isinstance(second[0], Feast):
        return Span(expression, second[0]), place, second[1]
    return expression, place, after


def _month_and_more(line: Line, month: Month, after: int) -> tuple[Expression, int]:
    """ "Mayo, del 5 al 9" is a range; "mayo o junio" is taken for May, and the days are asked."""
    span = read_span(line, _opening(line, after), loose=True)
    if span and (filled := fill_month(span[0], month)):
        return filled, span[1]
    if line.has(after, "and", "or", "to") or line.sign(after, "-", "/"):
        second = read_month(line, after + 1, loose=True)
        if second and not line.has(second[1], "number"):
            return month, second[1]
    return month, after


def _opening(line: Line, after: int) -> int:
    return after + 1 if line.sign(after, ",", ":", "(") else after


def _length_first(line: Line, place: int) -> tuple[Expression, int] | None:
    """ "Tres noches desde el 4 de junio", "dez dias em agosto", or the length alone."""
    length = read_length(line, place)
    point = read_point(line, place) if length else None
    if length is None or (point and isinstance(point[0], Offset)):
        return None
    stay, after = length
    if line.has(after, "agopost", "later", "earlier") or line.has(place - 1, "ago"):
        return None
    at = after
    for _ in range(3):
        core = _core(line, at, loose=False)
        if core:
            return _stayed(stay, core[0]), core[2]
        if not (line.has(at, *_BEFORE_A_STAY) or line.sign(at, ",")):
            break
        at += 1
    if any(line.has(earlier, "extending") for earlier in range(max(0, place - _NEAR), place)):
        return Longer(stay.nights + (line.word(after - 1, "unit") == "day")), after
    vague = line.has(place, "single") or stay.nights == 0
    return None if vague and not line.has(place - 1, "for") else (stay, after)


def _stayed(stay: Stay, begins: Expression) -> Expression:
    """The stay from where it begins; a range says all by itself."""
    if isinstance(begins, (Span, Until, Stay, Moved, Longer, Same)):
        return begins
    return Stay(stay.nights, begins)


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


def _is_age(line: Line, place: int) -> bool:
    return line.has(place - 1, "agedword") or line.has(place - 2, "agedword")
