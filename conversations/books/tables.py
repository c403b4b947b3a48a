"""The books as tables for an accountant's spreadsheet, written out while they are read; days are the operator's."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

import texts
from backend.documents.payables import PayableView, stream_payables
from backend.ledger.schemas import Entry
from backend.ledger.service import entries
from conversations.csv_table import BOM, Cell, csv_lines
from conversations.figures.period import Period

AT_ONCE = 500
RESELLER = "reseller:"
Rows = AsyncIterator[list[Cell]]
Sessions = async_sessionmaker[AsyncSession]


def ledger_table(sessions: Sessions, *, period: Period, language: str) -> AsyncIterator[str]:
    """Every entry of the period: debit above zero, credit below, in whole units."""
    columns = ("at", "transaction", "kind", "booking", "account", "currency", "amount")

    def cells(entry: Entry) -> list[Cell]:
        what = (_moment(entry, period), entry.key, entry.kind, entry.booking or "")
        return [*what, entry.account, entry.amount.currency, entry.amount.decimal]

    return _entries(sessions, period, language, columns, cells)


def commissions_table(
    sessions: Sessions, *, period: Period, language: str, reseller: str | None = None
) -> AsyncIterator[str]:
    """What came to be owed to resellers, or to one, in the period, and what of it is owed no more (below zero)."""
    columns = ("at", "reseller", "booking", "kind", "currency", "amount")

    def cells(entry: Entry) -> list[Cell]:
        owed = (entry.amount * -1).decimal
        code = entry.account.removeprefix(RESELLER)
        return [_moment(entry, period), code, entry.booking or "", entry.kind, entry.amount.currency, owed]

    account = None if reseller is None else f"{RESELLER}{reseller}"
    return _entries(sessions, period, language, columns, cells, prefix=RESELLER, account=account)


async def payables_table(sessions: Sessions, *, period: Period, language: str) -> AsyncIterator[str]:
    """What is due to suppliers in the period, soonest first."""
    columns = ("due_on", "supplier", "booking", "currency", "amount", "paid_on")
    async with sessions() as session:
        due = stream_payables(session, first=period.first, last=period.last)
        async for lines in _written(language, columns, (_payable(one) async for one in due)):
            yield lines


async def _entries(
    sessions: Sessions,
    period: Period,
    language: str,
    columns: tuple[str, ...],
    cells: Callable[[Entry], list[Cell]],
    prefix: str = "",
    account: str | None = None,
) -> AsyncIterator[str]:
    async with sessions() as session:
        found = entries(session, since=period.start, until=period.end, prefix=prefix, account=account)
        async for lines in _written(language, columns, (cells(entry) async for entry in found)):
            yield lines


async def _written(language: str, columns: tuple[str, ...], rows: Rows) -> AsyncIterator[str]:
    titles = texts.subtree(language, "books_export")
    yield BOM + csv_lines([[titles[column] for column in columns]])
    batch: list[list[Cell]] = []
    async for row in rows:
        batch.append(row)
        if len(batch) == AT_ONCE:
            yield csv_lines(batch)
            batch = []
    yield csv_lines(batch)


def _payable(one: PayableView) -> list[Cell]:
    paid_on = one.paid_on.isoformat() if one.paid_on else ""
    due = [one.due_on.isoformat(), one.supplier, one.booking, one.amount.currency]
    return [*due, one.amount.decimal, paid_on]


def _moment(entry: Entry, period: Period) -> str:
    return entry.at.astimezone(ZoneInfo(period.zone)).strftime("%Y-%m-%d %H:%M")
