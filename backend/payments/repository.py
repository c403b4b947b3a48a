"""The SQL of this room."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, Select, and_, bindparam, delete, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from backend.bookings.models import Booking
from backend.payments.models import (
    Capture,
    Dispute,
    Payment,
    PaymentNotice,
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
NAMED: Final = aliased(PaymentNotice)
TOLD: Final = (
    select(PaymentNotice.id, PaymentNotice.provider, PaymentNotice.reference)
    .join(NAMED, and_(PaymentNotice.provider == NAMED.provider, PaymentNotice.reference == NAMED.reference))
    .where(NAMED.id == bindparam("notice_id"), NAMED.settled_at.is_(None), PaymentNotice.settled_at.is_(None))
)
ADD_NOTICES: Final = text(
    """
    INSERT INTO payment_notices
        (id, provider, event_id, kind, reference, body, received_at, settled_at, outcome)
    SELECT * FROM unnest(
        CAST(:id AS uuid[]), CAST(:provider AS text[]), CAST(:event_id AS text[]), CAST(:kind AS text[]),
        CAST(:reference AS text[]), CAST(:body AS bytea[]), CAST(:received_at AS timestamptz[]),
        CAST(:settled_at AS timestamptz[]), CAST(:outcome AS text[])
    )
    ON CONFLICT DO NOTHING RETURNING id
    """
)
END_NOTICES: Final = text(
    "UPDATE payment_notices SET settled_at = :now, outcome = :told WHERE id = ANY(:ids) AND settled_at IS NULL"
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


async def returnable(session: AsyncSession, booking_id: UUID, currency: str) -> list[tuple[UUID, int]]:
    """(capture, what can still go back of it), the newest first; disputed money is the bank's to decide on."""
    statement = (
        select(Capture.id, Capture.amount - _going_back())
        .where(Capture.booking_id == booking_id, Capture.currency == currency, ~_is_disputed())
        .order_by(Capture.paid_at.desc(), Capture.id)
    )
    # A sum of big integers is a decimal.
    return [(row[0], int(row[1])) for row in (await session.execute(statement)).all() if row[1] > 0]


async def returnable_of(session: AsyncSession, capture_id: UUID) -> int:
    """What can still go back of one capture."""
    statement = select(Capture.amount - _going_back()).where(Capture.id == capture_id, ~_is_disputed())
    return int(await session.scalar(statement) or 0)


def _going_back() -> Any:
    return (
        select(func.coalesce(func.sum(Refund.amount), 0))
        .where(Refund.capture_id == Capture.id, Refund.state != "failed")
        .correlate(Capture)
        .scalar_subquery()
    )


def _is_disputed() -> Any:
    return (
        select(Dispute.id)
        .where(Dispute.capture_id == Capture.id, Dispute.state.in_(("open", "lost")))
        .correlate(Capture)
        .exists()
    )


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


async def list_refunds(session: AsyncSession, capture_id: UUID) -> Sequence[Refund]:
    """What goes back of a capture, oldest first."""
    statement = select(Refund).where(Refund.capture_id == capture_id).order_by(Refund.requested_at, Refund.id)
    return (await session.scalars(statement.execution_options(**FRESH))).all()


async def requested_by(session: AsyncSession, agent_id: UUID, booking_id: UUID, *, but_for: str) -> int:
    """What somebody had given back of a booking, in minor units of its currency, but for refunds of this reason."""
    asked = select(func.coalesce(func.sum(Refund.amount), 0)).where(
        Refund.booking_id == booking_id,
        Refund.requested_by == agent_id,
        Refund.state != "failed",
        Refund.reason != but_for,
    )
    return int(await session.scalar(asked) or 0)


async def find_refund(session: AsyncSession, refund_id: UUID) -> Refund | None:
    """A refund as it is now."""
    return await session.get(Refund, refund_id, populate_existing=True)


async def lock_refund(session: AsyncSession, refund_id: UUID) -> tuple[Refund, Capture] | None:
    """A refund and what it is of, kept from changing until the transaction ends: the capture first, as everywhere."""
    found = await find_refund(session, refund_id)
    if found is None:
        return None
    capture = await get_capture(session, found.capture_id)
    refund = await session.get(Refund, refund_id, populate_existing=True, with_for_update=True)
    return None if refund is None else (refund, capture)


async def list_refunds_of_booking(session: AsyncSession, booking_id: UUID) -> Sequence[Row[Refund, Capture]]:
    """What goes back of a booking, newest first."""
    statement = (
        select(Refund, Capture)
        .join(Capture, Capture.id == Refund.capture_id)
        .where(Refund.booking_id == booking_id)
        .order_by(Refund.requested_at.desc(), Refund.id)
    )
    return (await session.execute(statement.execution_options(**FRESH))).all()


