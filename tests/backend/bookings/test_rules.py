"""States follow one another by a table, and a cancellation costs what the policy says, in local days."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from backend.bookings.rules import ALLOWED, cancellation, check_transition
from backend.bookings.schemas import BookingState, CancellationTerms
from backend.catalogue.schemas import CancellationStep, PolicyView
from backend.errors import TransitionRefused
from backend.money import Money

FLEXIBLE = PolicyView(
    "flexible", {}, (CancellationStep(7, 0), CancellationStep(2, 50), CancellationStep(0, 100))
)
STRICT = PolicyView("strict", {}, (CancellationStep(30, 10), CancellationStep(0, 100)))
TOTAL = Money(77881, "USD")
FREE_UNTIL = datetime(2027, 5, 4, 5, tzinfo=UTC)


def terms(
    now: datetime, policy: PolicyView = FLEXIBLE, state: BookingState = BookingState.CONFIRMED
) -> CancellationTerms:
    return cancellation(
        policy, TOTAL, state=state, starts_on=date(2027, 5, 10), timezone="America/Lima", now=now
    )


@pytest.mark.parametrize(
    ("now", "penalty"),
    [
        (datetime(2027, 3, 1, tzinfo=UTC), 0),
        (datetime(2027, 5, 4, 4, 59, tzinfo=UTC), 0),  # 23:59 of 3 May in Lima: seven days before
        (datetime(2027, 5, 4, 5, 0, tzinfo=UTC), 38941),  # midnight there: six days before
        (datetime(2027, 5, 9, 4, 59, tzinfo=UTC), 38941),
        (datetime(2027, 5, 9, 5, 0, tzinfo=UTC), 77881),
        (datetime(2027, 5, 12, tzinfo=UTC), 77881),
    ],
)
def test_the_first_step_whose_notice_is_reached_applies(now: datetime, penalty: int) -> None:
    found = terms(now)
    assert found.penalty == Money(penalty, "USD")
    assert found.penalty + found.refund == TOTAL


def test_what_is_paid_in_whole_units_is_kept_and_given_back_in_whole_units() -> None:
    total, late = Money(77_881_00, "COP"), datetime(2027, 5, 6, tzinfo=UTC)
    kept = cancellation(
        FLEXIBLE,
        total,
        state=BookingState.CONFIRMED,
        starts_on=date(2027, 5, 10),
        timezone="America/Bogota",
        now=late,
    )
    assert (kept.penalty, kept.refund) == (Money(38_941_00, "COP"), Money(38_940_00, "COP"))


def test_free_until_is_the_local_midnight_at_which_cancelling_starts_to_cost() -> None:
    assert terms(datetime(2027, 3, 1, tzinfo=UTC)).free_until == FREE_UNTIL
    assert terms(FREE_UNTIL).free_until is None
    assert terms(datetime(2027, 3, 1, tzinfo=UTC), STRICT).free_until is None


def test_a_booking_that_is_not_paid_costs_nothing() -> None:
    found = terms(datetime(2027, 5, 9, 12, tzinfo=UTC), state=BookingState.ON_HOLD)
    assert found == CancellationTerms(Money(0, "USD"), Money(0, "USD"), None)


@pytest.mark.parametrize("state", BookingState)
@pytest.mark.parametrize("wanted", BookingState)
def test_only_the_transitions_of_the_table_are_allowed(state: BookingState, wanted: BookingState) -> None:
    if wanted in ALLOWED[state]:
        check_transition("K7PQ2M", state, wanted)
    else:
        with pytest.raises(TransitionRefused):
            check_transition("K7PQ2M", state, wanted)


def test_what_has_ended_stays_so() -> None:
    ended = {BookingState.EXPIRED, BookingState.CANCELLED, BookingState.REDEEMED, BookingState.REJECTED}
    assert all(not ALLOWED[state] for state in ended)
