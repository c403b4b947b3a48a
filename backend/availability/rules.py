"""Counting places, without a database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Vacancies:
    """Free places: ``usual`` ones of an option a day, and the ``days`` that differ because something was taken or closed."""

    usual: Mapping[UUID, int]
    days: Mapping[tuple[UUID, date], int]

    def free(self, option_id: UUID, on: date) -> int:
        """Places free that day; 0 for an unknown option."""
        return self.days.get((option_id, on), self.usual.get(option_id, 0))

    def free_throughout(self, option_id: UUID, days: Iterable[date]) -> int:
        """Places free on every one of these days."""
        return min((self.free(option_id, on) for on in days), default=0)
