"""The deposit and the balance: both can be paid, and together they are the total."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.bookings.schemas import BookingState
from backend.money import Money, smallest
from backend.payments.rules import Standing, choices_of, deposit_of
from backend.payments.schemas import PaymentKind
from backend.pricing.price import percent_of


@pytest.mark.parametrize(
    ("total", "percent", "deposit"),
    [
        (Money(77_881, "USD"), 30, 23_364),
        (Money(123_457, "CLP"), 30, 37_037),
        (Money(123_457_00, "COP"), 30, 37_038_00),  # 37,037.10 is rounded up
        (Money(100_00, "COP"), 30, 30_00),
        (Money(1_00, "COP"), 30, 1_00),
        (Money(10_010, "KWD"), 33, 3_310),  # 3.303 is rounded up to ten fils
        (Money(1, "USD"), 30, 1),
        (Money(77_881, "USD"), 0, 1),
        (Money(77_881_00, "COP"), 100, 77_881_00),
    ],
)
def test_the_deposit_is_rounded_up_to_what_can_be_paid(total: Money, percent: int, deposit: int) -> None:
    assert deposit_of(total, percent) == deposit


@given(
    st.integers(1, 10**9), st.integers(1, 100), st.sampled_from(["USD", "BRL", "CLP", "COP", "KWD", "JPY"])
)
def test_whatever_is_asked_for_can_be_paid_and_adds_up(units: int, percent: int, currency: str) -> None:
    step = smallest(currency)
    total = Money(units * step, currency)
    deposit = deposit_of(total, percent)
    assert 0 <= deposit - percent_of(total.amount, percent) < step or deposit == step
    waiting = Standing(BookingState.ON_HOLD, True, total, 0, deposit)
    offered = dict(choices_of(waiting))
    paid = offered.get(PaymentKind.DEPOSIT, offered[PaymentKind.FULL]).amount
    rest = dict(choices_of(Standing(BookingState.CONFIRMED, True, total, paid, deposit)))
    balance = rest.get(PaymentKind.BALANCE, Money(0, currency)).amount
    assert paid + balance == total.amount
    assert not any(amount % step for amount in (paid, balance, offered[PaymentKind.FULL].amount))
