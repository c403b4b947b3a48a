"""Which days a range names: each end lends the other what it leaves unsaid."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from language.dates.expressions import Day, Feast, Point, Span
from language.dates.reading.context import Context, day_or_none
from language.dates.reading.feasts import feast_dates
from language.dates.reading.points import LONGEST_CROSSING, date_of
from language.dates.reading.results import NOT_A_DATE, DateReading, ranged


def read_span(span: Span, context: Context) -> DateReading:
    """The range; with an end before its start when it was said so."""
    if isinstance(span.start, Day) and isinstance(span.end, Day) and _leaves_month(span.start, span.end):
        return _from_the_end(span.start, span.end, context)
    start, end = _lent_year(span.start, span.end)
    start_on = _edge(start, context, None)
    if start_on is None:
        return NOT_A_DATE
    end_on = _edge(end, context, start_on)
    return ranged(start_on, end_on) if end_on else NOT_A_DATE


def _leaves_month(start: Day, end: Day) -> bool:
    """Whether only the end has a month."""
    if start.day is None or start.month is not None or start.months is not None or end.day is None:
        return False
    return end.month is not None or end.months is not None


def _edge(point: Point | Feast, context: Context, begins: date | None) -> date | None:
    if not isinstance(point, Feast):
        return date_of(point, context, begins=begins)
    found = feast_dates(
        point.name, year=context.year(point.year), today=begins or context.today, country=context.country
    )
    return (found[0].end_on if begins else found[0].start_on) if found else None


def _lent_year(start: Point | Feast, end: Point | Feast) -> tuple[Point | Feast, Point | Feast]:
    """ "Del 28 de diciembre al 3 de enero de 2028": the year of the end dates the start too."""
    if (
        isinstance(start, Day)
        and isinstance(end, Day)
        and start.month
        and end.month
        and end.year
        and not start.year
    ):
        crosses = (start.month, start.day or 0) > (end.month, end.day or 0) and start.month - end.month > 6
        return replace(start, year=end.year - crosses), end
    return start, end


def _from_the_end(start: Day, end: Day, context: Context) -> DateReading:
    """ "Del 10 al 14 de mayo", "31 a 04/01": the month stands at the end only."""
    end_on = date_of(end, context)
    start_on = _start_before(start.day or 0, end_on) if end_on else None
    if end_on is None or start_on is None:
        return NOT_A_DATE
    if start_on < context.today and end.year is None and end.months is None:
        later = replace(context, today=end_on + timedelta(days=1), known=None)
        return _from_the_end(start, end, later)
    return ranged(start_on, end_on)


def _start_before(number: int, end_on: date) -> date | None:
    same = day_or_none(end_on.year, end_on.month, number)
    if same and same <= end_on:
        return same
    before = end_on.replace(day=1) - relativedelta(months=1)
    crossed = day_or_none(before.year, before.month, number)
    if crossed and (end_on - crossed).days <= LONGEST_CROSSING:
        return crossed
    return same or crossed
