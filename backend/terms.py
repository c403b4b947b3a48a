"""How long promises last: the operator's terms, given by the caller, since settings live in ``app``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Terms:
    """Durations of quotes and holds, and how many days ahead trips are sold."""

    quote_valid_hours: int = 72
    hold_minutes: int = 30
    booking_hold_hours: int = 24
    horizon_days: int = 730


DEFAULT_TERMS = Terms()
