"""The SQL of this room."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, case, func, literal, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from backend.bookings.models import Booking
from backend.ledger.models import LedgerEntry, LedgerTransaction
from backend.ledger.schemas import Line

AT_ONCE = 500
SUM = func.sum(LedgerEntry.amount)
ADD = text(
    """
    WITH written AS (
        INSERT INTO ledger_transactions (id, key, kind, booking_id, at, memo)
        VALUES (:id, :key, :kind, :booking_id, :at, :memo)
        ON CONFLICT (key) DO NOTHING RETURNING id
    )
    INSERT INTO ledger_entries (transaction_id, position, account, currency, amount)
    SELECT written.id, line.place - 1, line.account, line.currency, line.amount
    FROM written, unnest(
        CAST(:accounts AS text[]), CAST(:currencies AS text[]), CAST(:amounts AS bigint[])
    ) WITH ORDINALITY AS line (account, currency, amount, place)
    RETURNING transaction_id
    """
).bindparams(bindparam("memo", type_=JSONB))
OWED = text(
    """
    SELECT (SELECT coalesce(sum(amount), 0) FROM ledger_entries WHERE account = :account AND currency = :currency),
        EXISTS (SELECT FROM ledger_transactions WHERE key = :key)
    """
)
EntryRow = Row[str, str, datetime, dict[str, Any], str | None, str, int, str]


async def add(session: AsyncSession, transaction: Mapping[str, Any], lines: Sequence[Line]) -> bool:
    """Writes a transaction with its entries; False when its key is used. Who writes the same key at the same moment waits
    here for the other's end.
    """
    entries = {
        "accounts": [line.account for line in lines],
        "currencies": [line.amount.currency for line in lines],
        "amounts": [line.amount.amount for line in lines],
    }
    written = await session.execute(ADD, {**transaction, **entries})
    return written.first() is not None


async def lock_account(session: AsyncSession, account: str) -> None:
    """Whoever looks at what stands on an account before they write to it does so one after the other, until the
    transaction ends: entries that are still to come have no row to lock.
    """
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(account, 0))))


async def lines_of(session: AsyncSession, key: str) -> Sequence[Row[str, str, int]]:
    """Account, currency and amount of a transaction's entries, in their order."""
    statement = (
        select(LedgerEntry.account, LedgerEntry.currency, LedgerEntry.amount)
        .join(LedgerTransaction, LedgerTransaction.id == LedgerEntry.transaction_id)
        .where(LedgerTransaction.key == key)
        .order_by(LedgerEntry.position)
    )
    return (await session.execute(statement)).all()


async def sum_by_currency(session: AsyncSession) -> dict[str, int]:
    """The sum of all entries."""
    found = await session.execute(select(LedgerEntry.currency, SUM).group_by(LedgerEntry.currency))
    return {currency: int(amount) for currency, amount in found}


async def owed(session: AsyncSession, account: str, currency: str, key: str) -> tuple[int, bool]:
    """The sum of an account's entries, and whether a transaction of this key is among all that was written."""
    amount, there = (
        await session.execute(OWED, {"account": account, "currency": currency, "key": key})
    ).one()
    return int(amount), there


async def sum_of(session: AsyncSession, account: str, currency: str) -> int:
    """The sum of an account's entries: read from the index alone."""
    statement = select(func.coalesce(SUM, 0)).where(
        LedgerEntry.account == account, LedgerEntry.currency == currency
    )
    return int((await session.execute(statement)).scalar_one())


async def sums_by_kind(session: AsyncSession, account: str) -> Sequence[Row[str, str, int]]:
    """Kind of transaction, currency and sum of what was written on an account."""
    statement = (
        select(LedgerTransaction.kind, LedgerEntry.currency, SUM)
        .join(LedgerEntry, LedgerEntry.transaction_id == LedgerTransaction.id)
        .where(LedgerEntry.account == account)
        .group_by(LedgerTransaction.kind, LedgerEntry.currency)
        .order_by(LedgerEntry.currency, LedgerTransaction.kind)
    )
    return (await session.execute(statement)).all()


async def sums_of(session: AsyncSession, prefix: str, together: str | None) -> Sequence[Row[str, str, int]]:
    """Account, currency and sum of the accounts that begin so and are not even, those ``together`` as one."""
    account: ColumnElement[str] = LedgerEntry.account.expression
    if together:
        account = case((and_(*_beginning(together)), literal(together)), else_=account).label("account")
    statement = (
        select(account, LedgerEntry.currency, SUM)
        .group_by(account, LedgerEntry.currency)
        .having(SUM != 0)
        .order_by(account, LedgerEntry.currency)
    )
    return (await session.execute(statement.where(*_beginning(prefix)))).all()


async def stream(
    session: AsyncSession, since: datetime, until: datetime, prefix: str, account: str | None = None
) -> AsyncIterator[EntryRow]:
    """Entries with what their transactions and their bookings are called, oldest first, some hundred at a time."""
    statement: Select[str, str, datetime, dict[str, Any], str | None, str, int, str] = (
        select(
            LedgerTransaction.key,
            LedgerTransaction.kind,
            LedgerTransaction.at,
            LedgerTransaction.memo,
            Booking.reference,
            LedgerEntry.account,
            LedgerEntry.amount,
            LedgerEntry.currency,
        )
        .join(LedgerEntry, LedgerEntry.transaction_id == LedgerTransaction.id)
        .outerjoin(Booking, Booking.id == LedgerTransaction.booking_id)
        .where(LedgerTransaction.at >= since, LedgerTransaction.at < until, *_beginning(prefix))
        .order_by(LedgerTransaction.at, LedgerTransaction.id, LedgerEntry.position)
        .execution_options(yield_per=AT_ONCE)
    )
    if account is not None:
        statement = statement.where(LedgerEntry.account == account)
    # By the hundred: row by row each would wait for the loop.
    async for rows in (await session.stream(statement)).partitions():
        for row in rows:
            yield row


def _beginning(prefix: str) -> list[ColumnElement[bool]]:
    """Accounts that begin so: a range of the index, as they stand in the order of their letters."""
    if not prefix:
        return []
    after = prefix[:-1] + chr(ord(prefix[-1]) + 1)
    return [LedgerEntry.account >= prefix, LedgerEntry.account < after]
