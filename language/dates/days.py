"""The grammar of calendar days: "viernes 14 de mayo", "el 3", "May 10th, 2027", "sexta que vem"."""

from __future__ import annotations

from language.dates.expressions import Day
from language.dates.parts import after_name, counts, read_turned, read_weekday, read_year
from language.lexemes import Line

# Portuguese weekdays that are ordinals too: "a segunda" chooses, "na segunda" is Monday.
_ORDINAL_WEEKDAYS = {"segunda", "terça", "terca", "quarta", "quinta", "sexta"}
_CHOOSING_ARTICLES = ("a", "minha", "sua", "pela", "essa")
_LAST_DAY = 31
# From here on a word such as "fifteenth" is a day where nothing else is said.
_FIRST_ORDINAL_ALONE = 7


def read_day_then_month(line: Line, place: int, *, loose: bool) -> tuple[Day, int] | None:
    """ "Viernes 14 de mayo", "el 3", "the 3rd of next month", "14 mayo 2027"."""
    led = line.has(place, "theday")
    at = line.skip(place, "theday", "the")
    at += line.has(at, "turn") and line.has(at + 1, "weekday")
    weekday = read_weekday(line, at)
    if weekday is not None:
        at = line.skip(after_name(line, at), "theday", "the")
    at = line.skip(at, "dayword") if weekday is not None or led else at
    number, ordinal = line.number(at), line.number(at, "ordinal") or line.number(at, "weaknth")
    day = number or ordinal
    if day is None or not 1 <= day <= 99:
        return None
    dated = _month_after(line, Day(day=day, weekday=weekday), at + 1, spelt=led or loose)
    if dated:
        return dated
    if day > _LAST_DAY or (number is None and (day < _FIRST_ORDINAL_ALONE or not led)):
        return None
    if counts(line, at) or line.has(at + 1, "half", "weekend") or line.sign(at + 1, ")"):
        return None
    named = weekday is not None and not line.has(at - 1, "weakweekday")
    if loose or named or _is_articled(line, place, at, led=led):
        return Day(day=day, weekday=weekday), at + 1
    return None


def _is_articled(line: Line, place: int, at: int, *, led: bool) -> bool:
    """ "El 3" and "on 3rd" are days; "the 3" and "quiero el 2" are not."""
    if line.has(at, "nth"):
        stays = (
            line.sign(at + 1, "-", ",", "(") and line.number(at + 2) is not None and line.has(at + 3, "unit")
        )
        return led or stays or line.has(place - 1, "onday", "from", "until")
    return led and line.text(place) != "the" and not line.has(place - 1, "choosing")


def _month_after(line: Line, day: Day, after: int, *, spelt: bool) -> tuple[Day, int] | None:
    """The month, by name, by number ("10 de 5") or counted from this one, that follows a day."""
    of = line.skip(after, "of")
    linked = of > after
    of = of + 1 if line.sign(of, "-", "/", ".", ",") else of
    month = line.number(of, "month") or line.number(of, "weakmonth")
    number = day.day or 0
    if month is not None and (number <= _LAST_DAY or (linked and line.has(of, "month"))):
        if line.sign(of - 1, ",") and line.has(of + 1, "number"):
            return None
        abbreviated = line.sign(of + 1, ".") and line.has(of + 2, "year", "to", "of")
        year, end = _year_after(line, of + 2 if abbreviated and line.has(of, "weakmonth") else of + 1)
        return Day(day=number, month=month, year=year, weekday=day.weekday), end
    if number > _LAST_DAY:
        return None
    by_number = line.number(of) if linked and spelt and not line.has(of + 1, "of", "to") else None
    if by_number and by_number <= 12 and not counts(line, of):
        return Day(day=number, month=by_number, weekday=day.weekday), of + 1
    if turned := read_turned(line, of, "month"):
        return Day(day=number, months=turned[0], weekday=day.weekday), turned[1]
    return None


def _year_after(line: Line, after: int) -> tuple[int | None, int]:
    """The year after a whole date, of two digits too ("10 de mayo del 27")."""
    year, end = read_year(line, after)
    short = line.number(after + 1) if year is None and line.has(after, "of") else None
    if short is None or not 25 <= short <= 60 or counts(line, after + 1):
        return year, end
    goes_on = line.has(after + 2, "to", "and", "or", "of") or line.sign(after + 2, "-", "/")
    return (year, end) if goes_on else (2000 + short, after + 2)


def read_month_then_day(line: Line, place: int) -> tuple[Day, int] | None:
    """ "May 10th, 2027", "mayo 10", "Friday, May 10"."""
    place = line.skip(place, "theday", "the")
    weekday = read_weekday(line, place)
    if weekday is not None:
        place = after_name(line, place)
    month = line.number(place, "month") or line.number(place, "weakmonth")
    if month is None:
        return None
    closed = line.sign(place + 1, ".") or (line.sign(place + 1, "-") and line.glued(place + 1))
    at = line.skip(place + 2 if closed else place + 1, "theday", "the", "dayword")
    day = line.number(at)
    if day is None and line.language == "en":
        day = line.number(at, "ordinal")
    if day is None or not 1 <= day <= _LAST_DAY or counts(line, at) or line.has(at + 1, "weekend"):
        return None
    year, after = read_year(line, at + 1)
    return Day(day=day, month=month, year=year, weekday=weekday), after


def read_lone_weekday(line: Line, place: int, *, loose: bool) -> tuple[Day, int] | None:
    """ "Viernes", "el próximo viernes", "sexta que vem", "Friday next week"."""
    at = line.skip(place, "the", "theday")
    turn = line.number(at, "turn")
    at += turn is not None
    weekday = line.number(at, "weekday")
    if weekday is None and (loose or turn is not None or line.has(place - 1, "onday")):
        weekday = line.number(at, "weakweekday")
    if weekday is None or (turn is None and not loose and _is_ordinal(line, place, at)):
        return None
    after = at + 1
    if turn is None and line.has(after, "turn") and not line.has(after + 1, "unit", "weekend"):
        turn, after = line.number(after, "turn"), after + 1
    if turned := read_turned(line, line.skip(after, "of"), "week"):
        return Day(weekday=weekday, weeks=turned[0]), turned[1]
    return Day(weekday=weekday, turn=turn), after


def _is_ordinal(line: Line, place: int, at: int) -> bool:
    """Whether "segunda" means the second one."""
    if line.text(at) not in _ORDINAL_WEEKDAYS:
        return False
    chosen = line.text(at - 1) in _CHOOSING_ARTICLES or line.has(place - 1, "choosing")
    return chosen or line.has(at + 1, "counted", "half", "unit")
