"""What a traveller's words about dates mean, given today and what was said before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from dateutil.relativedelta import relativedelta

from language.dates.grammar import Parsed, parse, parse_answer
from language.dates.reading.combining import combine
from language.dates.reading.context import LONGEST_NIGHTS, Context
from language.dates.reading.expressions import possible_orders, read_expression
from language.dates.reading.results import NOT_A_DATE, DateRange, DateReading, Problem
from language.normalise import fold

__all__ = ["DateRange", "DateReading", "Problem", "read_dates"]

_YEARS_AHEAD = 2


def read_dates(
    text: str,
    language: str,
    *,
    today: date,
    country: str | None = None,
    known: DateRange | None = None,
    expects_end: bool = False,
) -> DateReading:
    """The dates that a text names: a whole message, a mention of it, or an answer of one number.

    `country` (ISO 3166, two letters) gives the public holidays. `known` is what was said before: a trip, its
    start alone (both days the same), or a whole month from first to last day when only the month is known;
    bare days then fall in its month, and "mejor en junio" or "a week later" move it. With `expects_end` a
    lone day is the end of the trip that begins at `known.start_on`.
    """
    context = Context(today, language, country, known, expects_end)
    answer = parse_answer(text, language)
    parsed = (answer,) if answer else parse(text, language)
    if not parsed:
        return NOT_A_DATE
    readings: list[DateReading] = []
    for expression in combine([found.expression for found in parsed], either=_either(text, parsed)):
        for ordered in possible_orders(expression, context):
            reading = _checked(read_expression(ordered, context), context)
            if reading not in readings:
                readings.append(reading)
    return _decide(readings)


def _either(text: str, parsed: Sequence[Parsed]) -> bool:
    """Whether an "or" stands between the first two expressions."""
    between = fold(text[parsed[0].end : parsed[1].start]).split() if len(parsed) > 1 else []
    return bool(between) and between[0] in ("o", "u", "or", "ou")


def _decide(readings: list[DateReading]) -> DateReading:
    """The only sensible reading, or those between which the traveller must choose."""
    sensible = [reading for reading in readings if reading.problem is None]
    if len(sensible) <= 1:
        return (sensible or readings or [NOT_A_DATE])[0]
    options: list[DateRange | date] = []
    for reading in sensible:
        if reading.start_on and reading.end_on:
            options.append(DateRange(reading.start_on, reading.end_on))
        elif only := reading.start_on or reading.end_on:
            options.append(only)
    return DateReading(alternatives=tuple(options)) if options else sensible[0]


def _checked(reading: DateReading, context: Context) -> DateReading:
    problem = reading.problem or _problem(reading, context.today)
    return replace(reading, problem=problem) if problem else reading


def _problem(reading: DateReading, today: date) -> Problem | None:
    first = reading.start_on or reading.end_on
    if (first and first < today) or (reading.month and reading.month < (today.year, today.month)):
        return "past"
    if reading.start_on and reading.end_on and reading.end_on < reading.start_on:
        return "end_before_start"
    if _too_far(reading, first, today):
        return "too_far"
    return "too_long" if (reading.nights or 0) > LONGEST_NIGHTS else None


def _too_far(reading: DateReading, first: date | None, today: date) -> bool:
    horizon = today + relativedelta(years=_YEARS_AHEAD)
    if reading.month and reading.month > (horizon.year, horizon.month):
        return True
    return first is not None and first > horizon
