"""Amounts as Stripe writes them: integers of a currency's smallest unit, by Stripe's own lists.

https://docs.stripe.com/currencies: `Zero-decimal currencies`, `Special cases`, `Three-decimal currencies`.
"""

from __future__ import annotations

from typing import Final

from backend.money import Money, precision
from backend.payments.ports import ProviderRefused


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


ZERO: Final = _codes("BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF")
THREE: Final = _codes("BHD JOD KWD OMR TND")
"""Their last digit is always zero there."""
WHOLE: Final = _codes("ISK UGX")
"""Two digits are written, which are always zero."""
TWO: Final = _codes(
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BWP BYN BZD CAD CDF CHF CNY COP CRC CVE CZK "
    "DKK DOP DZD EGP ETB EUR FJD FKP GBP GEL GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR JMD KES KGS KHR KYD KZT LAK LBP "
    "LKR LRD LSL MAD MDL MKD MMK MNT MOP MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON "
    "RSD SAR SBD SCR SEK SGD SHP SLE SOS SRD STD SZL THB TJS TOP TRY TTD TWD TZS UAH USD UYU UZS WST XCD YER ZAR ZMW"
)
CURRENCIES: Final = ZERO | THREE | WHOLE | TWO


def to_stripe(money: Money) -> int:
    """The integer that Stripe takes; ProviderRefused where the amount is finer than Stripe's smallest."""
    written, rest = divmod(money.amount * _unit(digits(money.currency)), _unit(precision(money.currency)))
    smallest = 10 if money.currency in THREE else 100 if money.currency in WHOLE else 1
    if rest or written % smallest:
        raise ProviderRefused("amount_too_fine")
    return written


def from_stripe(amount: int, currency: str) -> Money:
    """Money of what Stripe wrote; ValueError where it is finer than the currency."""
    currency = currency.upper()
    ours, rest = divmod(amount * _unit(precision(currency)), _unit(digits(currency)))
    if rest:
        raise ValueError("finer than the currency")
    return Money(ours, currency)


def digits(currency: str) -> int:
    """How many digits of Stripe's integer stand after the point."""
    return 0 if currency in ZERO else 3 if currency in THREE else 2


def _unit(digits: int) -> int:
    return int(10**digits)
