"""The SQL of `statements`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.payments.models import Capture, Dispute, Payment, Refund


async def list_payments(session: AsyncSession, booking_ids: Sequence[UUID]) -> Sequence[Payment]:
    """What was asked for."""
    statement = select(Payment).where(Payment.booking_id.in_(booking_ids))
    return (await session.scalars(statement.order_by(Payment.requested_at.desc(), Payment.id))).all()


async def list_captures(session: AsyncSession, booking_ids: Sequence[UUID]) -> Sequence[Row[Any, Any]]:
    """What came, with what of it can still go back: nothing while a bank disputes it."""
    returned = (
        select(func.coalesce(func.sum(Refund.amount), 0))
        .where(Refund.capture_id == Capture.id, Refund.state != "failed")
        .correlate(Capture)
        .scalar_subquery()
    )
    disputed = (
        select(Dispute.id)
        .where(Dispute.capture_id == Capture.id, Dispute.state.in_(("open", "lost")))
        .correlate(Capture)
        .exists()
    )
    statement = select(Capture, case((disputed, 0), else_=Capture.amount - returned))
    ordered = statement.where(Capture.booking_id.in_(booking_ids)).order_by(
        Capture.paid_at.desc(), Capture.id
    )
    return (await session.execute(ordered)).all()


async def list_refunds(session: AsyncSession, booking_ids: Sequence[UUID]) -> Sequence[Row[Any, Any]]:
    """What goes back, with what it is taken from."""
    statement = select(Refund, Capture).join(Capture, Capture.id == Refund.capture_id)
    ordered = statement.where(Capture.booking_id.in_(booking_ids)).order_by(
        Refund.requested_at.desc(), Refund.id
    )
    return (await session.execute(ordered)).all()


async def list_disputes(session: AsyncSession, booking_ids: Sequence[UUID]) -> Sequence[Row[Any, Any]]:
    """What banks want, with the booking."""
    statement = select(Dispute, Capture.booking_id).join(Capture, Capture.id == Dispute.capture_id)
    ordered = statement.where(Capture.booking_id.in_(booking_ids)).order_by(
        Dispute.opened_at.desc(), Dispute.id
    )
    return (await session.execute(ordered)).all()
