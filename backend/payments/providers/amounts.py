"""Our integer minor units and the decimals that providers write: amounts exactly, fees to the nearest minor unit."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from backend.money import Money, precision
from backend.payments.ports import ProviderRefused


def to_decimal(money: Money, digits: Mapping[str, int]) -> Decimal:
    """The amount with as many digits after the point as the provider takes, ``digits`` where that is not the currency's
    own number; ProviderRefused where it is finer than that.
    """
    value = Decimal(money.amount).scaleb(-precision(money.currency))
    written = value.quantize(Decimal(1).scaleb(-digits.get(money.currency, precision(money.currency))))
    if written != value:
        raise ProviderRefused("amount_too_fine")
    return written


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
