"""The SQL of places and holds.

Locks are always taken in the same order, so that no two transactions wait for each other: holds by id, then days by
option and date.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import (
    Date,
    FromClause,
    Integer,
    Row,
    Uuid,
    and_,
    case,
    column,
    func,
    insert,
    or_,
    select,
    text,
    tuple_,
    update,
    values,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncSession

from backend.availability.models import Availability, Hold, HoldLine
from backend.availability.rules import Day, Slot
from backend.catalogue.models import Option

EXPIRING = ("active", "booked")
KEEPING = ("active", "booked", "consumed")
CONSUME: Final = text(
    """
    UPDATE holds SET state = 'consumed', expires_at = NULL
    WHERE id = :id AND state = 'booked' AND (expires_at IS NULL OR expires_at > :now) RETURNING id
    """
)


async def list_vacancies(
    session: AsyncSession, option_ids: Collection[UUID], start_on: date, end_on: date, now: datetime
) -> Sequence[Row[UUID, int, date | None, int]]:
    """(option, usual places, day, free places) in one statement; a day only where something was taken or closed."""
    lapsed = (
        select(HoldLine.option_id, HoldLine.on, func.sum(HoldLine.quantity).label("places"))
        .join(Hold, Hold.id == HoldLine.hold_id)
        .where(Hold.state.in_(EXPIRING), Hold.expires_at <= now)
        .where(HoldLine.option_id.in_(option_ids), HoldLine.on.between(start_on, end_on))
        .group_by(HoldLine.option_id, HoldLine.on)
        .subquery()
    )
    usual = case((Option.active, Option.daily_capacity), else_=0)
    taken = Availability.taken - func.coalesce(lapsed.c.places, 0)
    free = case((Availability.closed, 0), else_=func.greatest(usual - taken, 0))
    day = Availability
    statement = (
        select(Option.id, usual, day.on, free)
        .outerjoin(day, and_(day.option_id == Option.id, day.on.between(start_on, end_on)))
        .outerjoin(lapsed, and_(lapsed.c.option_id == day.option_id, lapsed.c.on == day.on))
        .where(Option.id.in_(option_ids))
    )
    return (await session.execute(statement)).all()


async def lock_making_way(
    session: AsyncSession, slots: Collection[Slot], replacing: Collection[UUID], now: datetime
) -> dict[UUID, str]:
    """Holds past their time that still keep places on these days, and unbooked holds of the quotes to be replaced.

    Each with the state it is to go to.
    """
    lines = select(HoldLine.hold_id).where(tuple_(HoldLine.option_id, HoldLine.on).in_(slots))
    expired = and_(Hold.state.in_(EXPIRING), Hold.expires_at <= now)
    replaced = and_(Hold.state == "active", Hold.quote_id.in_(replacing))
    statement = (
        select(Hold.id, case((expired, "expired"), else_="released"))
        .where(or_(and_(expired, Hold.id.in_(lines)), replaced))
        .order_by(Hold.id)
        .with_for_update()
    )
    return dict((await session.execute(statement)).all())


async def lock_expired_batch(session: AsyncSession, now: datetime, size: int) -> Sequence[Hold]:
    """Some holds past their time that nobody else is working on."""
    statement = (
        select(Hold)
        .where(Hold.state.in_(EXPIRING), Hold.expires_at <= now)
        .order_by(Hold.id)
        .limit(size)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return (await session.scalars(statement)).all()


async def lock_holds(session: AsyncSession, hold_ids: Collection[UUID]) -> Sequence[Hold]:
    """The holds as they are now."""
    statement = select(Hold).where(Hold.id.in_(hold_ids)).order_by(Hold.id).with_for_update()
    return (await session.scalars(statement.execution_options(populate_existing=True))).all()


async def consume(session: AsyncSession, hold_id: UUID, now: datetime) -> bool:
    """A booking's hold keeps its places for good from now on; False where its time has passed, or it is no booking's."""
    return (await session.execute(CONSUME, {"id": hold_id, "now": now})).first() is not None


async def get_keeping_or_none(session: AsyncSession, quote_id: UUID) -> Hold | None:
    """The hold that keeps places for a quote, expired or not."""
    statement = select(Hold).where(Hold.quote_id == quote_id, Hold.state.in_(KEEPING))
    return (await session.scalars(statement.execution_options(populate_existing=True))).one_or_none()


async def list_active(session: AsyncSession, quote_ids: Collection[UUID], now: datetime) -> Sequence[Hold]:
    """The holds of these quotes that keep places and are not booked."""
    statement = select(Hold).where(
        Hold.quote_id.in_(quote_ids), Hold.state == "active", Hold.expires_at > now
    )
    return (await session.scalars(statement.execution_options(populate_existing=True))).all()


async def create_days(session: AsyncSession, slots: Collection[Slot]) -> None:
    """Makes the rows of days on which nothing was ever taken."""
    wanted = values(column("option_id", Uuid), column("on", Date), name="wanted").data(list(slots))
    rows = (
        select(Option.id, wanted.c.on, Option.daily_capacity)
        .join(wanted, wanted.c.option_id == Option.id)
        .order_by(Option.id, wanted.c.on)
    )
    statement = postgresql.insert(Availability).from_select(["option_id", "on", "capacity"], rows)
    await session.execute(statement.on_conflict_do_nothing())


async def lock_days(session: AsyncSession, slots: Collection[Slot]) -> dict[Slot, Day]:
    """Locks the days, and says how they stand with the capacity that the catalogue gives them now."""
    statement = (
        select(
            Availability.option_id, Availability.on, Option.product_code, Option.code,
            Option.daily_capacity, Availability.taken, Availability.closed | ~Option.active,
        )
        .join(Option, Option.id == Availability.option_id)
        .where(tuple_(Availability.option_id, Availability.on).in_(slots))
        .order_by(Availability.option_id, Availability.on)
        .with_for_update(of=Availability)
    )  # fmt: skip
    return {
        (option_id, on): Day(product, option, capacity, taken, closed)
        for option_id, on, product, option, capacity, taken, closed in (
            await session.execute(statement)
        ).all()
    }


async def take(session: AsyncSession, wanted: Mapping[Slot, int]) -> None:
    """Takes places on locked days."""
    claims = _amounts(wanted)
    taken = Availability.taken + claims.c.quantity
    await session.execute(
        update(Availability)
        .where(Availability.option_id == claims.c.option_id, Availability.on == claims.c.on)
        .where(Option.id == Availability.option_id)
        .values(taken=taken, capacity=func.greatest(Option.daily_capacity, taken))
        .execution_options(synchronize_session=False)
    )


async def give_back(session: AsyncSession, wanted: Mapping[Slot, int]) -> None:
    """Gives places back on locked days."""
    claims = _amounts(wanted)
    await session.execute(
        update(Availability)
        .where(Availability.option_id == claims.c.option_id, Availability.on == claims.c.on)
        .values(taken=Availability.taken - claims.c.quantity)
        .execution_options(synchronize_session=False)
    )


async def kept_by(session: AsyncSession, hold_ids: Collection[UUID]) -> dict[Slot, int]:
    """What these holds keep together, by option and day."""
    statement = (
        select(HoldLine.option_id, HoldLine.on, func.sum(HoldLine.quantity))
        .where(HoldLine.hold_id.in_(hold_ids))
        .group_by(HoldLine.option_id, HoldLine.on)
        .order_by(HoldLine.option_id, HoldLine.on)
    )
    return {(option_id, on): places for option_id, on, places in (await session.execute(statement)).all()}


async def set_states(session: AsyncSession, states: Mapping[UUID, str]) -> None:
    """Moves locked holds to their states."""
    for state in set(states.values()):
        moved = [hold_id for hold_id, wanted in states.items() if wanted == state]
        await session.execute(
            update(Hold)
            .where(Hold.id.in_(moved))
            .values(state=state)
            .execution_options(synchronize_session="fetch")
        )


async def add_hold(session: AsyncSession, hold: Hold, wanted: Mapping[Slot, int]) -> None:
    """Writes a hold and its lines."""
    session.add(hold)
    await session.flush()
    lines = [
        {"hold_id": hold.id, "option_id": option_id, "on": on, "quantity": quantity}
        for (option_id, on), quantity in wanted.items()
    ]
    await session.execute(insert(HoldLine), lines)


async def set_closed(session: AsyncSession, slots: Collection[Slot], closed: bool) -> None:
    """Closes or opens locked days."""
    await session.execute(
        update(Availability)
        .where(tuple_(Availability.option_id, Availability.on).in_(slots))
        .values(closed=closed)
        .execution_options(synchronize_session=False)
    )


def _amounts(wanted: Mapping[Slot, int]) -> FromClause:
    columns = (column("option_id", Uuid), column("on", Date), column("quantity", Integer))
    return values(*columns, name="claims").data([(*slot, quantity) for slot, quantity in wanted.items()])
