"""Writing into the books and reading their balances; nothing in them is ever changed."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.errors import LedgerUnbalanced
from backend.ledger import repository
from backend.ledger.schemas import Entry, Line
from backend.money import Money


async def post(
    session: AsyncSession,
    *,
    key: str,
    kind: str,
    at: datetime,
    lines: Sequence[Line],
    booking_id: UUID | None = None,
    memo: dict[str, Any] | None = None,
) -> bool:
    """Writes lines that belong together; ``at`` is when they came to be true, ``memo`` what explains them.

    False where the same ``key`` was posted before, also by somebody at the same moment, or where all amounts are zero:
    then nothing is written. Lines of zero are left out. Raises LedgerUnbalanced unless each currency adds up to zero.
    """
    check_balanced(key, lines)
    written = [line for line in lines if line.amount.amount]
    if not written:
        return False
    transaction = {
        "id": uuid.uuid4(),
        "key": key,
        "kind": kind,
        "booking_id": booking_id,
        "at": at,
        "memo": memo or {},
    }
    return await repository.add(session, transaction, written)


def check_balanced(key: str, lines: Sequence[Line]) -> None:
    """Raises LedgerUnbalanced unless each currency adds up to zero."""
    sums: dict[str, int] = {}
    for line in lines:
        sums[line.amount.currency] = sums.get(line.amount.currency, 0) + line.amount.amount
    if any(sums.values()):
        raise LedgerUnbalanced(key, sums)


async def posted(session: AsyncSession, *, key: str) -> tuple[Line, ...]:
    """The lines that were posted under a key, in their order; none where nothing was."""
    rows = await repository.lines_of(session, key)
    return tuple(Line(account, Money(amount, currency)) for account, currency, amount in rows)


async def trial_balance(session: AsyncSession) -> dict[str, int]:
    """The sum of everything in the books by currency: zero, or something is very wrong."""
    return await repository.sum_by_currency(session)


async def balance(session: AsyncSession, account: str, currency: str) -> Money:
    """What stands on an account: debit above zero, credit below."""
    return Money(await repository.sum_of(session, account, currency), currency)


async def balance_and(session: AsyncSession, account: str, currency: str, *, key: str) -> tuple[Money, bool]:
    """What stands on an account, and whether something was posted under ``key``, in one statement."""
    amount, there = await repository.owed(session, account, currency, key)
    return Money(amount, currency), there


async def balances(session: AsyncSession, prefix: str = "", *, together: str | None = None) -> list[Line]:
    """What stands on the accounts that begin so (`supplier:`), by account and currency; even ones are left out.

    All that begin as ``together`` says (`booking:`) are one account of that name.
    """
    rows = await repository.sums_of(session, prefix, together)
    return [Line(account, Money(int(amount), currency)) for account, currency, amount in rows]


async def sums_by_kind(session: AsyncSession, account: str) -> list[tuple[str, Money]]:
    """What stands on one account, by the kind of transaction that wrote it there and by currency."""
    rows = await repository.sums_by_kind(session, account)
    return [(kind, Money(int(amount), currency)) for kind, currency, amount in rows]


async def entries(
    session: AsyncSession,
    *,
    since: datetime,
    until: datetime,
    prefix: str = "",
    account: str | None = None,
) -> AsyncIterator[Entry]:
    """What came to be true from ``since`` to before ``until``, oldest first, on accounts that begin so, or on just one,
    read while it is used.
    """
    async for row in repository.stream(session, since, until, prefix, account):
        key, kind, at, memo, reference, account, amount, currency = row
        yield Entry(key, kind, at.astimezone(UTC), reference, account, Money(amount, currency), memo)
