"""Money: an integer of minor units and an ISO 4217 currency. No floats, no mixed currencies."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final

from babel.core import get_global

from backend.errors import CurrencyMismatch

_SMALLEST: Final = {"COP": 100, "BHD": 10, "JOD": 10, "KWD": 10, "OMR": 10, "TND": 10}


@cache
def precision(currency: str) -> int:
    """Digits after the point: 2 for USD, 0 for CLP (Unicode CLDR)."""
    return _fractions(currency)[0]


def smallest(currency: str) -> int:
    """The least that is paid of a currency, in minor units: a whole peso of COP, whose cents no provider takes, ten fils
    of KWD. Whatever is asked of a traveller is a multiple of it."""
    return _SMALLEST.get(currency, 1)


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount in minor units (``Money(123400, "USD")`` is 1,234.00 US dollars)."""

    amount: int
    currency: str

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount - other.amount, self.currency)

    def __mul__(self, times: int) -> Money:
        return Money(self.amount * times, self.currency)

    @property
    def decimal(self) -> Decimal:
        """In whole units of the currency, exactly (1234.00)."""
        return Decimal(self.amount).scaleb(-precision(self.currency))

    @property
    def written(self) -> Decimal:
        """The same with the digits that people write: whole pesos of COP, whose coins have no cents, without (1234)."""
        whole = self.decimal.to_integral_value()
        coins_are_whole = _fractions(self.currency)[2] == 0
        return whole if coins_are_whole and whole == self.decimal else self.decimal

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise CurrencyMismatch(self.currency, other.currency)


def _fractions(currency: str) -> tuple[int, int, int, int]:
    """Digits and rounding, on paper and in cash (CLDR)."""
    fractions = get_global("currency_fractions")
    found: tuple[int, int, int, int] = fractions.get(currency, fractions["DEFAULT"])
    return found
