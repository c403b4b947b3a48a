"""How often somebody may be wrong: five times in a row, then not for a quarter of an hour.

A try is counted before it is known to be wrong, so that many at once are no way around. It is counted for an e-mail,
whether or not anybody has it: nobody learns from it who works here.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import case, delete, func, or_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from conversations.team.errors import Locked
from conversations.team.models import SignInTry

MOST_WRONG = 5
LOCKED_FOR = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(days=1)


async def count(session: AsyncSession, *, account: bytes, now: datetime) -> bool:
    """Counts a try as wrong until it is forgiven; true for the last one before the lock. Locked while there is none left.

    The caller commits before it looks at the password.
    """
    begins_anew = or_(SignInTry.locked_until.is_not(None), SignInTry.at < now - FORGOTTEN_AFTER)
    wrong = case((begins_anew, 1), else_=SignInTry.wrong + 1)
    counted = (
        insert(SignInTry)
        .values(account=account, wrong=1, at=now)
        .on_conflict_do_update(
            index_elements=[SignInTry.account],
            set_={"wrong": wrong, "at": now, "locked_until": case((wrong >= MOST_WRONG, now + LOCKED_FOR))},
            where=or_(SignInTry.locked_until.is_(None), SignInTry.locked_until <= now),
        )
        .returning(SignInTry.locked_until.is_not(None))
    )
    locks = await session.scalar(counted)
    if locks is None:
        until = await session.get_one(SignInTry, account, populate_existing=True)
        assert until.locked_until is not None
        raise Locked((until.locked_until - now).total_seconds())
    return locks


async def forgive(session: AsyncSession, *, account: bytes) -> None:
    """Takes back one try that was not wrong, and the lock that it may have brought."""
    one = update(SignInTry).where(SignInTry.account == account)
    await session.execute(one.values(wrong=func.greatest(SignInTry.wrong - 1, 0), locked_until=None))


async def clear(session: AsyncSession, *, account: bytes) -> None:
    """Somebody was right: what was wrong before is forgotten."""
    await session.execute(delete(SignInTry).where(SignInTry.account == account))
