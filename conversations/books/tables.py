"""The books as tables for an accountant's spreadsheet, written out while they are read; days are the operator's."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

import texts
from backend.documents.payables import PayableView, stream_payables
from backend.ledger.schemas import Entry
from backend.ledger.service import entries
from backend.money import Money
from backend.payments.discrepancies import DiscrepancyView, stream_found
from conversations.csv_table import BOM, Cell, csv_lines
from conversations.figures.period import Period

AT_ONCE = 500
RESELLER = "reseller:"
SIDE = ("amount", "refunded", "lost")
Rows = AsyncIterator[list[Cell]]
Sessions = async_sessionmaker[AsyncSession]


def ledger_table(sessions: Sessions, *, period: Period, language: str) -> AsyncIterator[str]:
    """Every entry of the period: debit above zero, credit below, in whole units; with the provider's id of the payment, by
    which its statement is told apart.
    """
    columns = ("at", "transaction", "kind", "booking", "payment", "account", "currency", "amount")

    def cells(entry: Entry) -> list[Cell]:
        what = (_moment(entry, period), entry.key, entry.kind, entry.booking or "")
        payment = str(entry.memo.get("payment") or "")
        return [*what, payment, entry.account, entry.amount.currency, entry.amount.decimal]

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
        async for lines in _written(language, columns, (_payable(one) async for one in due), period.zone):
            yield lines


async def discrepancies_table(
    sessions: Sessions, *, state: str | None, zone: str, language: str
) -> AsyncIterator[str]:
    """What providers and books do not agree on, newest first, both sides in whole units."""
    sides = [f"{whose}_{what}" for whose in ("our", "their") for what in ("currency", *SIDE)]
    columns = ("found_at", "provider", "payment", "difference", "state", *sides, "settled_at", "note")
    async with sessions() as session:
        found = stream_found(session, state=state)
        rows = (_discrepancy(one, ZoneInfo(zone)) async for one in found)
        async for lines in _written(language, columns, rows, zone):
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
        async for lines in _written(language, columns, (cells(entry) async for entry in found), period.zone):
            yield lines


async def _written(language: str, columns: tuple[str, ...], rows: Rows, zone: str) -> AsyncIterator[str]:
    titles = texts.subtree(language, "books_export")
    yield BOM + csv_lines([[titles[column] for column in columns]], zone=zone)
    batch: list[list[Cell]] = []
    async for row in rows:
        batch.append(row)
        if len(batch) == AT_ONCE:
            yield csv_lines(batch, zone=zone)
            batch = []
    yield csv_lines(batch, zone=zone)


def _payable(one: PayableView) -> list[Cell]:
    paid_on = one.paid_on.isoformat() if one.paid_on else ""
    due = [one.due_on.isoformat(), one.supplier, one.booking, one.amount.currency]
    return [*due, one.amount.decimal, paid_on]


def _discrepancy(one: DiscrepancyView, zone: ZoneInfo) -> list[Cell]:
    what = [_local(one.found_at, zone), one.provider, one.payment, one.kind, one.state]
    settled = _local(one.settled_at, zone) if one.settled_at else ""
    return [*what, *_side(one.ours), *_side(one.theirs), settled, one.note or ""]


def _side(side: dict[str, Any] | None) -> list[Cell]:
    if side is None:
        return [""] * (1 + len(SIDE))
    currency = side["currency"]
    return [currency, *(Money(side[what], currency).decimal for what in SIDE)]


def _moment(entry: Entry, period: Period) -> str:
    return _local(entry.at, ZoneInfo(period.zone))


def _local(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime("%Y-%m-%d %H:%M")
