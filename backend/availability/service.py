"""Places: how many are free, and holds that keep them and cannot oversell."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.availability.rules import Vacancies
from backend.availability.schemas import Claim, HoldView


async def vacancies(
    session: AsyncSession, *, option_ids: Collection[UUID], start_on: date, end_on: date, now: datetime
) -> Vacancies:
    """Free places of many options on every day from ``start_on`` to ``end_on``, both included, in one statement."""
    raise NotImplementedError


async def place_hold(
    session: AsyncSession, *, quote_id: UUID, claims: Sequence[Claim], expires_at: datetime, now: datetime
) -> HoldView:
    """Keeps all the claimed places or none. Raises AvailabilityExhausted with the first claim that cannot be met."""
    raise NotImplementedError


async def release_hold(session: AsyncSession, *, hold_id: UUID, now: datetime) -> None:
    """Gives the places back; a hold that keeps none any more is left as it is. Raises HoldNotFound."""
    raise NotImplementedError


async def expire_holds(session: AsyncSession, *, now: datetime) -> int:
    """Gives back the places of holds past their time, a batch at a time; returns how many holds."""
    raise NotImplementedError
