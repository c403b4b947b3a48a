"""Which state follows which, deadlines, and what a cancellation costs. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from backend.bookings.schemas import BookingState, CancellationTerms, KeptBecause
from backend.catalogue.schemas import PolicyView
from backend.errors import TransitionRefused
from backend.money import Money, smallest
from backend.pricing.price import percent_of

S = BookingState
ALLOWED: dict[BookingState, frozenset[BookingState]] = {
    S.PENDING: frozenset({S.ON_HOLD, S.CONFIRMED, S.REJECTED, S.CANCELLED}),
    S.ON_HOLD: frozenset({S.CONFIRMED, S.EXPIRED, S.CANCELLED}),
    S.CONFIRMED: frozenset({S.REDEEMED, S.CANCELLED}),
    S.EXPIRED: frozenset(),
    S.CANCELLED: frozenset(),
    S.REDEEMED: frozenset(),
    S.REJECTED: frozenset(),
}


def check_transition(reference: str, state: BookingState, wanted: BookingState) -> None:
    """Raises TransitionRefused when the one state cannot follow the other."""
    if wanted not in ALLOWED[state]:
        raise TransitionRefused(reference, state, wanted)


def check_late_confirmation(reference: str, state: BookingState) -> None:
    """Raises TransitionRefused unless late money may still confirm it: nothing else follows on a booking that expired."""
    if state is not S.EXPIRED:
        check_transition(reference, state, S.CONFIRMED)


def cancellation(
    policy: PolicyView, total: Money, *, state: BookingState, starts_on: date, timezone: str, now: datetime
) -> CancellationTerms:
    """What cancelling costs ``now``, in days of the destination's calendar before the first service.

    Nothing is owed for a booking that is not paid.
    """
    zone = ZoneInfo(timezone)
    notice = (starts_on - now.astimezone(zone).date()).days
    step = next((step for step in policy.steps if notice >= step.days_before), policy.steps[-1])
    free = [step.days_before for step in policy.steps if step.penalty_percent == 0]
    free_until = None
    if free and step.penalty_percent == 0:
        first_day_that_costs = starts_on - timedelta(days=min(free) - 1)
        free_until = datetime.combine(first_day_that_costs, time(), zone).astimezone(UTC)
    if state is not S.CONFIRMED:
        return CancellationTerms(Money(0, total.currency), Money(0, total.currency), free_until)
    share = percent_of(total.amount, step.penalty_percent, smallest(total.currency))
    penalty = Money(share, total.currency)
    return CancellationTerms(penalty, total - penalty, free_until)


def kept_because(
    state: BookingState, *, expires_at: datetime | None, paid: bool, ends_on: date, now: datetime
) -> KeptBecause | None:
    """Why who travels must be kept: the trip is to come, or money was taken, which books must show; None when neither."""
    over = state not in (S.PENDING, S.ON_HOLD, S.CONFIRMED) or (expires_at is not None and expires_at <= now)
    if not over and ends_on >= now.date():
        return KeptBecause.TRIP
    return KeptBecause.BOOKS if paid or state is S.REDEEMED else None
