"""Payments as travellers, agents and the bot see them; money in minor units, times UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from backend.bookings.schemas import BookingView
from backend.money import Money

OUTSIDE = "outside"
"""The provider of money that came past all providers: cash, a bank transfer. What goes back goes back by hand."""
BY_HAND = "by_hand"
"""The reason that is told of a refund that somebody made past all providers."""


class PaymentKind(StrEnum):
    """What a payment is for: a part or all of a booking on hold, or what is left of a confirmed one."""

    DEPOSIT = "deposit"
    FULL = "full"
    BALANCE = "balance"


class PaymentState(StrEnum):
    """How far a payment has come; money may still come for one that failed or ended."""

    REQUESTED = "requested"
    OPEN = "open"
    PROCESSING = "processing"
    PAID = "paid"
    FAILED = "failed"
    EXPIRED = "expired"


class OutcomeKind(StrEnum):
    """What became of money or of a link, for whoever tells people: `docs/payments.md` has the rules."""

    LINK_READY = "link_ready"
    LINK_FAILED = "link_failed"
    PROCESSING = "processing"
    FAILED = "failed"
    SETTLED = "settled"
    BALANCE = "balance"
    RETAKEN = "retaken"
    LATE = "late"
    SHORT = "short"
    OVER = "over"
    DUPLICATE = "duplicate"
    OTHER_CURRENCY = "other_currency"
    CANCELLED = "cancelled"
    UNCLAIMED = "unclaimed"
    REFUND_REQUESTED = "refund_requested"
    REFUNDED = "refunded"
    REFUND_FAILED = "refund_failed"
    DISPUTE_OPENED = "dispute_opened"
    DISPUTE_WON = "dispute_won"
    DISPUTE_LOST = "dispute_lost"


FOR_A_PERSON = frozenset(
    {
        OutcomeKind.LATE,
        OutcomeKind.OTHER_CURRENCY,
        OutcomeKind.UNCLAIMED,
        OutcomeKind.REFUND_FAILED,
        OutcomeKind.DISPUTE_OPENED,
        OutcomeKind.DISPUTE_LOST,
    }
)
"""Outcomes that somebody of the house has to know of."""


COUNTING = frozenset(
    {OutcomeKind.SETTLED, OutcomeKind.BALANCE, OutcomeKind.RETAKEN, OutcomeKind.OVER, OutcomeKind.SHORT}
)
"""Money that counts for a booking: the traveller is sent its receipt."""


@dataclass(frozen=True, slots=True)
class PaymentView:
    """A payment; ``url`` is None until the provider made the link, ``failure`` why there is none or it was not paid."""

    id: UUID
    booking_id: UUID
    kind: PaymentKind
    provider: str
    amount: Money
    state: PaymentState
    url: str | None
    expires_at: datetime
    conversation_id: UUID | None
    language: str
    failure: str | None
    requested_at: datetime
    paid_at: datetime | None


@dataclass(frozen=True, slots=True)
class Payable:
    """What can be paid of a booking now: ``paid`` is what was kept so far, ``choices`` are the amounts to offer.

    ``providers`` are those for the currency and the traveller's country; ``deadline`` is the hold's, None afterwards.
    Without choices there is nothing to pay, or it is too late.
    """

    total: Money
    paid: Money
    left: Money
    choices: tuple[tuple[PaymentKind, Money], ...]
    providers: tuple[str, ...]
    deadline: datetime | None


@dataclass(frozen=True, slots=True)
class RefundView:
    """Money that goes back: `requested`, `pending` at the provider, `done` or `failed`. What is done and has a
    ``failure`` was given back by hand after it.
    """

    id: UUID
    booking_id: UUID | None
    provider: str
    amount: Money
    reason: str
    state: str
    failure: str | None
    requested_at: datetime
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened, to be told in the same transaction, once.

    ``amount`` is the money that it is about, ``refund`` what of it goes back, ``left`` what is still to be paid (until the
    deposit is there, of the deposit). ``reason`` is a refund's or a failure's. ``booking`` is None where nobody knows whose
    the money is.
    """

    kind: OutcomeKind
    booking: BookingView | None
    payment: PaymentView | None
    amount: Money
    reason: str | None = None
    refund: Money | None = None
    left: Money | None = None

    @property
    def for_a_person(self) -> bool:
        """Whether somebody of the house has to know."""
        return self.kind in FOR_A_PERSON


@dataclass(frozen=True, slots=True)
class Cancelled:
    """A cancelled booking, and what goes back to the traveller of what they paid."""

    booking: BookingView
    refund: Money


@dataclass(frozen=True, slots=True)
class MarkedPaid:
    """A booking that is paid, what was booked of it past all providers just now, and whether that confirmed it."""

    booking: BookingView
    came: Money
    confirmed: bool
