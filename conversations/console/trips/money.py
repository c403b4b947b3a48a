"""The money of a traveller's bookings, as JSON for the house."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from backend.bookings.schemas import BookingView
from backend.money import Money
from backend.payments.schemas import Payable, PaymentView, RefundView
from backend.payments.statements import Statement, read_statements
from conversations.realtime.quote_sights import amount

Shown = dict[str, Any]


async def shown_payments(session: AsyncSession, bookings: Sequence[BookingView]) -> list[Shown]:
    """By booking: links, what came, what goes back and what banks want, each newest first; none where nothing was asked."""
    found = await read_statements(session, booking_ids=[booking.id for booking in bookings])
    return [_shown(one, found[one.id]) for one in bookings if not found[one.id].is_empty]


def _shown(booking: BookingView, statement: Statement) -> Shown:
    currency = booking.total.currency
    returnable = sum(one.returnable.amount for one in statement.captures if one.amount.currency == currency)
    return {
        "reference": booking.reference,
        "returnable": amount(Money(returnable, currency)),
        "links": [shown_link(one) for one in statement.payments],
        "captures": [
            {
                "id": one.id,
                "provider": one.provider,
                "amount": amount(one.amount),
                "rule": one.rule,
                "paid_at": one.paid_at,
                "returnable": amount(one.returnable),
            }
            for one in statement.captures
        ],
        "refunds": [shown_refund(one) for one in statement.refunds],
        "disputes": [
            {
                "id": one.id,
                "provider": one.provider,
                "amount": amount(one.amount),
                "state": one.state,
                "reason": one.reason,
                "opened_at": one.opened_at,
            }
            for one in statement.disputes
        ],
    }


def shown_link(payment: PaymentView) -> Shown:
    """A link and how far it came."""
    return {
        "id": payment.id,
        "kind": payment.kind,
        "provider": payment.provider,
        "amount": amount(payment.amount),
        "state": payment.state,
        "url": payment.url,
        "expires_at": payment.expires_at,
        "requested_at": payment.requested_at,
        "paid_at": payment.paid_at,
        "failure": payment.failure,
    }


def shown_refund(refund: RefundView) -> Shown:
    """Money that goes back."""
    return {
        "id": refund.id,
        "provider": refund.provider,
        "amount": amount(refund.amount),
        "reason": refund.reason,
        "state": refund.state,
        "requested_at": refund.requested_at,
        "done_at": refund.done_at,
    }


def shown_payable(payable: Payable) -> Shown:
    """What can be asked for now, and through whom."""
    return {
        "total": amount(payable.total),
        "paid": amount(payable.paid),
        "left": amount(payable.left),
        "choices": [{"kind": kind, "amount": amount(money)} for kind, money in payable.choices],
        "providers": list(payable.providers),
        "deadline": payable.deadline,
    }
