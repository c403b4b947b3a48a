"""Whether a trip is only planned so far."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_BEGUN = ("destination", "wished_place", "travel_dates", "party", "stars", "hints")


def is_only_planned(slots: Mapping[str, Any], form: str | None) -> bool:
    """Whether a trip is being planned and none is booked: to change "the booking" then means to change the plan."""
    if slots.get("booking_reference") or form not in (None, "trip_form"):
        return False
    return form is not None or any(slots.get(slot) is not None for slot in _BEGUN)
