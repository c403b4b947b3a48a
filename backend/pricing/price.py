"""Net rate -> markup -> tax -> sell rate, in integers of minor units. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from backend.errors import CurrencyMismatch, PriceMismatch
from backend.money import Money, smallest


@dataclass(frozen=True, slots=True)
class Price:
    """A price with its parts, in minor units; it exists only when net + markup + tax == sell. Raises PriceMismatch."""

    net: int
    markup: int
    tax: int
    sell: int
    currency: str

    def __post_init__(self) -> None:
        if min(self.net, self.markup, self.tax) < 0 or self.net + self.markup + self.tax != self.sell:
            raise PriceMismatch(self.net, self.markup, self.tax, self.sell)

    def __add__(self, other: Price) -> Price:
        if self.currency != other.currency:
            raise CurrencyMismatch(self.currency, other.currency)
        return Price(
            self.net + other.net,
            self.markup + other.markup,
            self.tax + other.tax,
            self.sell + other.sell,
            self.currency,
        )

    @property
    def sell_money(self) -> Money:
        """What the traveller pays."""
        return Money(self.sell, self.currency)

    @property
    def tax_money(self) -> Money:
        """The tax in what the traveller pays."""
        return Money(self.tax, self.currency)


def price_line(nets: Iterable[int], quantity: int, *, markup: Decimal, tax: Decimal, currency: str) -> Price:
    """The price of ``quantity`` units over nights or services with these net rates, in minor units.

    Markup is a percentage of the net sum, tax a percentage of net and markup. Each is rounded half up to the least
    that is paid of the currency, once for the whole line, so that what people see adds up, can be paid, and no rounding
    is multiplied.
    """
    net, step = sum(nets) * quantity, smallest(currency)
    marked = net + percent_of(net, markup, step)
    taxed = marked + percent_of(marked, tax, step)
    return Price(net=net, markup=marked - net, tax=taxed - marked, sell=taxed, currency=currency)


def percent_of(amount: int, percent: Decimal | int, step: int = 1) -> int:
    """A percentage of minor units, rounded half up to whole steps."""
    steps = amount * Decimal(percent) / (100 * step)
    return int(steps.quantize(Decimal(1), rounding=ROUND_HALF_UP)) * step


def total(prices: Iterable[Price], currency: str) -> Price:
    """The sum, part by part. Raises CurrencyMismatch."""
    return sum(prices, start=Price(0, 0, 0, 0, currency))
