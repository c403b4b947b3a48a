"""What a reading of dates can say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Problem = Literal["past", "end_before_start", "too_far", "too_long", "not_a_date"]


@dataclass(frozen=True, slots=True)
class DateRange:
    """From the local day of arrival to the local day of departure."""

    start_on: date
    end_on: date

    @property
    def nights(self) -> int:
        """The nights between the two days."""
        return (self.end_on - self.start_on).days


@dataclass(frozen=True, slots=True)
class DateReading:
    """What was said about dates; everything unsaid is None.

    `month` is (year, month) when a month was named and no days. `alternatives` holds the readings between
    which only the traveller can decide; then nothing else is set. With a `problem`, the dates are those
    that have it: "past", "end_before_start", "too_far" (more than two years ahead), "too_long" (more than
    60 nights), "not_a_date" (nothing that could be read, or a day that does not exist).
    """

    start_on: date | None = None
    end_on: date | None = None
    nights: int | None = None
    month: tuple[int, int] | None = None
    alternatives: tuple[DateRange | date, ...] = ()
    problem: Problem | None = None


NOT_A_DATE = DateReading(problem="not_a_date")


def ranged(start_on: date, end_on: date) -> DateReading:
    """The reading of a whole range."""
    return DateReading(start_on=start_on, end_on=end_on, nights=(end_on - start_on).days)
