"""Suppliers and resellers are paid what they are owed and no more, whoever else pays or cancels at the same moment."""

from __future__ import annotations

import asyncio
import uuid

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from backend.bookings.service import cancel_booking
from backend.documents.booked import record_cancelled
from backend.documents.payables import PayableView, mark_payable_paid, stream_payables
from backend.errors import MoreThanOwed
from backend.ledger.commissions import pay_reseller
from backend.ledger.service import balance, trial_balance
from backend.money import Money
from tests.backend.conftest import ISSUER, NOW, confirmed

Sessions = async_sessionmaker[AsyncSession]
WAITING = """
    SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()
"""


async def owed(sessions: Sessions, account: str) -> Money:
    async with sessions() as session:
        assert not any((await trial_balance(session)).values())
        return await balance(session, account, "USD") * -1


async def pay(sessions: Sessions, amount: Money, payment_id: uuid.UUID | None = None) -> bool:
    """Whether the reseller is paid."""
    try:
        async with sessions.begin() as session:
            known = {"payment_id": payment_id or uuid.uuid4(), "reseller": "tucan", "now": NOW}
            await pay_reseller(session, **known, amount=amount)
    except MoreThanOwed:
        return False
    return True


async def pay_supplier(sessions: Sessions, due: PayableView) -> None:
    async with sessions.begin() as session:
        await mark_payable_paid(session, payable_id=due.id, paid_on=NOW.date(), now=NOW)


async def somebody_waits(sessions: Sessions) -> None:
    """Until somebody waits for a lock; each look in a transaction of its own, which sees no later."""
    async with asyncio.timeout(60):
        while True:
            async with sessions() as session:
                if await session.scalar(text(WAITING)):
                    return


async def test_a_reseller_is_paid_once_by_several_at_the_same_moment(committing: Sessions) -> None:
    async with committing.begin() as session:
        await confirmed(session, reseller="tucan")
    commission = await owed(committing, "reseller:tucan")
    assert commission.amount > 1
    paid = await asyncio.gather(*(pay(committing, commission) for _ in range(8)))
    assert sorted(paid) == [False] * 7 + [True]
    assert await owed(committing, "reseller:tucan") == Money(0, "USD")


async def test_the_same_payment_told_several_times_at_once_is_made_once(committing: Sessions) -> None:
    async with committing.begin() as session:
        await confirmed(session, reseller="tucan")
    commission, payment_id = await owed(committing, "reseller:tucan"), uuid.uuid4()
    assert all(await asyncio.gather(*(pay(committing, commission, payment_id) for _ in range(8))))
    assert await owed(committing, "reseller:tucan") == Money(0, "USD")


async def test_a_supplier_is_paid_once_by_several_at_the_same_moment(committing: Sessions) -> None:
    async with committing.begin() as session:
        await confirmed(session)
        (due,) = [one async for one in stream_payables(session)]
    await asyncio.gather(*(pay_supplier(committing, due) for _ in range(8)))
    assert await owed(committing, f"supplier:{due.supplier}") == Money(0, "USD")


async def test_a_supplier_is_paid_what_is_left_where_the_booking_is_cancelled_at_that_moment(
    committing: Sessions,
) -> None:
    async with committing.begin() as session:
        booking, _ = await confirmed(session)
        (due,) = [one async for one in stream_payables(session)]
    async with committing.begin() as session:
        cancelled = await cancel_booking(session, booking_id=booking.id, now=NOW)
        paying = asyncio.create_task(pay_supplier(committing, due))
        await somebody_waits(committing)
        await record_cancelled(session, booking=cancelled, issuer=ISSUER, now=NOW)
    await paying
    assert await owed(committing, f"supplier:{due.supplier}") == Money(0, "USD")
