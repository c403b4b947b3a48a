"""Paying resellers what the books say we owe them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.errors import MoreThanOwed
from backend.ledger import postings, repository
from backend.ledger.service import balance, post, posted
from backend.money import Money


async def pay_reseller(
    session: AsyncSession, *, payment_id: UUID, reseller: str, amount: Money, now: datetime
) -> tuple[Money, bool]:
    """Writes that a reseller got an amount, once for each ``payment_id``; what is owed them after it, and whether that is
    new. MoreThanOwed.

    Who pays the same reseller at the same moment waits, and then sees what is owed still.
    """
    account = f"reseller:{reseller}"
    await repository.lock_account(session, account)
    key = f"commission:{payment_id}:paid"
    owed = (await balance(session, account, amount.currency)) * -1
    if await posted(session, key=key):
        return owed, False
    if not 0 < amount.amount <= owed.amount:
        raise MoreThanOwed(account, amount.amount, owed.amount)
    lines = postings.reseller_paid(reseller, amount)
    await post(session, key=key, kind="commission.paid", at=now, lines=lines)
    return owed - amount, True
