"""Which days a stretch of time covers; conventions stand in `feasts`."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice

from dateutil.relativedelta import relativedelta

from language.dates.expressions import Feast, HalfMonth, Month, Period, Week, Weekend
from language.dates.reading.context import Context, last_of_month
from language.dates.reading.feasts import feast_dates, long_weekends
from language.dates.reading.points import date_of
from language.dates.reading.results import NOT_A_DATE, DateRange, DateReading, ranged

_MONDAY_TO_SUNDAY = 6


def read_period(period: Period, context: Context) -> DateReading:
    """The range of a feast, week, weekend or half month; a month stays a month, unless days are known."""
    if isinstance(period, Month):
        return _month(period, context)
    if isinstance(period, HalfMonth):
        year, month = month_of(period.month, context)
        last = last_of_month(year, month)
        return (
            ranged(date(year, month, 1), date(year, month, 15))
            if period.index == 1
            else ranged(last.replace(day=16), last)
        )
    if isinstance(period, Week):
        return _week(period, context)
    if isinstance(period, Weekend):
        return _weekend(period, context)
    found = _feast(period, context)
    return _one_of(found)


def month_of(month: Month, context: Context) -> tuple[int, int]:
    """The year and month meant: the next to come, the present one included."""
    today = context.today
    if month.month is None:
        moved = today.replace(day=1) + relativedelta(months=month.turn or 0)
        return moved.year, moved.month
    year = context.year(month.year)
    if year is not None:
        return year, month.month
    if context.known and context.known.start_on.month == month.month and context.known.start_on >= today:
        return context.known.start_on.year, month.month
    passed = month.month < today.month or (month.month == today.month and month.turn == 1)
    if month.turn == -1:
        return today.year - (month.month >= today.month), month.month
    return today.year + passed, month.month


def _one_of(found: list[DateRange]) -> DateReading:
    if not found:
        return NOT_A_DATE
    if len(found) > 1:
        return DateReading(alternatives=tuple(found))
    if found[0].nights == 0:
        return DateReading(start_on=found[0].start_on)
    return ranged(found[0].start_on, found[0].end_on)


def _feast(feast: Feast, context: Context) -> list[DateRange]:
    return feast_dates(
        feast.name, year=context.year(feast.year), today=context.today, country=context.country
    )


def _month(said: Month, context: Context) -> DateReading:
    """A month; where a trip is known, the same days in that month ("mejor en junio")."""
    year, month = month_of(said, context)
    trip = context.known_trip
    if trip is None or said.part or trip.nights == 0:
        return DateReading(month=(year, month))
    start_on = date(year, month, min(trip.start_on.day, last_of_month(year, month).day))
    return ranged(start_on, start_on + timedelta(days=trip.nights))


def _week(week: Week, context: Context) -> DateReading:
    if week.begins:
        begins = date_of(week.begins, context)
        return ranged(begins, begins + timedelta(days=7)) if begins else NOT_A_DATE
    if week.month and week.index:
        year, month = month_of(week.month, context)
        last = last_of_month(year, month)
        start_on = last - timedelta(days=6) if week.index == -1 else date(year, month, 7 * week.index - 6)
        return ranged(start_on, min(start_on + timedelta(days=6), last)) if week.index <= 4 else NOT_A_DATE
    monday = context.today - timedelta(days=context.today.weekday()) + timedelta(days=7 * week.turn)
    return ranged(
        max(monday, context.today) if week.turn == 0 else monday, monday + timedelta(days=_MONDAY_TO_SUNDAY)
    )


def _weekend(weekend: Weekend, context: Context) -> DateReading:
    if weekend.begins:
        day = date_of(weekend.begins, context)
        return _friday_to_sunday(day - timedelta(days=(day.weekday() - 4) % 7)) if day else NOT_A_DATE
    if weekend.long:
        return _long_weekend(weekend, context)
    if weekend.month:
        year, month = month_of(weekend.month, context)
        if weekend.index is None:
            return DateReading(month=(year, month), nights=2)
        first = date(year, month, 1)
        saturday = first + timedelta(days=(5 - first.weekday()) % 7 + 7 * (weekend.index - 1))
        if weekend.index == -1:
            last = last_of_month(year, month)
            saturday = last - timedelta(days=(last.weekday() - 5) % 7)
        return _friday_to_sunday(saturday - timedelta(days=1)) if saturday.month == month else NOT_A_DATE
    return _weekend_ahead(weekend.turn, context.today)


def _weekend_ahead(turn: int, today: date) -> DateReading:
    """This weekend is the one we are in or the coming one; the next is the next to begin."""
    inside = today.weekday() - 4
    if turn == 0 and inside in (0, 1):
        return ranged(today, today + timedelta(days=2 - inside))
    friday = today + timedelta(days=(4 - today.weekday()) % 7 or 7)
    return _friday_to_sunday(friday + timedelta(days=7 * (turn - 1 if turn > 1 or turn < 0 else 0)))


def _long_weekend(weekend: Weekend, context: Context) -> DateReading:
    wanted = month_of(weekend.month, context) if weekend.month else None
    coming = long_weekends(today=context.today, country=context.country, bridges=weekend.long == 2)
    if wanted:
        # What is left of this month may have none any more: then the same month of next year is meant.
        again = (wanted[0] + 1, wanted[1]) if wanted == (context.today.year, context.today.month) else wanted
        coming = (dates for dates in coming if {wanted, again} & set(_months(dates)))
    skipped = 1 if weekend.turn == 2 else 0
    found = next(islice(coming, skipped, None), None)
    if found:
        return ranged(found.start_on, found.end_on)
    return DateReading(month=wanted) if wanted else NOT_A_DATE


def _months(dates: DateRange) -> tuple[tuple[int, int], ...]:
    return (dates.start_on.year, dates.start_on.month), (dates.end_on.year, dates.end_on.month)


def _friday_to_sunday(friday: date) -> DateReading:
    return ranged(friday, friday + timedelta(days=2))
