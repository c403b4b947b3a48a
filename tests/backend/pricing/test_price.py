"""Prices add up, whatever the percentages."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.errors import CurrencyMismatch, PriceMismatch
from backend.money import Money
from backend.pricing.price import Price, percent_of, price_line, total

amounts = st.integers(0, 10**11)
percents = st.decimals(0, 1000, places=4)


def test_markup_goes_on_the_net_rate_and_tax_on_both() -> None:
    price = price_line([5000, 5000, 7500], 2, markup=Decimal(20), tax=Decimal(18), currency="USD")
    assert price == Price(net=35000, markup=7000, tax=7560, sell=49560, currency="USD")
    assert price.sell_money == Money(49560, "USD")
    assert price.tax_money == Money(7560, "USD")


def test_halves_are_rounded_up_once_for_the_whole_line() -> None:
    assert percent_of(5, Decimal(10)) == 1
    assert percent_of(4, Decimal(10)) == 0
    assert (percent_of(149, Decimal(100), 100), percent_of(150, Decimal(100), 100)) == (100, 200)
    three_nights = price_line([5, 5, 5], 1, markup=Decimal(10), tax=Decimal(0), currency="USD")
    assert three_nights.markup == 2, "1.5 rounded once, not 0.5 rounded three times"


def test_a_price_that_does_not_add_up_cannot_exist() -> None:
    with pytest.raises(PriceMismatch):
        Price(net=100, markup=20, tax=18, sell=139, currency="USD")
    with pytest.raises(PriceMismatch):
        Price(net=-100, markup=200, tax=0, sell=100, currency="USD")


def test_currencies_are_never_added_together() -> None:
    with pytest.raises(CurrencyMismatch):
        total([Price(1, 0, 0, 1, "USD"), Price(1, 0, 0, 1, "CLP")], "USD")


@given(st.lists(amounts, max_size=30), st.integers(1, 50), percents, percents)
def test_every_line_adds_up_and_never_sells_below_net(
    nets: list[int], quantity: int, markup: Decimal, tax: Decimal
) -> None:
    price = price_line(nets, quantity, markup=markup, tax=tax, currency="USD")
    assert price.net == sum(nets) * quantity
    assert price.net + price.markup + price.tax == price.sell >= price.net


@given(amounts, percents)
def test_a_rounded_percentage_is_within_half_a_minor_unit(amount: int, percent: Decimal) -> None:
    assert abs(percent_of(amount, percent) - amount * percent / 100) <= Decimal("0.5")


@given(st.lists(st.integers(0, 10**9), max_size=30), st.integers(1, 50), percents, percents)
def test_whole_pesos_stay_whole_pesos(nets: list[int], quantity: int, markup: Decimal, tax: Decimal) -> None:
    price = price_line([net * 100 for net in nets], quantity, markup=markup, tax=tax, currency="COP")
    assert not any(part % 100 for part in (price.net, price.markup, price.tax, price.sell))


@given(st.lists(st.tuples(amounts, percents, percents), max_size=10))
def test_a_total_is_the_sum_of_its_lines(lines: list[tuple[int, Decimal, Decimal]]) -> None:
    prices = [price_line([net], 1, markup=markup, tax=tax, currency="USD") for net, markup, tax in lines]
    assert total(prices, "USD").sell == sum(price.sell for price in prices)
