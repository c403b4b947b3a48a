"""The SQL of this room."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.payments.models import (
    Capture,
    Dispute,
    Payment,
    ProviderCall,
    Refund,
)

LIVING = ("requested", "open", "processing")
FRESH = {"populate_existing": True}


def _paid() -> Select[int]:
    mine = and_(Capture.booking_id == bindparam("booking_id"), Capture.currency == bindparam("currency"))
    captured = select(func.coalesce(func.sum(Capture.amount), 0)).where(mine).scalar_subquery()
    back = (
        select(func.coalesce(func.sum(Refund.amount), 0))
        .join(Capture, Capture.id == Refund.capture_id)
        .where(mine, Refund.state != "failed")
        .scalar_subquery()
    )
    lost = (
        select(func.coalesce(func.sum(Dispute.amount), 0))
        .join(Capture, Capture.id == Dispute.capture_id)
        .where(mine, Dispute.state == "lost")
        .scalar_subquery()
    )
    return select(captured - back - lost)


# What every payment asks for is built once: building it takes longer than asking.
PAID: Final = _paid()
PAYMENT: Final = (
    select(Payment)
    .where(
        Payment.provider == bindparam("provider"),
        or_(Payment.reference == bindparam("reference"), Payment.id == bindparam("our_id")),
    )
    .order_by((Payment.id == bindparam("our_id")).desc())
    .limit(1)
    .execution_options(**FRESH)
)
PAYMENTS: Final = (
    select(Payment)
    .where(Payment.booking_id == bindparam("booking_id"))
    .order_by(Payment.requested_at.desc(), Payment.id)
    .execution_options(**FRESH)
)
CAPTURE: Final = (
    select(Capture)
    .where(
        Capture.provider == bindparam("provider"),
        Capture.provider_payment_id == bindparam("provider_payment_id"),
    )
    .with_for_update()
    .execution_options(**FRESH)
)


async def add(session: AsyncSession, row: Payment | ProviderCall | Capture | Refund | Dispute) -> None:
    """Writes a row."""
    session.add(row)
    await session.flush()


async def get_payment_or_none(
    session: AsyncSession, payment_id: UUID, *, lock: bool = False
) -> Payment | None:
    """A payment as it is now."""
    return await session.get(Payment, payment_id, populate_existing=True, with_for_update=lock or None)


async def find_payment(
    session: AsyncSession, provider: str, our_id: UUID | None, reference: str
) -> Payment | None:
    """The payment that a provider speaks of: by our id, else by its own of the link."""
    meant = {"provider": provider, "our_id": our_id, "reference": reference}
    return (await session.scalars(PAYMENT, meant)).one_or_none()


async def list_payments(session: AsyncSession, booking_id: UUID) -> Sequence[Payment]:
    """What was asked for a booking, newest first."""
    return (await session.scalars(PAYMENTS, {"booking_id": booking_id})).all()


async def list_due_links(session: AsyncSession, now: datetime, size: int) -> Sequence[Payment]:
    """Links that are over and that nobody has ended yet; by one that failed they may try again until then."""
    ended = select(ProviderCall.id).where(
        ProviderCall.action == "expire", ProviderCall.subject_id == Payment.id
    )
    statement = (
        select(Payment)
        .where(Payment.state.in_(("requested", "open", "failed")), Payment.expires_at <= now, ~ended.exists())
        .where(or_(Payment.state != "failed", Payment.reference.is_not(None)))
        .order_by(Payment.expires_at, Payment.requested_at)
        .limit(size)
        .with_for_update(skip_locked=True)
        .execution_options(**FRESH)
    )
    return (await session.scalars(statement)).all()


async def paid_of(session: AsyncSession, booking_id: UUID, currency: str) -> int:
    """What is kept of a booking's money: captured, less what goes back and what banks took back."""
    return int(await session.scalar(PAID, {"booking_id": booking_id, "currency": currency}) or 0)


async def captured_of(session: AsyncSession, booking_id: UUID, currency: str) -> int:
    """What came for a booking, whatever became of it."""
    mine = and_(Capture.booking_id == booking_id, Capture.currency == currency)
    return int(await session.scalar(select(func.coalesce(func.sum(Capture.amount), 0)).where(mine)) or 0)


async def get_capture(session: AsyncSession, capture_id: UUID) -> Capture:
    """A capture, kept from changing until the transaction ends."""
    statement = select(Capture).where(Capture.id == capture_id).with_for_update()
    return (await session.scalars(statement.execution_options(**FRESH))).one()


async def find_capture(session: AsyncSession, provider: str, provider_payment_id: str) -> Capture | None:
    """A capture by the provider's id, kept from changing until the transaction ends."""
    named = {"provider": provider, "provider_payment_id": provider_payment_id}
    return (await session.scalars(CAPTURE, named)).one_or_none()


async def find_booking_of(session: AsyncSession, provider: str, names: Collection[str]) -> UUID | None:
    """The booking that captures of these ids at the provider are for, where any is for one."""
    named = and_(Capture.provider == provider, Capture.provider_payment_id.in_(names))
    statement = select(Capture.booking_id).where(named, Capture.booking_id.is_not(None)).limit(1)
    return await session.scalar(statement)


async def wait_for_captures(session: AsyncSession, provider: str, names: Collection[str]) -> None:
    """Keeps whoever tells of the same captures waiting until the transaction ends: also of those that nobody knows yet."""
    for name in sorted(names):
        key = func.hashtextextended(f"capture:{provider}:{name}", 0)
        await session.execute(select(func.pg_advisory_xact_lock(key)))
