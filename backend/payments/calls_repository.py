"""The SQL of calls that change something at a provider."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from backend.payments.models import (
    ProviderCall,
)
from backend.payments.repository import FRESH


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
