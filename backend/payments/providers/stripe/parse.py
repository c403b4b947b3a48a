"""What Stripe's objects mean to us."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Final
from uuid import UUID

from backend.money import Money
from backend.payments.ports import TheirCapture, TheirDispute, TheirPayment, TheirRefund, TheirState
from backend.payments.providers.reading import at_second, our_id
from backend.payments.providers.stripe.amounts import from_stripe
from backend.payments.providers.stripe.answers import Charge, Dispute, PaymentIntent, Refund, Session

NAME: Final = "stripe"
PAYMENT_ID: Final = "payment_id"
REFUND_KEY: Final = "refund_key"
"""What our ids are called in Stripe's metadata."""
_REFUNDS: Final = {"succeeded": "done", "failed": "failed", "canceled": "failed"}
_DISPUTES: Final = {"needs_response": "open", "under_review": "open", "won": "won", "lost": "lost"}


def of_session(
    session: Session, refunds: Iterable[Refund] = (), disputes: Iterable[Dispute] = ()
) -> TheirPayment:
    """A link of ours, with the money that came by it."""
    intent = session.payment_intent if isinstance(session.payment_intent, PaymentIntent) else None
    charge = _charge(intent)
    state, failure = _state(session, intent)
    return TheirPayment(
        provider=NAME,
        reference=session.id,
        our_id=our_id(session.client_reference_id),
        state=state,
        captures=captures(charge),
        refunds=tuple(of_refund(refund, capture_id(charge)) for refund in refunds) if charge else (),
        disputes=disputes_of(disputes),
        failure=failure,
    )


def of_charge(
    charge: Charge, refunds: Iterable[Refund] = (), disputes: Iterable[Dispute] = ()
) -> TheirPayment:
    """Money that was taken; our id travels in its metadata."""
    taken = captures(charge)
    return TheirPayment(
        provider=NAME,
        reference=capture_id(charge),
        our_id=_noted(charge.metadata),
        state=TheirState.PAID if taken else TheirState.OPEN,
        captures=taken,
        refunds=tuple(of_refund(refund, capture_id(charge)) for refund in refunds),
        disputes=disputes_of(disputes),
    )


def of_intent(
    intent: PaymentIntent, refunds: Iterable[Refund] = (), disputes: Iterable[Dispute] = ()
) -> TheirPayment:
    """What an attempt has come to, where no link is known."""
    charge = _charge(intent)
    taken = captures(charge)
    return TheirPayment(
        provider=NAME,
        reference=intent.id,
        our_id=_noted(intent.metadata),
        state=TheirState.PAID if taken else _INTENTS.get(intent.status, TheirState.OPEN),
        captures=taken,
        refunds=tuple(of_refund(refund, intent.id) for refund in refunds),
        disputes=disputes_of(disputes),
        failure=None if taken else _failure(intent),
    )


def captures(charge: Charge | None) -> tuple[TheirCapture, ...]:
    """The money of a charge; nothing of one that failed, or was only authorised."""
    if charge is None or not (charge.paid and charge.captured):
        return ()
    taken = charge.amount if charge.amount_captured is None else charge.amount_captured
    amount = from_stripe(taken, charge.currency)
    return (TheirCapture(capture_id(charge), amount, _fee(charge, amount), at_second(charge.created)),)


def capture_id(charge: Charge) -> str:
    """What its refunds are asked by: the payment intent, or the charge itself where it was made without one."""
    return charge.payment_intent or charge.id


def of_refund(refund: Refund, payment_id: str) -> TheirRefund:
    """`requires_action` waits for the traveller's bank account: to us it is on its way."""
    noted = (refund.metadata or {}).get(REFUND_KEY)
    return TheirRefund(
        refund_id=refund.id,
        payment_id=payment_id,
        amount=from_stripe(refund.amount, refund.currency),
        state=_REFUNDS.get(refund.status or "", "pending"),
        at=at_second(refund.created),
        key=our_id(noted),
    )


def disputes_of(disputes: Iterable[Dispute]) -> tuple[TheirDispute, ...]:
    """Those that move money: inquiries (`warning_...`) and prevented ones do not."""
    return tuple(
        TheirDispute(
            dispute_id=dispute.id,
            payment_id=dispute.payment_intent or dispute.charge or "",
            amount=from_stripe(dispute.amount, dispute.currency),
            state=_DISPUTES[dispute.status],
            reason=dispute.reason,
            opened_at=at_second(dispute.created),
        )
        for dispute in disputes
        if dispute.status in _DISPUTES
    )


_INTENTS: Final = {
    "processing": TheirState.PROCESSING,
    "requires_action": TheirState.PROCESSING,
    "requires_capture": TheirState.PROCESSING,
    "canceled": TheirState.EXPIRED,
}


def _state(session: Session, intent: PaymentIntent | None) -> tuple[TheirState, str | None]:
    if captures(_charge(intent)):
        return TheirState.PAID, None
    if session.status == "expired":
        return TheirState.EXPIRED, None
    if session.status == "complete":
        # A voucher or a debit that is not through: it comes to an end days later, and cannot be tried again.
        failed = intent is not None and intent.status in ("requires_payment_method", "canceled")
        return (TheirState.FAILED, _failure(intent)) if failed else (TheirState.PROCESSING, None)
    return TheirState.OPEN, _failure(intent)


def _failure(intent: PaymentIntent | None) -> str | None:
    error = intent.last_payment_error if intent else None
    return (error.decline_code or error.code) if error else None


def _charge(intent: PaymentIntent | None) -> Charge | None:
    return intent.latest_charge if intent and isinstance(intent.latest_charge, Charge) else None


def _noted(metadata: dict[str, str] | None) -> UUID | None:
    return our_id((metadata or {}).get(PAYMENT_ID))


def _fee(charge: Charge, amount: Money) -> Money | None:
    """Stripe keeps its fee in the account's currency: it is told in the charge's, at the rate of that very charge."""
    booked = charge.balance_transaction
    if booked is None or isinstance(booked, str):
        return None
    if booked.currency.upper() == amount.currency:
        return from_stripe(booked.fee, booked.currency)
    if booked.amount <= 0:
        return None
    share = Decimal(booked.fee) * amount.amount / booked.amount
    return Money(int(share.to_integral_value(ROUND_HALF_UP)), amount.currency)
