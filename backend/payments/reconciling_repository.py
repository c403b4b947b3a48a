"""The SQL of comparisons with providers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, case, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import distinct_on, insert
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


async def end_run(session: AsyncSession, run_id: UUID, compared: int, repaired: int, now: datetime) -> None:
    """It is through."""
    statement = update(Reconciliation).where(Reconciliation.id == run_id)
    await session.execute(statement.values(compared=compared, repaired=repaired, ended_at=now))


async def forget_run(session: AsyncSession, run_id: UUID) -> None:
    """It broke off; what it found stays with it."""
    found = select(Discrepancy.id).where(Discrepancy.reconciliation_id == Reconciliation.id)
    await session.execute(delete(Reconciliation).where(Reconciliation.id == run_id, ~found.exists()))


async def last_ran(session: AsyncSession, provider: str) -> datetime | None:
    """When a provider was compared last, to the end: what broke off or was killed is to be done again soon."""
    statement = select(func.max(Reconciliation.ran_at)).where(
        Reconciliation.provider == provider, Reconciliation.ended_at.is_not(None)
    )
    return await session.scalar(statement)


async def list_ours(
    session: AsyncSession, provider: str, since: datetime, until: datetime, *, unpaid: bool
) -> list[tuple[str, str | None]]:
    """(what to ask for, the provider's id of what was captured) of our captures of a time, and of those with a refund on its
    way or an open dispute, and of links by which money is on its way, however old; with ``unpaid`` also of links without any.
    """
    back = select(Refund.id).where(
        Refund.capture_id == Capture.id, Refund.state.in_(("requested", "pending"))
    )
    wanted = select(Dispute.id).where(Dispute.capture_id == Capture.id, Dispute.state == "open")
    statement = (
        select(func.coalesce(Payment.reference, Capture.provider_payment_id), Capture.provider_payment_id)
        .outerjoin(Payment, Payment.id == Capture.payment_id)
        .where(Capture.provider == provider)
        .where(or_(Capture.paid_at.between(since, until), back.exists(), wanted.exists()))
    )
    rows: list[tuple[str, str | None]] = [(asked, taken) for asked, taken in await session.execute(statement)]
    captured = select(Capture.id).where(Capture.payment_id == Payment.id)
    waiting = Payment.state == "processing"
    links = select(Payment.reference).where(
        Payment.provider == provider,
        Payment.reference.is_not(None),
        or_(waiting, Payment.requested_at.between(since, until)) if unpaid else waiting,
        ~captured.exists(),
    )
    rows += [(reference, None) for reference in await session.scalars(links) if reference]
    return rows


async def find_sums(
    session: AsyncSession, provider: str, provider_payment_id: str
) -> tuple[Capture, int, int] | None:
    """A capture of ours, what of it went back there (not by hand, after that failed), and what banks took back."""
    refunded = (
        select(func.coalesce(func.sum(Refund.amount), 0))
        .where(Refund.capture_id == Capture.id, Refund.state == "done", Refund.failure.is_(None))
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
    """What the lists do not agree on; what a person settled stays so unless the provider says something new.

    What is open still was found when it was found first.
    """
    new = insert(Discrepancy).values(row)
    first = case(
        (and_(Discrepancy.state == "open", new.excluded.state == "open"), Discrepancy.reconciliation_id),
        else_=new.excluded.reconciliation_id,
    )
    found = {field: new.excluded[field] for field in ("ours", "theirs", "state")}
    statement = new.on_conflict_do_update(
        constraint="uq_discrepancies_provider_provider_payment_id_kind",
        set_={**found, "reconciliation_id": first},
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


async def count_open(session: AsyncSession, provider: str | None = None) -> int:
    """What is left to a person, of one provider or of all."""
    statement = select(func.count()).where(Discrepancy.state == "open")
    if provider is not None:
        statement = statement.where(Discrepancy.provider == provider)
    return await session.scalar(statement) or 0


async def list_discrepancies(
    session: AsyncSession, *, state: str | None, after: UUID | None, limit: int
) -> Sequence[Row[Discrepancy, datetime]]:
    """(discrepancy, when it was found), newest first; those of one comparison by their ids."""
    statement = _discrepancies()
    if state is not None:
        statement = statement.where(Discrepancy.state == state)
    if after is not None:
        last = _discrepancies().with_only_columns(Reconciliation.ran_at).where(Discrepancy.id == after)
        ran_at = last.scalar_subquery()
        earlier = Reconciliation.ran_at < ran_at
        statement = statement.where(
            or_(earlier, and_(Reconciliation.ran_at == ran_at, Discrepancy.id > after))
        )
    ordered = statement.order_by(Reconciliation.ran_at.desc(), Discrepancy.id).limit(limit)
    return (await session.execute(ordered)).all()


async def list_runs(session: AsyncSession) -> Sequence[Reconciliation]:
    """The newest comparison of each provider that was done to the end."""
    statement = select(Reconciliation).where(Reconciliation.ended_at.is_not(None))
    newest = statement.ext(distinct_on(Reconciliation.provider)).order_by(
        Reconciliation.provider, Reconciliation.ran_at.desc()
    )
    return (await session.scalars(newest)).all()


async def lock_discrepancy(session: AsyncSession, discrepancy_id: UUID) -> Row[Discrepancy, datetime] | None:
    """A discrepancy as it is now, which nobody else settles until the transaction ends, and when it was found."""
    statement = _discrepancies().where(Discrepancy.id == discrepancy_id).with_for_update(of=Discrepancy)
    return (await session.execute(statement.execution_options(populate_existing=True))).one_or_none()


def _discrepancies() -> Select[Discrepancy, datetime]:
    return select(Discrepancy, Reconciliation.ran_at).join(
        Reconciliation, Reconciliation.id == Discrepancy.reconciliation_id
    )
