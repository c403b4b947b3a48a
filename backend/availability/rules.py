"""Counting places, without a database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.availability.schemas import Claim

Slot = tuple[UUID, date]


@dataclass(frozen=True, slots=True)
class Vacancies:
    """Free places: ``usual`` ones of an option a day, and the ``days`` that differ because something was taken or closed."""

    usual: Mapping[UUID, int]
    days: Mapping[Slot, int]

    def free(self, option_id: UUID, on: date) -> int:
        """Places free that day; 0 for an unknown option."""
        return self.days.get((option_id, on), self.usual.get(option_id, 0))

    def free_throughout(self, option_id: UUID, days: Iterable[date]) -> int:
        """Places free on every one of these days."""
        return min((self.free(option_id, on) for on in days), default=0)


@dataclass(frozen=True, slots=True)
class Day:
    """An option on a day as the database has it: of ``capacity`` places some are ``taken``; a closed day gives no more."""

    product: str
    option: str
    capacity: int
    taken: int
    closed: bool

    @property
    def free(self) -> int:
        """Places that can still be taken; none when the capacity was lowered below what is taken."""
        return 0 if self.closed else max(0, self.capacity - self.taken)


def merge(claims: Iterable[Claim]) -> dict[Slot, int]:
    """What is claimed of each option and day, in the order in which rows are locked everywhere."""
    wanted: Counter[Slot] = Counter()
    for claim in claims:
        wanted[claim.option_id, claim.on] += claim.quantity
    return dict(sorted(wanted.items()))
