"""How long promises last: the operator's terms, given by the caller, since settings live in ``app``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Terms:
    """Durations of quotes and holds, how many days ahead trips are sold, and what part confirms a booking."""

    quote_valid_hours: int = 72
    hold_minutes: int = 30
    booking_hold_hours: int = 24
    horizon_days: int = 730
    deposit_percent: int = 30


DEFAULT_TERMS = Terms()
