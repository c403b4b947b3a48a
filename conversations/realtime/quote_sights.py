"""What each side sees of a quote."""

from __future__ import annotations

from typing import Any

from backend.money import Money
from backend.quotes.priced import PricedQuote, SuppliedLine

Seen = dict[str, Any]
PARTS = ("net", "markup", "tax")


def amount(money: Money) -> Seen:
    """Money as clients read it: `{"minor": 123400, "currency": "USD", "text": "USD 1,234.00"}`; the text is of no language."""
    text = f"{money.currency} {money.written:,}"
    return {"minor": money.amount, "currency": money.currency, "text": text}


def of_house(quote: PricedQuote) -> Seen:
    """All of it."""
    currency = quote.price.currency
    return {
        **_head(quote),
        "total": amount(quote.view.total),
        **{part: amount(Money(getattr(quote.price, part), currency)) for part in PARTS},
        "reseller": quote.reseller,
        "commission": amount(quote.commission),
        "lines": [{**_sold(each), **_parts(each), "supplier": each.supplier} for each in quote.lines],
    }


def of_supplier(quote: PricedQuote, code: str | None) -> Seen | None:
    """Its own services with their net rate; None where it has none. What the whole trip is called may name another's."""
    own = [{**_line(each), "net": _parts(each)["net"]} for each in quote.of_supplier(code)]
    return {**_identity(quote), "lines": own} if own else None


def of_reseller(quote: PricedQuote) -> Seen:
    """The sell rate and its own commission."""
    return {**of_traveller(quote), "commission": amount(quote.commission)}


def of_traveller(quote: PricedQuote) -> Seen:
    """The sell rate alone."""
    return {**_head(quote), "total": amount(quote.view.total), "lines": [_sold(each) for each in quote.lines]}


def _identity(quote: PricedQuote) -> Seen:
    view = quote.view
    told = ("reference", "revision", "valid_until")
    return {"id": str(view.id), **{name: getattr(view, name) for name in told}}


def _head(quote: PricedQuote) -> Seen:
    return {**_identity(quote), "product": quote.view.product, "name": quote.view.name}


def _line(supplied: SuppliedLine) -> Seen:
    told = ("product", "option", "unit", "name", "quantity", "start_on", "end_on")
    return {name: getattr(supplied.line, name) for name in told}


def _sold(supplied: SuppliedLine) -> Seen:
    return {**_line(supplied), "sell": amount(supplied.line.price.sell_money)}


def _parts(supplied: SuppliedLine) -> Seen:
    price = supplied.line.price
    return {part: amount(Money(getattr(price, part), price.currency)) for part in PARTS}
