"""The grammar of lengths: "3 noches", "a week later", "two more nights", "4 days and 3 nights"."""

from __future__ import annotations

from language.dates.expressions import Expression, Longer, Moved, Offset, Stay
from language.dates.parts import read_count
from language.dates.points import read_point
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
    unit = line.skip(about + 1, "full")
    nights = line.number(about)
    if nights is not None and line.word(unit, "unit") == "night":
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
    if counted and line.has(counted[2], "later", "earlier"):
        count, unit, after = counted
        point = read_point(line, place)
        if point and isinstance(point[0], Offset):
            return None
        return Moved(count if line.has(after, "later") else -count, unit), after + 1
    return _longer(line, place)


def _longer(line: Line, place: int) -> Found:
    """ "Una noche más", "two more nights", "mais 2 noites": one "more" or "less" around a number and a unit."""
    at, changed, count = place, None, None
    for _ in range(3):
        if changed is None and line.has(at, "more", "less"):
            changed = at
        elif count is None and line.number(at) is not None:
            count = line.number(at)
        else:
            break
        at += 1
    if line.word(at, "unit") not in ("night", "day") or at == place:
        return None
    if changed is None and line.has(at + 1, "more", "less"):
        changed = at = at + 1
    if changed is None:
        return None
    nights = 1 if count is None else count
    return Longer(-nights if line.has(changed, "less") else nights), at + 1
