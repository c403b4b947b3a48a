"""Rows of payments as views."""

from __future__ import annotations

from datetime import UTC, datetime

from backend.money import Money
from backend.payments.models import Payment
from backend.payments.schemas import PaymentKind, PaymentState, PaymentView


def payment_view(row: Payment) -> PaymentView:
    """A payment."""
    return PaymentView(
        id=row.id,
        booking_id=row.booking_id,
        kind=PaymentKind(row.kind),
        provider=row.provider,
        amount=Money(row.amount, row.currency),
        state=PaymentState(row.state),
        url=row.url,
        expires_at=row.expires_at.astimezone(UTC),
        conversation_id=row.conversation_id,
        language=row.language,
        failure=row.failure,
        requested_at=row.requested_at.astimezone(UTC),
        paid_at=_utc(row.paid_at),
    )


def _utc(moment: datetime | None) -> datetime | None:
    return moment and moment.astimezone(UTC)
