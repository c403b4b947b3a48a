"""The log's order: events get their positions after their commit, one after the other, and leave after a day.

Ids are given before the commit, so that a reader who has seen 7 may find 6 later. Positions are given to what is
committed, under a lock that all hubs share: whoever has read up to a position never has to look behind it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from conversations.realtime.models import EventLog, StoredEvent

KEPT: Final = timedelta(hours=24)
"""Whoever comes back later than that loads anew."""
AT_ONCE: Final = 1_000
PAGE: Final = 200
"""Events that a hub reads at a time."""
LOCK = text("SELECT pg_advisory_xact_lock(7405023)")
# A statement of its own: it must see what was placed while we waited for the lock.
PLACE = text(
    """
    UPDATE events SET position = placed.position FROM (
        SELECT id, coalesce((SELECT max(position) FROM events), 0) + row_number() OVER (ORDER BY id) AS position
        FROM (SELECT id FROM events WHERE position IS NULL ORDER BY id LIMIT :most) AS unplaced
    ) AS placed
    WHERE events.id = placed.id
    """
)


@dataclass(frozen=True, slots=True)
class LogState:
    """The log's name, the newest position in it, and the one before the oldest that is kept; 0 where it is empty."""

    epoch: UUID
    newest: int
    forgotten: int


async def place(session: AsyncSession) -> None:
    """Gives what is committed its positions; nobody may be told of them before this is committed too."""
    await session.execute(LOCK)
    await session.execute(PLACE, {"most": AT_ONCE})


async def read_state(session: AsyncSession) -> LogState:
    """How the log stands."""
    newest, oldest = func.max(StoredEvent.position), func.min(StoredEvent.position)
    parts = [select(part).scalar_subquery() for part in (EventLog.epoch, newest, oldest)]
    epoch, last, first = (await session.execute(select(*parts))).one()
    return LogState(epoch, last or 0, (first or 1) - 1)


async def read_after(session: AsyncSession, position: int, *, limit: int) -> Sequence[StoredEvent]:
    """Events after a position, in order."""
    page = select(StoredEvent).where(StoredEvent.position > position).order_by(StoredEvent.position)
    return (await session.scalars(page.limit(limit))).all()


async def read_between(
    session: AsyncSession, after: int, up_to: int, *, rooms: Collection[str], limit: int
) -> Sequence[StoredEvent]:
    """What was told in any of these rooms after one position, up to another, in order."""
    page = select(StoredEvent).where(
        StoredEvent.position > after, StoredEvent.position <= up_to, StoredEvent.rooms.overlap(list(rooms))
    )
    return (await session.scalars(page.order_by(StoredEvent.position).limit(limit))).all()


async def forget_old(session: AsyncSession, *, now: datetime) -> None:
    """Deletes what is older than `KEPT`; the newest stays, for it says where the log has come to."""
    placed = StoredEvent.position.is_not(None)
    first_kept = (
        select(StoredEvent.position)
        .where(placed, StoredEvent.at >= now - KEPT)
        .order_by(StoredEvent.position)
    )
    newest = select(func.max(StoredEvent.position)).scalar_subquery()
    until = func.coalesce(first_kept.limit(1).scalar_subquery(), newest)
    await session.execute(
        delete(StoredEvent).where(StoredEvent.position < until).execution_options(synchronize_session=False)
    )
