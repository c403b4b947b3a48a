"""What is claimed and what is held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, order=True)
class Claim:
    """So many places (rooms, seats, vehicles) of an option on one local day."""

    option_id: UUID
    on: date
    quantity: int


@dataclass(frozen=True, slots=True)
class HoldView:
    """Places kept for a quote until ``expires_at`` (UTC); None once a paid booking keeps them for good."""

    id: UUID
    quote_id: UUID
    expires_at: datetime | None
