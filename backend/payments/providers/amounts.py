"""Our integer minor units and the decimals that providers write: amounts exactly, fees to the nearest minor unit."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from backend.money import Money, precision, smallest
from backend.payments.ports import ProviderRefused


def to_decimal(money: Money) -> Decimal:
    """The amount with the digits after the point that are paid of its currency; ProviderRefused where it is finer."""
    if money.amount % smallest(money.currency):
        raise ProviderRefused("amount_too_fine")
    return money.decimal.quantize(Money(smallest(money.currency), money.currency).decimal.normalize())


def to_money(value: Any, currency: Any) -> Money:
    """What a provider wrote, as a number or a text; ValueError where it is no amount of that currency."""
    currency = str(currency).upper()
    try:
        minor = Decimal(str(value)).scaleb(precision(currency))
        whole = int(minor.to_integral_value())
    except (ArithmeticError, ValueError) as error:
        raise ValueError("no amount") from error
    if whole != minor or not (len(currency) == 3 and currency.isalpha()):
        raise ValueError("no amount of this currency")
    return Money(whole, currency)


def fee_money(value: Decimal, currency: str) -> Money:
    """A fee, which some providers reckon finer than the currency is."""
    minor = value.scaleb(precision(currency)).to_integral_value(ROUND_HALF_UP)
    return Money(int(minor), currency)
