"""What a reading depends on besides the words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from language.dates.reading.results import DateRange

LONGEST_NIGHTS = 60


@dataclass(frozen=True, slots=True)
class Context:
    """Today, the country whose holidays count, the dates known before, and whether the end is asked for."""

    today: date
    language: str
    country: str | None = None
    known: DateRange | None = None
    expects_end: bool = False

    @property
    def known_month(self) -> tuple[int, int] | None:
        """The month, if what is known is a whole month: nothing but the month was said."""
        if self.known is None or self.known.start_on.day != 1:
            return None
        whole = last_of_month(self.known.start_on.year, self.known.start_on.month) == self.known.end_on
        return (self.known.start_on.year, self.known.start_on.month) if whole else None

    @property
    def known_trip(self) -> DateRange | None:
        """The dates known before, unless they only stand for a month."""
        return None if self.known_month else self.known

    def year(self, said: int | None) -> int | None:
        """The year meant: below 100 it counts from the present one."""
        return said if said is None or said >= 100 else self.today.year + said


def last_of_month(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def day_or_none(year: int, month: int, day: int) -> date | None:
    """The day, if it exists."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
