"""The books: posted once, in balance, and never changed, not even by whoever has the database's password."""

from __future__ import annotations

import asyncio
import time
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from backend.bookings.service import cancel_booking, mark_paid
from backend.errors import LedgerUnbalanced
from backend.ledger import postings
from backend.ledger.booked import owed_to_suppliers, post_cancelled, post_confirmed
from backend.ledger.schemas import Line
from backend.ledger.service import balance, balances, entries, post, posted, trial_balance
from backend.money import Money
from backend.quotes.priced import list_priced
from tests.backend.conftest import NOW, booked

Sessions = async_sessionmaker[AsyncSession]


def usd(minor: int) -> Money:
    return Money(minor, "USD")


async def capture(session: AsyncSession, key: str, minor: int = 5000, **more: Any) -> bool:
    wished: dict[str, Any] = {"at": NOW, "kind": "payment.captured", **more}
    return await post(session, key=key, lines=postings.captured("stripe", usd(minor), "K7PQ2M"), **wished)


async def test_what_is_posted_twice_stands_there_once(session: AsyncSession) -> None:
    assert await capture(session, "capture:1")
    assert not await capture(session, "capture:1", 9999)
    assert await balance(session, "provider:stripe", "USD") == usd(5000)
    assert await balance(session, "booking:K7PQ2M", "USD") == usd(-5000)
    assert set((await trial_balance(session)).values()) <= {0}


async def test_two_who_post_the_same_at_the_same_moment_write_it_once(committing: Sessions) -> None:
    async def once() -> bool:
        async with committing.begin() as session:
            return await capture(session, "capture:race")

    assert sorted(await asyncio.gather(*(once() for _ in range(8)))) == [False] * 7 + [True]
    async with committing() as session:
        assert await balance(session, "provider:stripe", "USD") == usd(5000)
        assert await trial_balance(session) == {"USD": 0}


async def test_what_was_rolled_back_can_be_posted_again(committing: Sessions) -> None:
    async with committing() as session:
        assert await capture(session, "capture:again")
        await session.rollback()
    async with committing.begin() as session:
        assert await capture(session, "capture:again")


async def test_lines_that_do_not_add_up_are_refused_per_currency(session: AsyncSession) -> None:
    mixed = [Line("provider:stripe", usd(100)), Line("booking:K7PQ2M", Money(-100, "PEN"))]
    with pytest.raises(LedgerUnbalanced) as refused:
        await post(session, key="capture:2", kind="payment.captured", at=NOW, lines=mixed)
    assert refused.value.sums == {"USD": 100, "PEN": -100}
    assert not await posted(session, key="capture:2")


async def test_nothing_is_not_written_down(session: AsyncSession) -> None:
    assert not await post(session, key="fee:1", kind="fee", at=NOW, lines=postings.fee("stripe", usd(0)))
    assert await trial_balance(session) in ({}, {"USD": 0})


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entries SET amount = amount",
        "DELETE FROM ledger_entries",
        "TRUNCATE ledger_entries",
        "UPDATE ledger_transactions SET memo = '{}'",
        "DELETE FROM ledger_transactions",
        "TRUNCATE ledger_transactions CASCADE",
    ],
)
async def test_the_database_refuses_changes(session: AsyncSession, statement: str) -> None:
    await capture(session, "capture:3")
    await session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    with pytest.raises(DBAPIError, match="only added to"):
        await session.execute(text(statement))


TRANSACTION = "INSERT INTO ledger_transactions (id, key, kind, at) VALUES (:id, :key, 'test', now())"
ENTRY = "INSERT INTO ledger_entries VALUES (:id, :position, 'sales', 'USD', :amount)"


@pytest.mark.parametrize("amounts", [[], [100], [100, -99]])
async def test_the_database_refuses_what_does_not_balance(committing: Sessions, amounts: list[int]) -> None:
    key, id = "by hand", uuid.uuid4()
    with pytest.raises(DBAPIError, match="does not balance"):
        async with committing.begin() as session:
            await session.execute(text(TRANSACTION), {"id": id, "key": key})
            for position, amount in enumerate(amounts):
                await session.execute(text(ENTRY), {"id": id, "position": position, "amount": amount})
    async with committing() as session:
        assert not await posted(session, key=key)


async def test_the_database_refuses_entries_that_are_added_later(committing: Sessions) -> None:
    async with committing.begin() as session:
        await capture(session, "capture:early")
    async with committing() as session:
        late = "SELECT id, 7, 'sales', 'USD', 1 FROM ledger_transactions WHERE key = 'capture:early'"
        with pytest.raises(DBAPIError, match="never later"):
            await session.execute(text(f"INSERT INTO ledger_entries {late}"))


