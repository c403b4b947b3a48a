"""What one expression means, in one of the orders that slashed dates can be read in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from language.dates.expressions import (
    Day,
    Expression,
    Feast,
    HalfMonth,
    Longer,
    Month,
    Moved,
    Offset,
    Same,
    Slashed,
    Span,
    Stay,
    Tonight,
    Until,
    Week,
    Weekend,
)
from language.dates.reading.context import Context
from language.dates.reading.periods import read_period
from language.dates.reading.points import date_of, in_order, moved
from language.dates.reading.results import NOT_A_DATE, DateReading, ranged
from language.dates.reading.spans import read_span


def read_expression(expression: Expression, context: Context) -> DateReading:
    """The dates of one expression; not yet checked for being sensible."""
    if isinstance(expression, Span):
        return read_span(expression, context)
    if isinstance(expression, (Month, HalfMonth, Week, Weekend, Feast)):
        return _begun(read_period(expression, context), context)
    if isinstance(expression, Stay):
        return _stay(expression, context)
    if isinstance(expression, (Moved, Longer, Same)):
        return _changed(expression, context)
    if isinstance(expression, Until):
        begins = context.known_trip.start_on if context.known_trip else None
        return _until(date_of(expression.end, context, begins=begins), begins)
    if isinstance(expression, Tonight):
        return ranged(context.today, context.today + timedelta(days=1))
    return _single(expression, context)


def possible_orders(expression: Expression, context: Context) -> list[Expression]:
    """The expression with its slashed dates read day first, and month first too where that is in doubt.

    Spanish and Portuguese write the day first: there only a lone date without a year leaves a doubt.
    """
    slashed = _slashed(expression)
    if not slashed:
        return [expression]
    orders = [first for first in (True, False) if all(_is_month(s, day_first=first) for s in slashed)]
    doubtless = all(s.first == s.second for s in slashed)
    by_custom = context.language != "en" and (slashed[0].year is not None or isinstance(expression, Span))
    if True in orders and (doubtless or by_custom):
        orders = [True]
    return [_ordered(expression, day_first=first) for first in orders]


def _slashed(expression: Expression | None) -> list[Slashed]:
    if isinstance(expression, Slashed):
        return [expression]
    if isinstance(expression, Span):
        return [point for point in (expression.start, expression.end) if isinstance(point, Slashed)]
    if isinstance(expression, Stay):
        return _slashed(expression.start)
    if isinstance(expression, Until):
        return _slashed(expression.end)
    if isinstance(expression, (Week, Weekend)):
        return _slashed(expression.begins)
    return _slashed(expression.after) if isinstance(expression, Offset) else []


def _is_month(point: Slashed, *, day_first: bool) -> bool:
    return 1 <= (point.second if day_first else point.first) <= 12


def _ordered(expression: Expression, *, day_first: bool) -> Expression:
    if isinstance(expression, Slashed):
        return in_order(expression, day_first=day_first)
    changes = {
        name: _ordered(value, day_first=day_first)
        for name in ("start", "end", "begins", "after")
        if (value := getattr(expression, name, None)) is not None and _slashed(value)
    }
    return replace(expression, **changes) if changes else expression  # type: ignore[arg-type]


def _single(point: Day | Slashed | Offset | object, context: Context) -> DateReading:
    """A lone day: the end of the trip when that was asked for; else its start, the known length kept."""
    trip = context.known_trip
    if trip and context.expects_end:
        return _until(date_of(point, context, begins=trip.start_on), trip.start_on)  # type: ignore[arg-type]
    start_on = date_of(point, context)  # type: ignore[arg-type]
    if start_on is None:
        return NOT_A_DATE
    if trip and trip.nights > 0:
        return ranged(start_on, start_on + timedelta(days=trip.nights))
    return DateReading(start_on=start_on)


def _until(end_on: date | None, begins: date | None) -> DateReading:
    if end_on is None:
        return NOT_A_DATE
    return ranged(begins, end_on) if begins else DateReading(end_on=end_on)


def _begun(reading: DateReading, context: Context) -> DateReading:
    """A period that answers "until when?" ends the trip that is known to begin."""
    trip = context.known_trip
    if trip and context.expects_end and reading.end_on and reading.end_on > trip.start_on:
        return ranged(trip.start_on, reading.end_on)
    return reading


def _stay(stay: Stay, context: Context) -> DateReading:
    if stay.start is None:
        if context.known_trip:
            return _for_nights(context.known_trip.start_on, stay.nights)
        return DateReading(nights=stay.nights, month=context.known_month)
    alone = replace(context, known=None) if isinstance(stay.start, Month) else context
    begins = read_expression(stay.start, replace(alone, expects_end=False))
    if begins.start_on:
        return _for_nights(begins.start_on, stay.nights)
    return replace(begins, nights=stay.nights) if begins.month else begins


def _for_nights(start_on: date, nights: int) -> DateReading:
    end_on = moved(start_on, nights, "day")
    return ranged(start_on, end_on) if end_on else NOT_A_DATE


def _changed(change: Moved | Longer | Same, context: Context) -> DateReading:
    trip = context.known_trip
    if trip is None:
        return NOT_A_DATE
    if isinstance(change, Moved):
        start_on = moved(trip.start_on, change.count, change.unit)
        return ranged(start_on, start_on + timedelta(days=trip.nights)) if start_on else NOT_A_DATE
    return _for_nights(trip.start_on, trip.nights + (change.nights if isinstance(change, Longer) else 0))
