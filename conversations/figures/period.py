"""A span of days as the team counts them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from conversations.team.errors import Invalid

LONGEST = timedelta(days=366)
USUAL = timedelta(days=29)
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)


@dataclass(frozen=True, slots=True)
class Period:
    """Local dates, the last one included, in a time zone."""

    first: date
    last: date
    zone: str

    @classmethod
    def of(cls, first: date | None, last: date | None, *, zone: str, now: datetime) -> Period:
        """What was asked for, else the last 30 days; Invalid."""
        ends = last or now.astimezone(ZoneInfo(zone)).date()
        begins = first or ends - USUAL
        if not EARLIEST <= begins <= ends <= LATEST or ends - begins >= LONGEST:
            raise Invalid("period")
        return cls(begins, ends, zone)

    @classmethod
    def today(cls, *, zone: str, now: datetime) -> Period:
        """The day that it is there now."""
        on = now.astimezone(ZoneInfo(zone)).date()
        return cls(on, on, zone)

    @property
    def start(self) -> datetime:
        """Its first moment (UTC)."""
        return self._midnight(self.first)

    @property
    def end(self) -> datetime:
        """The first moment after it (UTC)."""
        return self._midnight(self.last + timedelta(days=1))

    def days(self) -> Iterator[date]:
        """Each of its days."""
        for number in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=number)

    def values(self) -> dict[str, object]:
        """What the queries of this room need of it."""
        return {"start": self.start, "end": self.end, "zone": self.zone}

    def _midnight(self, on: date) -> datetime:
        return datetime.combine(on, time(), ZoneInfo(self.zone)).astimezone(UTC)