async def test_balances_are_sums_by_the_beginning_of_an_account(session: AsyncSession) -> None:
    await capture(session, "capture:4", 700)
    await capture(session, "capture:5", 300)
    for supplier, minor in (("mar", 40), ("sol", 60), ("sol", 5)):
        lines = postings.supplier_paid(supplier, usd(minor))
        await post(session, key=f"paid:{supplier}:{minor}", kind="payable.paid", at=NOW, lines=lines)
    assert await balances(session, "supplier:") == [
        Line("supplier:mar", usd(40)),
        Line("supplier:sol", usd(65)),
    ]
    assert await balances(session, "supplier:s") == [Line("supplier:sol", usd(65))]
    assert await balances(session, "suppliers") == []
    everything = await balances(session)
    assert sum(line.amount.amount for line in everything) == 0
    assert [line.account for line in everything] == sorted(line.account for line in everything)


async def test_entries_are_read_in_the_order_in_which_they_came_true(session: AsyncSession) -> None:
    await capture(session, "capture:late", at=NOW + timedelta(days=2), memo={"why": "late"})
    await capture(session, "capture:first", at=NOW)
    await capture(session, "capture:before", at=NOW - timedelta(days=1))
    found = [one async for one in entries(session, since=NOW, until=NOW + timedelta(days=3))]
    assert [one.key for one in found] == ["capture:first"] * 2 + ["capture:late"] * 2
    assert found[2].memo == {"why": "late"} and found[2].at == NOW + timedelta(days=2)


async def test_a_booking_goes_through_the_books(catalogue: AsyncSession) -> None:
    booking = await booked(catalogue)
    paid = await mark_paid(catalogue, reference=booking.reference, now=NOW)
    quote = (await list_priced(catalogue, quote_ids=[paid.quote.id]))[paid.quote.id]
    assert await post_confirmed(catalogue, booking=paid, quote=quote, at=NOW)
    assert not await post_confirmed(catalogue, booking=paid, quote=quote, at=NOW)
    assert await balance(catalogue, f"booking:{booking.reference}", "USD") == booking.total
    owed = await owed_to_suppliers(catalogue, booking=paid)
    assert owed and all(amount.amount > 0 for amount in owed.values())

    gone = await cancel_booking(catalogue, booking_id=booking.id, now=datetime(2027, 5, 8, tzinfo=UTC))
    assert gone.penalty and gone.penalty.amount
    assert await post_cancelled(catalogue, booking=gone, at=NOW)
    assert not await post_cancelled(catalogue, booking=gone, at=NOW)
    assert await balance(catalogue, f"booking:{booking.reference}", "USD") == gone.penalty
    assert await balance(catalogue, "penalties", "USD") == gone.penalty * -1
    assert set((await trial_balance(catalogue)).values()) == {0}
    left = await owed_to_suppliers(catalogue, booking=gone)
    assert all(left[code].amount <= owed[code].amount for code in owed)
    assert left == {
        line.account.removeprefix("supplier:"): line.amount * -1
        for line in await balances(catalogue, "supplier:")
    }


async def test_what_was_never_confirmed_is_not_turned_round(catalogue: AsyncSession) -> None:
    booking = await booked(catalogue)
    gone = await cancel_booking(catalogue, booking_id=booking.id, now=NOW)
    assert not await post_cancelled(catalogue, booking=gone, at=NOW)


MANY = """
INSERT INTO ledger_transactions (id, key, kind, at)
SELECT gen_random_uuid(), 'many:' || n, 'test', now() FROM generate_series(1, 50000) AS n
"""
TWO_EACH = """
INSERT INTO ledger_entries
SELECT id, 0, 'provider:stripe', 'USD', 7 FROM ledger_transactions
UNION ALL SELECT id, 1, 'booking:' || right(key, 4), 'USD', -7 FROM ledger_transactions
"""
ONE_BOOKING = (
    "EXPLAIN SELECT sum(amount) FROM ledger_entries WHERE account = 'booking:0001' AND currency = 'USD'"
)


async def test_a_hundred_thousand_entries_are_summed_from_the_index_alone(committing: Sessions) -> None:
    async with committing.begin() as session:
        await session.execute(text(MANY))
        await session.execute(text(TWO_EACH))
    async with committing() as session:
        connection = await session.connection(execution_options={"isolation_level": "AUTOCOMMIT"})
        await connection.execute(text("VACUUM ANALYZE ledger_entries"))
        began = time.perf_counter()
        assert await balance(session, "provider:stripe", "USD") == usd(350_000)
        assert await balance(session, "booking:0001", "USD") == usd(-28)
        took = time.perf_counter() - began
        plan = "\n".join((await connection.execute(text(ONE_BOOKING))).scalars())
    assert "Index Only Scan using ix_ledger_entries_account" in plan
    assert took < 2
