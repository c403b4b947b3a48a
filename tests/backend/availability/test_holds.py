"""Holds keep places, give them back, and cannot oversell, whoever comes at the same moment."""

from __future__ import annotations

import asyncio
import uuid
from datetime import date, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from backend.availability.schemas import Claim, HoldView
from backend.availability.service import close_days, expire_holds, place_hold, release_hold, vacancies
from backend.catalogue.importer import option_id
from backend.errors import AvailabilityExhausted, HoldNotFound
from tests.backend.conftest import NOW

SEATS = option_id("ciudadela", "morning")  # ten seats a day
ROOMS = option_id("inti", "double")  # three rooms a night
DAY = date(2027, 5, 11)
SOON = NOW + timedelta(minutes=30)


async def hold(session: AsyncSession, *claims: Claim) -> HoldView:
    return await place_hold(session, quote_id=uuid.uuid4(), claims=claims, expires_at=SOON, now=NOW)


async def free(
    session: AsyncSession, option: uuid.UUID = SEATS, on: date = DAY, *, later: timedelta = timedelta()
) -> int:
    found = await vacancies(session, option_ids=[option], start_on=on, end_on=on, now=NOW + later)
    return found.free(option, on)


async def test_a_day_that_nobody_touched_has_all_its_places(catalogue: AsyncSession) -> None:
    assert await free(catalogue) == 10
    assert await free(catalogue, ROOMS) == 3
    assert await free(catalogue, uuid.uuid4()) == 0


async def test_a_hold_takes_places_and_its_release_gives_them_back(catalogue: AsyncSession) -> None:
    held = await hold(catalogue, Claim(SEATS, DAY, 4))
    assert await free(catalogue) == 6
    await release_hold(catalogue, hold_id=held.id, now=NOW)
    await release_hold(catalogue, hold_id=held.id, now=NOW)
    assert await free(catalogue) == 10
    with pytest.raises(HoldNotFound):
        await release_hold(catalogue, hold_id=uuid.uuid4(), now=NOW)


async def test_too_many_are_refused_and_nothing_of_them_is_kept(catalogue: AsyncSession) -> None:
    await hold(catalogue, Claim(SEATS, DAY, 8))
    with pytest.raises(AvailabilityExhausted) as refused:
        await hold(catalogue, Claim(ROOMS, DAY, 1), Claim(SEATS, DAY, 2), Claim(SEATS, DAY, 1))
    assert (refused.value.product, refused.value.option, refused.value.on) == ("ciudadela", "morning", DAY)
    assert (refused.value.wanted, refused.value.free) == (3, 2)
    assert await free(catalogue, ROOMS) == 3


async def test_an_expired_hold_frees_its_places_before_any_job_has_run(catalogue: AsyncSession) -> None:
    await hold(catalogue, Claim(SEATS, DAY, 10))
    assert await free(catalogue) == 0
    assert await free(catalogue, later=timedelta(minutes=30)) == 10
    later = NOW + timedelta(minutes=31)
    await place_hold(
        catalogue,
        quote_id=uuid.uuid4(),
        claims=[Claim(SEATS, DAY, 10)],
        expires_at=later + timedelta(minutes=30),
        now=later,
    )
    assert await free(catalogue, later=timedelta(minutes=31)) == 0


async def test_the_job_ends_expired_holds_once(catalogue: AsyncSession) -> None:
    await hold(catalogue, Claim(SEATS, DAY, 2))
    await hold(catalogue, Claim(SEATS, DAY, 3))
    assert await expire_holds(catalogue, now=NOW) == []
    assert len(await expire_holds(catalogue, now=SOON)) == 2
    assert await expire_holds(catalogue, now=SOON) == []
    assert await free(catalogue) == 10


async def test_a_closed_day_gives_no_places_until_it_opens(catalogue: AsyncSession) -> None:
    held = await hold(catalogue, Claim(SEATS, DAY, 2))
    await close_days(catalogue, option_id=SEATS, start_on=DAY, end_on=DAY + timedelta(days=1))
    assert await free(catalogue) == 0
    with pytest.raises(AvailabilityExhausted):
        await hold(catalogue, Claim(SEATS, DAY + timedelta(days=1), 1))
    await release_hold(catalogue, hold_id=held.id, now=NOW)
    assert await free(catalogue) == 0
    await close_days(catalogue, option_id=SEATS, start_on=DAY, end_on=DAY, closed=False)
    assert await free(catalogue) == 10


async def test_of_fifty_at_once_exactly_ten_get_a_place(committing: async_sessionmaker[AsyncSession]) -> None:
    async def attempt() -> bool:
        try:
            async with committing.begin() as session:
                await hold(session, Claim(SEATS, DAY, 1))
        except AvailabilityExhausted:
            return False
        return True

    outcomes = await asyncio.gather(*(attempt() for _ in range(50)))
    assert outcomes.count(True) == 10
    async with committing() as session:
        assert await free(session) == 0


async def test_of_two_who_want_the_last_places_in_opposite_order_one_gets_them(
    committing: async_sessionmaker[AsyncSession],
) -> None:
    async with committing.begin() as session:
        await hold(session, Claim(SEATS, DAY, 9), Claim(ROOMS, DAY, 2))

    async def attempt(*claims: Claim) -> bool:
        try:
            async with committing.begin() as session:
                await hold(session, *claims)
        except AvailabilityExhausted:
            return False
        return True

    seat, room = Claim(SEATS, DAY, 1), Claim(ROOMS, DAY, 1)
    assert sorted(await asyncio.gather(attempt(seat, room), attempt(room, seat))) == [False, True]


async def test_many_who_meet_expired_holds_release_each_of_them_once(
    committing: async_sessionmaker[AsyncSession],
) -> None:
    days = [DAY + timedelta(days=number) for number in range(5)]
    async with committing.begin() as session:
        for on in days:
            await hold(session, Claim(SEATS, on, 5), Claim(ROOMS, on, 1))
    later = SOON + timedelta(minutes=1)

    async def attempt(number: int) -> bool:
        claims = [Claim(SEATS, on, 1) for on in (days if number % 2 else reversed(days))]
        try:
            async with committing.begin() as session:
                if number % 5 == 0:
                    await expire_holds(session, now=later)
                await place_hold(
                    session,
                    quote_id=uuid.uuid4(),
                    claims=claims,
                    expires_at=later + timedelta(hours=1),
                    now=later,
                )
        except AvailabilityExhausted:
            return False
        return True

    outcomes = await asyncio.gather(*(attempt(number) for number in range(20)))
    assert outcomes.count(True) == 10
    async with committing() as session:
        assert [await free(session, SEATS, on, later=later - NOW) for on in days] == [0] * 5
        assert [await free(session, ROOMS, on, later=later - NOW) for on in days] == [3] * 5