async def list_refunds_for_people(session: AsyncSession, limit: int) -> Sequence[Row[Refund, Capture]]:
    """Refunds of money that came past all providers and are not done, and those that failed while the money is still ours,
    newest first.
    """
    statement = (
        select(Refund, Capture)
        .join(Capture, Capture.id == Refund.capture_id)
        .where(
            or_(
                and_(Refund.state.in_(("requested", "pending")), Capture.provider == "outside"),
                and_(Refund.state == "failed", Refund.amount <= Capture.amount - _going_back()),
            )
        )
        .order_by(Refund.requested_at.desc(), Refund.id)
        .limit(limit)
    )
    return (await session.execute(statement.execution_options(**FRESH))).all()


async def list_kept_in_vain(session: AsyncSession, reason: str, size: int) -> Sequence[UUID]:
    """Bookings that ended unpaid while too little had come for them, of which something is left that was never to go back
    for this ``reason``: what could not be given back is not tried again.
    """
    tried = select(Refund.id).where(Refund.capture_id == Capture.id, Refund.reason == reason)
    statement = (
        select(Capture.booking_id)
        .join(Booking, Booking.id == Capture.booking_id)
        .where(Capture.rule == "short", Booking.state == "EXPIRED", Capture.amount > _going_back())
        .where(~tried.exists(), ~_is_disputed())
        .distinct()
        .limit(size)
    )
    return [found for found in (await session.scalars(statement)).all() if found is not None]


async def find_dispute(session: AsyncSession, provider: str, provider_dispute_id: str) -> Dispute | None:
    """A dispute by the provider's id."""
    statement = select(Dispute).where(
        Dispute.provider == provider, Dispute.provider_dispute_id == provider_dispute_id
    )
    return (await session.scalars(statement.execution_options(**FRESH))).one_or_none()


async def get_call_or_none(
    session: AsyncSession, call_id: UUID, *, lock: bool = False
) -> ProviderCall | None:
    """A call as it is now."""
    return await session.get(ProviderCall, call_id, populate_existing=True, with_for_update=lock or None)


async def find_call(session: AsyncSession, action: str, subject_id: UUID) -> ProviderCall | None:
    """The call that does this for a payment or refund."""
    statement = select(ProviderCall).where(
        ProviderCall.action == action, ProviderCall.subject_id == subject_id
    )
    return (await session.scalars(statement.execution_options(**FRESH))).one_or_none()


async def is_ending(session: AsyncSession, payment_id: UUID) -> bool:
    """Whether a link was ended, or is to be as soon as its provider answers."""
    return await find_call(session, "expire", payment_id) is not None


async def add_call(session: AsyncSession, row: dict[str, Any]) -> bool:
    """Writes down that something is going to be asked for; False where it is written down already."""
    statement = insert(ProviderCall).values(row).on_conflict_do_nothing().returning(ProviderCall.id)
    return (await session.execute(statement)).one_or_none() is not None


async def count_try(session: AsyncSession, call_id: UUID) -> None:
    """One more try begins."""
    await session.execute(
        update(ProviderCall).where(ProviderCall.id == call_id).values(tries=ProviderCall.tries + 1)
    )


async def end_call(
    session: AsyncSession,
    call_id: UUID,
    now: datetime,
    *,
    result: dict[str, Any] | None = None,
    failure: str | None = None,
) -> None:
    """Stores what came of a call."""
    statement = update(ProviderCall).where(ProviderCall.id == call_id, ProviderCall.ended_at.is_(None))
    await session.execute(statement.values(ended_at=now, result=result, failure=failure))


async def is_disputed(session: AsyncSession, capture_id: UUID) -> bool:
    """Whether a bank wants this money back, or got it."""
    statement = select(Capture.id).where(Capture.id == capture_id, _is_disputed())
    return await session.scalar(statement) is not None


async def end_notices(
    session: AsyncSession, notice_ids: Collection[UUID], outcome: str, now: datetime
) -> None:
    """Notices are done with."""
    await session.execute(END_NOTICES, {"ids": list(notice_ids), "told": outcome, "now": now})


async def forget_notices(session: AsyncSession, moment: datetime) -> None:
    """Deletes webhooks that were settled long ago, with whatever they say of people."""
    await session.execute(delete(PaymentNotice).where(PaymentNotice.settled_at < moment))


async def add_notices(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> set[UUID]:
    """Keeps notices; the ids of those that had not come before.

    All who keep some at once do so in one order, so that no two wait for each other.
    """
    ordered = sorted(rows, key=lambda row: (row["provider"], row["event_id"]))
    columns = {name: [row[name] for row in ordered] for name in ordered[0]}
    return set((await session.scalars(ADD_NOTICES, columns)).all())


async def list_told(session: AsyncSession, notice_id: UUID) -> Sequence[Row[UUID, str, str | None]]:
    """(id, provider, what to ask for) of a notice and of all others about the same; none once it is settled."""
    return (await session.execute(TOLD, {"notice_id": notice_id})).all()
