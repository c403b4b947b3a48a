"""What the operator wants a person to see before it is booked."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from backend.money import Money, precision
from backend.quotes.schemas import QuoteView


@dataclass(frozen=True, slots=True)
class PersonRules:
    """A total above ``amount``, more than ``people`` travellers, one of these ``products``; None and empty: no rule."""

    amount: Money | None = None
    people: int | None = None
    products: frozenset[str] = frozenset()

    def reason_for(self, quote: QuoteView) -> str | None:
        """Why a person has to see the quote: ``amount``, ``group``, ``on_request``, or None."""
        limit = self.amount
        if limit and quote.total.currency == limit.currency and quote.total.amount > limit.amount:
            return "amount"
        if self.people is not None and quote.request.party.size > self.people:
            return "group"
        if self.products & {quote.product, *(line.product for line in quote.lines)}:
            return "on_request"
        return None


NO_RULES = PersonRules()


def read_amount(text: str) -> Money | None:
    """ "USD 10000" as money, None of nothing; ValueError where it is neither."""
    if not text.strip():
        return None
    currency, _, amount = text.strip().partition(" ")
    try:
        minor = int(Decimal(amount.replace(",", "")).scaleb(precision(currency)))
    except InvalidOperation as error:
        raise ValueError(f"{text!r} is not a currency and an amount, as USD 10000") from error
    if len(currency) != 3 or not currency.isupper() or minor <= 0:
        raise ValueError(f"{text!r} is not a currency and an amount, as USD 10000")
    return Money(minor, currency)
