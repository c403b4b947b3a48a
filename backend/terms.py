"""The operator's terms, given by the caller, since settings live in ``app``: how long promises last, who bills."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues documents; ``timezone`` (IANA) tells which day and which year it is."""

    name: str
    tax_id: str = ""
    address: str = ""
    timezone: str = "America/Lima"


@dataclass(frozen=True, slots=True)
class Terms:
    """Durations of quotes and holds, how many days ahead trips are sold, what part confirms a booking, and who bills."""

    quote_valid_hours: int = 72
    hold_minutes: int = 30
    booking_hold_hours: int = 24
    horizon_days: int = 730
    deposit_percent: int = 30
    issuer: Issuer = Issuer("Viajes Altamar")


DEFAULT_TERMS = Terms()
