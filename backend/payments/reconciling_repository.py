"""The SQL of comparisons with providers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.payments.models import Capture, Discrepancy, Dispute, Payment, Reconciliation, Refund


async def add_run(
    session: AsyncSession, run_id: UUID, provider: str, since: datetime, until: datetime, now: datetime
) -> None:
    """A comparison begins."""
    session.add(
        Reconciliation(
            id=run_id, provider=provider, since=since, until=until, ran_at=now, compared=0, repaired=0
        )
    )
    await session.flush()


async def end_run(session: AsyncSession, run_id: UUID, compared: int, repaired: int) -> None:
    """It is through."""
    statement = update(Reconciliation).where(Reconciliation.id == run_id)
    await session.execute(statement.values(compared=compared, repaired=repaired))


async def forget_run(session: AsyncSession, run_id: UUID) -> None:
    """It broke off, so that the next time comes soon; what it found stays with it."""
    found = select(Discrepancy.id).where(Discrepancy.reconciliation_id == Reconciliation.id)
    await session.execute(delete(Reconciliation).where(Reconciliation.id == run_id, ~found.exists()))


async def last_ran(session: AsyncSession, provider: str) -> datetime | None:
    """When a provider was compared last."""
    statement = select(func.max(Reconciliation.ran_at)).where(Reconciliation.provider == provider)
    return await session.scalar(statement)


async def list_ours(
    session: AsyncSession, provider: str, since: datetime, until: datetime, *, unpaid: bool
) -> list[tuple[str, str | None]]:
    """(what to ask for, the provider's id of what was captured) of our captures of a time, and of those with a refund on its
    way; with ``unpaid`` also of links without any.
    """
    back = select(Refund.id).where(
        Refund.capture_id == Capture.id, Refund.state.in_(("requested", "pending"))
    )
    statement = (
        select(func.coalesce(Payment.reference, Capture.provider_payment_id), Capture.provider_payment_id)
        .outerjoin(Payment, Payment.id == Capture.payment_id)
        .where(Capture.provider == provider)
        .where(or_(Capture.paid_at.between(since, until), back.exists()))
    )
    rows: list[tuple[str, str | None]] = [(asked, taken) for asked, taken in await session.execute(statement)]
    if unpaid:
        captured = select(Capture.id).where(Capture.payment_id == Payment.id)
        links = select(Payment.reference).where(
            Payment.provider == provider,
            Payment.reference.is_not(None),
            Payment.requested_at.between(since, until),
            ~captured.exists(),
        )
        rows += [(reference, None) for reference in await session.scalars(links) if reference]
    return rows


async def find_sums(
    session: AsyncSession, provider: str, provider_payment_id: str
) -> tuple[Capture, int, int] | None:
    """A capture of ours, what of it went back, and what banks took back."""
    refunded = (
        select(func.coalesce(func.sum(Refund.amount), 0))
        .where(Refund.capture_id == Capture.id, Refund.state == "done")
        .correlate(Capture)
        .scalar_subquery()
    )
    lost = (
        select(func.coalesce(func.sum(Dispute.amount), 0))
        .where(Dispute.capture_id == Capture.id, Dispute.state == "lost")
        .correlate(Capture)
        .scalar_subquery()
    )
    statement = select(Capture, refunded, lost).where(
        Capture.provider == provider, Capture.provider_payment_id == provider_payment_id
    )
    row = (await session.execute(statement)).one_or_none()
    return None if row is None else (row[0], int(row[1]), int(row[2]))


async def add_discrepancy(session: AsyncSession, row: dict[str, Any]) -> None:
    """What the lists do not agree on; what a person settled stays so unless the provider says something new."""
    new = insert(Discrepancy).values(row)
    fields = ("reconciliation_id", "ours", "theirs", "state")
    statement = new.on_conflict_do_update(
        constraint="uq_discrepancies_provider_provider_payment_id_kind",
        set_={field: new.excluded[field] for field in fields},
        where=or_(Discrepancy.state != "settled", Discrepancy.theirs.is_distinct_from(new.excluded.theirs)),
    )
    await session.execute(statement)


async def close_repaired(session: AsyncSession, provider: str, provider_payment_id: str) -> None:
    """Both sides agree by now."""
    statement = update(Discrepancy).where(
        Discrepancy.provider == provider,
        Discrepancy.provider_payment_id == provider_payment_id,
        Discrepancy.state == "open",
    )
    await session.execute(statement.values(state="repaired"))


async def count_open(session: AsyncSession, provider: str) -> int:
    """What is left to a person."""
    statement = select(func.count()).where(Discrepancy.provider == provider, Discrepancy.state == "open")
    return await session.scalar(statement) or 0


async def list_discrepancies(
    session: AsyncSession, *, state: str | None, before: datetime | None, limit: int
) -> Sequence[Row[Discrepancy, datetime]]:
    """(discrepancy, when it was found), newest first."""
    statement = select(Discrepancy, Reconciliation.ran_at).join(
        Reconciliation, Reconciliation.id == Discrepancy.reconciliation_id
    )
    if state is not None:
        statement = statement.where(Discrepancy.state == state)
    if before is not None:
        statement = statement.where(Reconciliation.ran_at < before)
    ordered = statement.order_by(Reconciliation.ran_at.desc(), Discrepancy.id).limit(limit)
    return (await session.execute(ordered)).all()


async def list_runs(session: AsyncSession, limit: int) -> Sequence[Reconciliation]:
    """The newest comparisons."""
    statement = select(Reconciliation).order_by(Reconciliation.ran_at.desc()).limit(limit)
    return (await session.scalars(statement)).all()


async def lock_discrepancy(session: AsyncSession, discrepancy_id: UUID) -> Discrepancy | None:
    """A discrepancy as it is now."""
    return await session.get(Discrepancy, discrepancy_id, populate_existing=True, with_for_update=True)
