"""Which day a point names, seen from today or from the day that a trip begins."""

from __future__ import annotations

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from language.dates.expressions import Day, Feast, FeastDay, Offset, Point, Slashed, Tonight
from language.dates.reading.context import LONGEST_NIGHTS, Context, day_or_none
from language.dates.reading.feasts import feast_dates

# "Del 28 al 3" crosses into the next month, "del 14 al 10" is a mistake: a crossing is at most this long.
LONGEST_CROSSING = 21
_YEARS_TO_A_LEAP_DAY = 9
_MONTHS_TO_SEARCH = 4


def date_of(point: Point, context: Context, *, begins: date | None = None) -> date | None:
    """The day, or None when it does not exist. With `begins` it is the end of a trip that begins then.

    A day without a year is the next to come, today included; a weekday is the next one after today. The
    end of a trip comes after its beginning, or, where that would make the trip absurdly long, before it.
    """
    if isinstance(point, Tonight):
        return context.today
    if isinstance(point, Offset):
        first = begins if begins and point.from_start else context.today
        anchor = _anchor(point.after, context) if point.after else first
        return _moved(anchor, point.count, point.unit) if anchor else None
    if isinstance(point, FeastDay):
        found = feast_dates(
            point.name, year=context.year(point.year), today=begins or context.today, country=context.country
        )
        return found[0].start_on if found else None
    if isinstance(point, Slashed):
        point = in_order(point, day_first=True)
    return _end(point, context, begins) if begins else _start(point, context)


def _anchor(after: Point | Feast, context: Context) -> date | None:
    if not isinstance(after, Feast):
        return date_of(after, context)
    found = feast_dates(
        after.name, year=context.year(after.year), today=context.today, country=context.country
    )
    return found[0].end_on if found else None


def in_order(point: Slashed, *, day_first: bool) -> Day:
    """The slashed date read with the day first or the month first."""
    day, month = (point.first, point.second) if day_first else (point.second, point.first)
    return Day(day=day, month=month, year=point.year)


def moved(day: date, count: int, unit: str) -> date | None:
    """The day so many units later, or None beyond the calendar."""
    return _moved(day, count, unit)


def _moved(day: date, count: int, unit: str) -> date | None:
    try:
        return day + relativedelta(**{f"{unit}s": count})  # type: ignore[arg-type]
    except (ValueError, OverflowError):
        return None


def _start(day: Day, context: Context) -> date | None:
    if day.day is None:
        return _weekday(day, context.today) if day.weekday is not None else None
    if day.months is not None:
        first = context.today.replace(day=1) + relativedelta(months=day.months)
        return day_or_none(first.year, first.month, day.day)
    if day.month is None:
        return _coming_day(day, context)
    if (year := context.year(day.year)) is not None:
        return day_or_none(year, day.month, day.day)
    if context.known and context.known.start_on.month == day.month:
        same = day_or_none(context.known.start_on.year, day.month, day.day)
        if same and same >= context.today:
            return same
    return coming(day.month, day.day, context.today)


def coming(month: int, day: int, since: date) -> date | None:
    """The next such day, the first one included; None when no year has it."""
    for year in range(since.year, since.year + _YEARS_TO_A_LEAP_DAY):
        found = day_or_none(year, month, day)
        if found and found >= since:
            return found
    return None


def _coming_day(day: Day, context: Context) -> date | None:
    """A bare day of the month: in the month known before, else the next; on its weekday if that is near."""
    number = day.day or 0
    if context.known:
        same = day_or_none(context.known.start_on.year, context.known.start_on.month, number)
        if same and same >= context.today:
            return same
    candidates = [
        found
        for ahead in range(_MONTHS_TO_SEARCH)
        for first in [context.today.replace(day=1) + relativedelta(months=ahead)]
        if (found := day_or_none(first.year, first.month, number)) and found >= context.today
    ]
    fitting = [found for found in candidates if day.weekday in (None, found.weekday())]
    return next(iter(fitting or candidates), None)


def _weekday(day: Day, today: date) -> date:
    weekday = day.weekday or 0
    if day.weeks is not None:
        return today - timedelta(days=today.weekday()) + timedelta(days=7 * day.weeks + weekday)
    ahead = (weekday - today.weekday()) % 7
    if day.turn == -1:
        return today - timedelta(days=(today.weekday() - weekday) % 7 or 7)
    if ahead == 0 and day.turn != 0:
        ahead = 7
    return today + timedelta(days=ahead + (7 if day.turn == 2 else 0))


def _end(day: Day, context: Context, begins: date) -> date | None:
    year = context.year(day.year)
    if day.day is None:
        if day.weeks is not None or day.turn == -1:
            return _weekday(day, context.today)
        return begins + timedelta(days=((day.weekday or 0) - begins.weekday()) % 7 or 7)
    if day.months is not None:
        return _start(day, context)
    if day.month is None:
        return _end_in_month(day.day, begins)
    if year is not None:
        return day_or_none(year, day.month, day.day)
    found = coming(day.month, day.day, begins)
    if found and (found - begins).days > LONGEST_NIGHTS:
        return day_or_none(begins.year, day.month, day.day) or found
    return found


def _end_in_month(number: int, begins: date) -> date | None:
    same = day_or_none(begins.year, begins.month, number)
    if same and same >= begins:
        return same
    after = begins.replace(day=1) + relativedelta(months=1)
    crossed = day_or_none(after.year, after.month, number)
    if same and crossed and (crossed - begins).days > LONGEST_CROSSING:
        return same
    return crossed
