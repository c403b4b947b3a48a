"""The grammar of lengths: "3 noches", "a week later", "two more nights", "4 days and 3 nights"."""

from __future__ import annotations

from language.dates.expressions import Expression, Longer, Moved, Offset, Stay
from language.dates.points import read_count, read_point
from language.lexemes import Line

Found = tuple[Expression, int] | None


def read_length(line: Line, place: int) -> tuple[Stay, int] | None:
    """A number of nights; n days are n - 1 nights, as operators count ("4 days, 3 nights")."""
    glued = line.number(place, "days"), line.number(place, "nights")
    if glued[1] is not None:
        return Stay(glued[1]), place + 1
    if glued[0] is not None:
        return _then_nights(line, place + 1, Stay(max(glued[0] - 1, 0)))
    if line.word(place, "single") == "night":
        return Stay(1), place + 1
    about = line.skip(place, "about")
    nights = line.number(about)
    if nights is not None:
        unit = about + 2 if line.has(about + 1, "full") else about + 1
        if line.word(unit, "unit") == "night":
            return Stay(nights), unit + 1
    counted = read_count(line, place)
    if counted is None:
        return None
    count, of, after = counted
    if of == "week":
        return Stay(7 * count), after
    if of == "day":
        return _then_nights(line, after, Stay(max(count - 1, 0)))
    return None


def _then_nights(line: Line, after: int, stay: Stay) -> tuple[Stay, int]:
    """ "4 días y 3 noches": the nights say it exactly."""
    at = line.skip(after, "and")
    at = at + 1 if line.sign(at, "/", ",", "-") else at
    if (nights := line.number(at, "nights")) is not None:
        return Stay(nights), at + 1
    if (nights := line.number(at)) is not None and line.word(at + 1, "unit") == "night":
        return Stay(nights), at + 2
    return stay, after


def read_change(line: Line, place: int) -> Found:
    """A change of what was known: "una semana más tarde", "one more night", "dos noches menos"."""
    counted = read_count(line, place)
    point = read_point(line, place) if counted else None
    if point and isinstance(point[0], Offset):
        return None
    if counted and line.has(counted[2], "later", "earlier"):
        count, unit, after = counted
        return Moved(count if line.has(after, "later") else -count, unit), after + 1
    at = line.skip(place, "more", "less")
    number = line.number(at)
    at += number is not None
    between = at
    at = line.skip(at, "more", "less") if between == place + (number is not None) else at
    unit_ = line.word(at, "unit")
    if unit_ not in ("night", "day") or (number is None and at == place):
        return None
    after = line.skip(at + 1, "more", "less") if at == between and between == place + 1 else at + 1
    changed = next((p for p in range(place, after) if line.has(p, "more", "less")), None)
    if changed is None:
        return None
    count = number if number is not None else 1
    return Longer(-count if line.has(changed, "less") else count), after
