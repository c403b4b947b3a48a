"""Places: how many are free, and holds that keep them and cannot oversell."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from backend.availability import repository
from backend.availability.models import Hold
from backend.availability.rules import Slot, Vacancies, merge
from backend.availability.schemas import Claim, HoldView
from backend.errors import AvailabilityExhausted, HoldExpired, HoldNotFound

BATCH = 200


async def vacancies(
    session: AsyncSession, *, option_ids: Collection[UUID], start_on: date, end_on: date, now: datetime
) -> Vacancies:
    """Free places of many options on every day from ``start_on`` to ``end_on``, both included, in one statement."""
    rows = await repository.list_vacancies(session, option_ids, start_on, end_on, now)
    return Vacancies(
        usual={option_id: usual for option_id, usual, _, _ in rows},
        days={(option_id, on): free for option_id, _, on, free in rows if on is not None},
    )


async def place_hold(
    session: AsyncSession,
    *,
    quote_id: UUID,
    claims: Sequence[Claim],
    expires_at: datetime,
    now: datetime,
    replacing: Collection[UUID] = (),
) -> HoldView:
    """Keeps all the claimed places, or changes nothing and raises AvailabilityExhausted with the first that lacks.

    Expired holds in the way give their places back first, so that no job need have run; so do unbooked holds of the
    quotes that this one is ``replacing``.
    """
    wanted = merge(claims)
    async with session.begin_nested():
        await _take(session, wanted, replacing, now)
        hold = Hold(id=uuid.uuid4(), quote_id=quote_id, state="active", expires_at=expires_at, created_at=now)
        await repository.add_hold(session, hold, wanted)
    return _view(hold)


async def release_hold(session: AsyncSession, *, hold_id: UUID, now: datetime) -> None:
    """Gives the places back. A hold that keeps none any more, or that a booking uses, is left as it is.

    Raises HoldNotFound.
    """
    if (await _lock(session, hold_id)).state == "active":
        await _give_back(session, {hold_id: "released"})


async def find_hold(session: AsyncSession, *, quote_id: UUID, now: datetime) -> HoldView | None:
    """The hold that keeps places for a quote, if any does."""
    hold = await repository.get_keeping_or_none(session, quote_id)
    return _view(hold) if hold is not None and _keeps(hold, now) else None


async def list_holds(session: AsyncSession, *, quote_ids: Collection[UUID], now: datetime) -> list[HoldView]:
    """The holds that keep places for these quotes and are not booked yet."""
    return (
        [_view(hold) for hold in await repository.list_active(session, quote_ids, now)] if quote_ids else []
    )


async def lock_hold(session: AsyncSession, *, hold_id: UUID) -> HoldView:
    """The hold, kept from changing until the transaction ends. Raises HoldNotFound."""
    return _view(await _lock(session, hold_id))


async def book_hold(session: AsyncSession, *, hold_id: UUID, expires_at: datetime, now: datetime) -> None:
    """A booking uses the hold from now on, until its deadline. Raises HoldNotFound, HoldExpired."""
    hold = await _lock(session, hold_id)
    if hold.state != "active" or not _keeps(hold, now):
        raise HoldExpired(hold_id)
    hold.state, hold.expires_at = "booked", expires_at
    await session.flush()


async def consume_hold(session: AsyncSession, *, hold_id: UUID, now: datetime) -> None:
    """The places stay taken for good. Raises HoldNotFound, HoldExpired."""
    if not await repository.consume(session, hold_id, now):
        await _lock(session, hold_id)
        raise HoldExpired(hold_id)


async def retake_hold(session: AsyncSession, *, hold_id: UUID, now: datetime) -> None:
    """The places of a booking's hold whose time has passed are taken for good, or nothing changes.

    Raises HoldNotFound, AvailabilityExhausted, and HoldExpired where the quote's places are held anew.
    """
    hold = await _lock(session, hold_id)
    if hold.state not in repository.KEEPING:
        if await repository.get_keeping_or_none(session, hold.quote_id) is not None:
            raise HoldExpired(hold_id)
        async with session.begin_nested():
            await _take(session, await repository.kept_by(session, [hold_id]), (), now)
    hold.state, hold.expires_at = "consumed", None
    await session.flush()


async def end_holds(session: AsyncSession, *, hold_ids: Collection[UUID], expired: bool) -> None:
    """Gives back what these holds, bookings' holds included, still keep: they expired, or their booking was cancelled."""
    state = "expired" if expired else "released"
    holds = await repository.lock_holds(session, hold_ids)
    await _give_back(session, {hold.id: state for hold in holds if hold.state in repository.KEEPING})


async def expire_holds(session: AsyncSession, *, now: datetime) -> list[HoldView]:
    """Gives back the places of up to BATCH holds past their time that nobody else works on; returns these holds."""
    expired = [_view(hold) for hold in await repository.lock_expired_batch(session, now, BATCH)]
    await _give_back(session, dict.fromkeys((hold.id for hold in expired), "expired"))
    return expired


async def close_days(
    session: AsyncSession, *, option_id: UUID, start_on: date, end_on: date, closed: bool = True
) -> None:
    """Stops selling an option on these days, both included (or sells it again); what is taken stays taken."""
    slots = [(option_id, start_on + timedelta(days=number)) for number in range((end_on - start_on).days + 1)]
    await repository.create_days(session, slots)
    await repository.lock_days(session, slots)
    await repository.set_closed(session, slots, closed)


async def _lock(session: AsyncSession, hold_id: UUID) -> Hold:
    found = await repository.lock_holds(session, [hold_id])
    if not found:
        raise HoldNotFound(hold_id)
    return found[0]


async def _take(
    session: AsyncSession, wanted: Mapping[Slot, int], replacing: Collection[UUID], now: datetime
) -> None:
    """Takes places on all these days, once what is in the way has given its places back. AvailabilityExhausted."""
    making_way = await repository.lock_making_way(session, wanted.keys(), replacing, now)
    await repository.create_days(session, wanted.keys())
    await _give_back(session, making_way, also=wanted.keys())
    days = await repository.lock_days(session, wanted.keys())
    for slot, quantity in wanted.items():
        day = days[slot]
        if quantity > day.free:
            raise AvailabilityExhausted(day.product, day.option, slot[1], wanted=quantity, free=day.free)
    await repository.take(session, wanted)


async def _give_back(
    session: AsyncSession, states: Mapping[UUID, str], *, also: Collection[Slot] = ()
) -> None:
    """Ends locked holds; days that the caller needs too are locked with theirs, in one order."""
    if not states:
        return
    kept = await repository.kept_by(session, states.keys())
    await repository.lock_days(session, kept.keys() | set(also))
    await repository.give_back(session, kept)
    await repository.set_states(session, states)


def _keeps(hold: Hold, now: datetime) -> bool:
    return hold.expires_at is None or hold.expires_at > now


def _view(hold: Hold) -> HoldView:
    return HoldView(hold.id, hold.quote_id, hold.expires_at)
