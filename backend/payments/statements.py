"""All the money of bookings as the house sees it: what was asked for, what came, what went back, what banks want."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.money import Money
from backend.payments import statements_repository as repository
from backend.payments.refunding import refund_view
from backend.payments.schemas import PaymentView, RefundView
from backend.payments.views import payment_view


@dataclass(frozen=True, slots=True)
class CaptureView:
    """Money that came; ``rule`` is what became of it, ``returnable`` what of it could still go back."""

    id: UUID
    provider: str
    amount: Money
    rule: str
    paid_at: datetime
    returnable: Money


@dataclass(frozen=True, slots=True)
class DisputeView:
    """A bank that wants money back: `open`, or `won` or `lost` by us."""

    id: UUID
    provider: str
    amount: Money
    state: str
    reason: str | None
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class Statement:
    """Of one booking, each newest first."""

    payments: list[PaymentView] = field(default_factory=list)
    captures: list[CaptureView] = field(default_factory=list)
    refunds: list[RefundView] = field(default_factory=list)
    disputes: list[DisputeView] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nobody ever asked for or gave anything."""
        return not (self.payments or self.captures)


async def read_statements(session: AsyncSession, *, booking_ids: Sequence[UUID]) -> dict[UUID, Statement]:
    """By booking, in four statements whatever there is of them."""
    found = {booking_id: Statement() for booking_id in booking_ids}
    if not found:
        return found
    for payment in await repository.list_payments(session, booking_ids):
        found[payment.booking_id].payments.append(payment_view(payment))
    for capture, returnable in await repository.list_captures(session, booking_ids):
        view = CaptureView(
            capture.id,
            capture.provider,
            Money(capture.amount, capture.currency),
            capture.rule,
            capture.paid_at.astimezone(UTC),
            Money(max(int(returnable), 0), capture.currency),
        )
        found[capture.booking_id].captures.append(view)
    for refund, capture in await repository.list_refunds(session, booking_ids):
        found[capture.booking_id].refunds.append(refund_view(refund, capture))
    for dispute, booking_id in await repository.list_disputes(session, booking_ids):
        seen = DisputeView(
            dispute.id,
            dispute.provider,
            Money(dispute.amount, dispute.currency),
            dispute.state,
            dispute.reason,
            dispute.opened_at.astimezone(UTC),
        )
        found[booking_id].disputes.append(seen)
    return found
