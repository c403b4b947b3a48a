"""What must be true of resellers: nobody is promised more than any trip's markup leaves."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from backend.catalogue.checks import Entry, check_codes
from backend.catalogue.specs import ProductSpec, ResellerSpec


def check_resellers(resellers: Sequence[Entry[ResellerSpec]], products: Sequence[Entry[ProductSpec]]) -> None:
    """Reports codes that stand twice, and commissions that would be refused with every product."""
    check_codes("reseller", resellers)
    most = max((_left(entry.spec) for entry in products), default=None)
    for entry in resellers:
        percent = entry.spec.commission_percent
        if most is not None and Fraction(percent) > most:
            told = f"{entry.spec.code}: of no product {percent} % of the sell rate are covered by the markup"
            entry.report(told, "commission_percent")


def _left(product: ProductSpec) -> Fraction:
    """The markup as a percentage of the sell rate: tax is on net and markup."""
    markup, tax = _share(product.markup_percent), _share(product.tax_percent)
    return 100 * markup / ((1 + markup) * (1 + tax))


def _share(percent: Decimal) -> Fraction:
    return Fraction(percent) / 100
