"""The date expressions of a text, each with the lexemes that it covers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from language.dates.expressions import Expression, Span, Stay, Until
from language.dates.line import read_line
from language.dates.parts import is_bare
from language.dates.trips import read_trip
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
_LONGEST_ANSWER = 40


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
            read = None if line.has(place, "notdate") else read_trip(line, place, loose=False)
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
    read = read_trip(line, place, loose=True) if place < last else None
    if read is None or read[2] != last:
        return None
    return Parsed(read[0], line.lexemes[place].start, line.lexemes[last - 1].end)


def _adds_nothing(line: Line, place: int) -> bool:
    return line.has(place, "polite") or line.sign(place, ",", ".", "!", "?", "¿", "¡")
