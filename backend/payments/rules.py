"""What money means for a booking: how much is asked for, and what becomes of what comes. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from phonenumbers import NumberParseException, parse, region_code_for_number

from backend.bookings.schemas import BookingState
from backend.money import Money, smallest
from backend.payments.ports import PaymentProvider
from backend.payments.schemas import OutcomeKind, PaymentKind
from backend.pricing.price import percent_of

S = BookingState
WAITING = (S.PENDING, S.ON_HOLD)
STANDING = (S.CONFIRMED, S.REDEEMED)
BALANCE_LINK = timedelta(hours=23)
"""How long a link for a balance lives: within what every provider allows."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a booking stands when money comes: ``paid`` was kept before, ``deposit`` confirms it; minor units.

    ``in_time``: its places are still kept for it.
    """

    state: BookingState
    in_time: bool
    total: Money
    paid: int
    deposit: int


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of money: the rule, whether the booking is to be confirmed, and how much goes back (minor units)."""

    rule: OutcomeKind
    confirm: bool = False
    refund: int = 0


def deposit_of(total: Money, percent: int) -> int:
    """What confirms a booking, in minor units: rounded up to what can be paid, at least that, at most everything.

    The balance is what is left, so that both are the total.
    """
    step = smallest(total.currency)
    steps = -(-percent_of(total.amount, percent) // step)
    return min(max(steps, 1) * step, total.amount)


def choices_of(standing: Standing) -> tuple[tuple[PaymentKind, Money], ...]:
    """What to offer: the deposit or everything while places are kept, then what is left."""
    left = standing.total.amount - standing.paid
    currency = standing.total.currency
    if left <= 0:
        return ()
    if standing.state in STANDING:
        return ((PaymentKind.BALANCE, Money(left, currency)),)
    if standing.state not in WAITING or not standing.in_time:
        return ()
    deposit = standing.deposit - standing.paid
    full = (PaymentKind.FULL, Money(left, currency))
    return ((PaymentKind.DEPOSIT, Money(deposit, currency)), full) if 0 < deposit < left else (full,)


def providers_for(providers: Mapping[str, PaymentProvider], *, currency: str, phone: str) -> tuple[str, ...]:
    """The names of those who take this currency from this traveller; where their country is not known, from anybody."""
    country = country_of(phone)
    return tuple(
        name
        for name, provider in providers.items()
        if currency in provider.currencies
        and (country is None or not provider.countries or country in provider.countries)
    )


def country_of(phone: str) -> str | None:
    """The country of a telephone with its prefix, ISO 3166."""
    try:
        return region_code_for_number(parse(phone, None))
    except NumberParseException:
        return None


def judge(standing: Standing, *, kind: PaymentKind, asked: int, amount: Money) -> Judgement:
    """What becomes of money that came by a link for ``asked``.

    `RETAKEN` is for the caller to try: where no places are left it is `too_late`.
    """
    everything = amount.amount
    if amount.currency != standing.total.currency:
        return Judgement(OutcomeKind.OTHER_CURRENCY, refund=everything)
    if standing.state in (S.CANCELLED, S.REJECTED):
        return Judgement(OutcomeKind.CANCELLED, refund=everything)
    if standing.paid >= standing.total.amount:
        return Judgement(OutcomeKind.DUPLICATE, refund=everything)
    together = standing.paid + everything
    surplus = max(together - standing.total.amount, 0)
    if standing.state in STANDING:
        if kind is PaymentKind.DEPOSIT:
            return Judgement(OutcomeKind.DUPLICATE, refund=everything)
        return Judgement(OutcomeKind.OVER if surplus else OutcomeKind.BALANCE, refund=surplus)
    enough = together >= standing.deposit or everything >= asked
    if not (standing.state in WAITING and standing.in_time):
        return Judgement(OutcomeKind.RETAKEN, confirm=True, refund=surplus) if enough else too_late(amount)
    if not enough:
        return Judgement(OutcomeKind.SHORT)
    return Judgement(OutcomeKind.OVER if surplus else OutcomeKind.SETTLED, confirm=True, refund=surplus)


def left_after(judgement: Judgement, standing: Standing, state: BookingState, amount: Money) -> Money:
    """What is still to be paid once money was judged and the booking is in this ``state``: until it is confirmed, of the
    deposit.
    """
    kept = amount.amount - judgement.refund if amount.currency == standing.total.currency else 0
    wanted = standing.deposit if state in WAITING else standing.total.amount
    return Money(max(wanted - standing.paid - kept, 0), standing.total.currency)


def too_late(amount: Money) -> Judgement:
    """Money after the deadline that nothing can be done with."""
    return Judgement(OutcomeKind.LATE, refund=amount.amount)


def still_payable(standing: Standing, kind: PaymentKind, amount: Money) -> bool:
    """Whether a link is still worth paying: not where its part was paid by another, or the booking is over."""
    return any(offered is kind and amount.amount <= asked.amount for offered, asked in choices_of(standing))


def spread(amount: int, parts: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """How much of an amount each part can give, in their order; together at most the amount."""
    taken: list[tuple[str, int]] = []
    for name, most in parts:
        part = min(most, amount)
        if part > 0:
            taken.append((name, part))
            amount -= part
    return taken


def link_ends(deadline: datetime | None, now: datetime) -> datetime:
    """When a link ends: with the hold, else after a day."""
    return deadline if deadline is not None else now + BALANCE_LINK
