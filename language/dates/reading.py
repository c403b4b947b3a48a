"""What a traveller's words about dates mean, given today and what was said before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Problem = Literal["past", "end_before_start", "too_far", "too_long", "not_a_date"]


@dataclass(frozen=True, slots=True)
class DateRange:
    """From the day of arrival to the day of departure."""

    start_on: date
    end_on: date


@dataclass(frozen=True, slots=True)
class DateReading:
    """What was said. `month` is (year, month) when only a month was said; `alternatives` when in doubt."""

    start_on: date | None = None
    end_on: date | None = None
    nights: int | None = None
    month: tuple[int, int] | None = None
    alternatives: tuple[DateRange | date, ...] = ()
    problem: Problem | None = None


def read_dates(
    text: str,
    language: str,
    *,
    today: date,
    country: str | None = None,
    known: DateRange | None = None,
    expects_end: bool = False,
) -> DateReading:
    """The dates that a text names."""
    import dateparser

    settings = {"RELATIVE_BASE": __import__("datetime").datetime(today.year, today.month, today.day)}
    found = dateparser.parse(text, languages=[language], settings=settings)  # type: ignore[arg-type]
    if found is None:
        return DateReading(problem="not_a_date")
    return DateReading(start_on=found.date())
