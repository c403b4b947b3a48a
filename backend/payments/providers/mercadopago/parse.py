"""What Mercado Pago's payments mean to us ("Payment status" in its documentation)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final
from uuid import UUID

from backend.money import Money
from backend.payments.ports import TheirCapture, TheirDispute, TheirPayment, TheirRefund, TheirState
from backend.payments.providers.amounts import fee_money, to_money
from backend.payments.providers.mercadopago.answers import Payment, Refund

NAME: Final = "mercadopago"
_TAKEN: Final = frozenset({"approved", "refunded", "charged_back", "in_mediation"})
"""The money is or was ours. A mediation moves none until it ends as a refund or a chargeback."""
_UNDER_WAY: Final = frozenset({"pending", "in_process", "authorized"})
_REFUNDS: Final = {"approved": "done", "rejected": "failed", "cancelled": "failed"}
_DISPUTES: Final = {"settled": "lost", "reimbursed": "won"}
"""By the status detail of a payment that is `charged_back`; until then it is open."""


def of_payments(
    reference: str, our_id: UUID | None, payments: Sequence[Payment], *, ended: bool = False
) -> TheirPayment:
    """A link with everything that was tried by it; one that was declined can be tried again until it has ``ended``."""
    taken = [payment for payment in payments if payment.status in _TAKEN]
    last = max(payments, key=lambda payment: payment.date_created, default=None)
    if taken:
        state = TheirState.PAID
    elif any(payment.status in _UNDER_WAY for payment in payments):
        state = TheirState.PROCESSING
    else:
        state = TheirState.EXPIRED if ended else TheirState.OPEN
    return TheirPayment(
        provider=NAME,
        reference=reference,
        our_id=our_id,
        state=state,
        captures=tuple(_capture(payment) for payment in taken),
        refunds=tuple(of_refund(refund, payment) for payment in taken for refund in payment.refunds),
        disputes=tuple(_dispute(payment) for payment in taken if payment.status == "charged_back"),
        failure=last.status_detail if last and state is TheirState.OPEN else None,
    )


def of_refund(refund: Refund, payment: Payment, key: UUID | None = None) -> TheirRefund:
    """Mercado Pago does not tell our key again: ``key`` is that of the call that made it."""
    return TheirRefund(
        refund_id=refund.id,
        payment_id=payment.id,
        amount=to_money(refund.amount, payment.currency_id),
        state=_REFUNDS.get(refund.status, "pending"),
        at=refund.date_created,
        key=key,
    )


def _capture(payment: Payment) -> TheirCapture:
    kept = sum((fee.amount for fee in payment.fee_details if fee.fee_payer == "collector"), start=Decimal(0))
    fee = fee_money(kept, payment.currency_id) if payment.fee_details else None
    amount = to_money(payment.transaction_amount, payment.currency_id)
    return TheirCapture(payment.id, amount, fee, payment.date_approved or payment.date_created)


def _dispute(payment: Payment) -> TheirDispute:
    """A payment is charged back once at most, so that its own id names the dispute."""
    return TheirDispute(
        dispute_id=payment.id,
        payment_id=payment.id,
        amount=_at_stake(payment),
        state=_DISPUTES.get(payment.status_detail or "", "open"),
        reason=payment.status_detail,
        opened_at=payment.date_approved or payment.date_created,
    )


def _at_stake(payment: Payment) -> Money:
    """The amount without what went back before."""
    back = sum((refund.amount for refund in payment.refunds if refund.status == "approved"), start=Decimal(0))
    return to_money(payment.transaction_amount - back or payment.transaction_amount, payment.currency_id)
