"""The grammar of ranges: "del 10 al 14 de mayo", "31 a 04/01", "May 10-14", "from the 3rd to Friday"."""

from __future__ import annotations

from dataclasses import replace

from language.dates.expressions import Day, Feast, Month, Point, Slashed, Span
from language.dates.parts import counts, is_bare, read_year
from language.dates.periods import read_month, read_period
from language.dates.points import read_point
from language.lexemes import Line

_LONGEST_LIST = 7


def read_span(line: Line, place: int, *, loose: bool = False) -> tuple[Span, int] | None:
    """The range that begins at a place; `loose` takes "5-9" or "5 to 9" without more evidence."""
    led = line.has(place, "from", "between")
    begins = _edge(line, place) or (_edge(line, place + 1) if led else None)
    if begins is None:
        return None
    start, at = begins
    listed = _list_end(line, at) if is_bare(start) else at
    link = _link(line, listed, bare=is_bare(start))
    if link is None:
        return _slashed_days(line, place, led)
    ends = _edge(line, link)
    if ends is None:
        return None
    end, after = ends
    if is_bare(end):
        end, after = _month_after(line, end, after)
    if is_bare(end) and isinstance(start, Day) and start.month:
        year, after = read_year(line, after)
        end = replace(end, month=start.month, year=year) if year else end
    if not _plausible(line, place, start, end, led=led, loose=loose, link=link, after=after):
        return None
    return Span(start, end), after


def fill_month(span: Span, month: Month) -> Span | None:
    """The span with the month that stands before it ("en mayo, del 5 al 9"); None when it has its own."""
    if not (is_bare(span.start) and is_bare(span.end)) or month.part:
        return None
    return Span(_in_month(span.start, month), _in_month(span.end, month))


def _in_month(day: Day, month: Month) -> Day:
    return replace(day, month=month.month, year=month.year, months=None if month.month else month.turn)


def _edge(line: Line, place: int) -> tuple[Point | Feast, int] | None:
    point = read_point(line, place, loose=True)
    if point:
        return point
    period = read_period(line, place)
    return (period[0], period[1]) if period and isinstance(period[0], Feast) else None


def _list_end(line: Line, at: int) -> int:
    """The place of the last link of "14, 15 y 16 de agosto"."""
    for _ in range(_LONGEST_LIST):
        if not (
            line.sign(at, ",")
            and line.has(at + 1, "number")
            and (line.sign(at + 2, ",") or line.has(at + 2, "and"))
        ):
            return at
        at += 2
    return at


def _link(line: Line, at: int, *, bare: bool) -> int | None:
    """The place after the words that join the two ends."""
    if line.has(at, "to"):
        return (
            line.skip(at + 1, "theday")
            if not line.has(at, "theday")
            else (at if line.has(at + 1, "number") else at + 1)
        )
    if line.sign(at, "-", ">", "→") or (line.sign(at, "/") and not bare):
        at = at + 2 if line.sign(at + 1, "-", ">") else at + 1
        return line.skip(at, "to")
    back = _return_link(line, at)
    return at + 1 if back is None and line.has(at, "and") else back


def _return_link(line: Line, at: int) -> int | None:
    """ "... y nos vamos el 9", "..., volta dia 14": the way back names the end."""
    for _ in range(3):
        if line.has(at, "return") and line.sign(at + 1, ":"):
            return at + 2
        if line.has(at, "return"):
            return (
                line.skip(line.skip(at + 1, "return"), "onday", "in")
                if not line.has(at + 1, "theday")
                else at + 1
            )
        if not (line.has(at, "and", "the", "in", "theday") or line.sign(at, ",", ";", "-", "/", ".", "(")):
            return None
        at += 1
    return None


def _month_after(line: Line, end: Day, after: int) -> tuple[Point, int]:
    """ "Del 5 al 9 en julio" and "del 5 al 9 (mayo)"."""
    at = line.skip(after, "in", "of")
    at = at + 1 if line.sign(at, "(", ",") else at
    month = read_month(line, at, loose=at > after) if at > after or line.has(at, "month") else None
    if month is None or month[0].part or (line.sign(at - 1, ",") and line.has(at + 1, "number")):
        return end, after
    return _in_month(end, month[0]), month[1] + (
        1 if line.sign(at - 1, "(") and line.sign(month[1], ")") else 0
    )


def _slashed_days(line: Line, place: int, led: bool) -> tuple[Span, int] | None:
    """ "10/14 de mayo": a slash between the days of one month."""
    at = place + 1 if led and not line.word(place, "slashed") else place
    written = line.word(at, "slashed")
    month = read_month(line, line.skip(at + 1, "of"), loose=True) if written else None
    if written is None or month is None:
        return None
    first, second, year, _ = written.split("/")
    if year or int(first) >= int(second) or month[0].month is None:
        return None
    return Span(_in_month(Day(int(first)), month[0]), _in_month(Day(int(second)), month[0])), month[1]


def _plausible(
    line: Line,
    place: int,
    start: Point | Feast,
    end: Point | Feast,
    *,
    led: bool,
    loose: bool,
    link: int,
    after: int,
) -> bool:
    """Whether two numbers are days and not ages, people, hours or stars."""
    if not is_bare(start) and not is_bare(end):
        return not (isinstance(start, Slashed) and isinstance(end, Slashed) and start == end)
    for bare, other in ((start, end), (end, start)):
        if is_bare(bare) and not (isinstance(other, Slashed) or (isinstance(other, Day) and other.day)):
            return False
    aged = line.has(place - 1, "agedword") or line.has(place - 2, "agedword")
    if is_bare(end) and (aged or counts(line, after - 1)):
        return False
    if is_bare(end) and not is_bare(start) and line.has(link - 1, "for"):  # "el 3 de marzo para 2" people
        return False
    if aged and line.has(link - 1, "and"):  # "niños de 4 y 7 de julio" could be either
        return False
    if not is_bare(start) or not is_bare(end):
        return not (line.has(link - 1, "and") and not led and isinstance(end, Slashed))
    joined = line.text(link - 1) if link else ""
    articled = line.has(place, "theday") or joined in (
        "al",
        "ao",
        "hasta el",
        "ate o",
        "ate dia",
        "até o",
        "al dia",
        "ao dia",
    )
    if line.has(link - 1, "and"):
        return line.has(place, "between")
    # "7th-26th", "13 to 29th": in English a bare ordinal is a day, in the others it may be a floor.
    ordinal = line.language == "en" and (line.has(place, "nth") or line.has(after - 1, "nth"))
    return led or articled or loose or ordinal
