"""What travellers are offered."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from backend.availability.schemas import Claim
from backend.availability.service import close_days, place_hold
from backend.catalogue.importer import option_id
from backend.catalogue.models import Option, Product, Rate
from backend.errors import InvalidParty, InvalidTrip
from backend.money import Money
from backend.quotes.schemas import Interest, Party, Proposal
from backend.quotes.service import search_trips
from backend.terms import Terms
from tests.backend.conftest import NOW, trip
from tests.databases import counted


async def search(session: AsyncSession, *, now: datetime = NOW, **wishes: object) -> list[Proposal]:
    return await search_trips(session, request=trip(**wishes), now=now)


async def test_a_package_is_a_hotel_with_rides_and_a_tour_a_day(catalogue: AsyncSession) -> None:
    cheap, dear = await search(catalogue)
    assert (cheap.product, dear.product) == ("posada", "inti")
    assert [
        (line.product, line.unit, line.quantity, line.start_on.day, line.end_on.day) for line in dear.lines
    ] == [
        ("inti", "room", 1, 10, 14),
        ("traslado", "vehicle", 1, 10, 10),
        ("mercado", "adult", 2, 11, 11),
        ("mercado", "child", 1, 11, 11),
        ("ciudadela", "adult", 2, 12, 12),
        ("ciudadela", "child", 1, 12, 12),
        ("traslado", "vehicle", 1, 14, 14),
    ]
    assert [line.sell.amount for line in dear.lines] == [28320, 2124, 5664, 1416, 28320, 9912, 2124]
    assert dear.total == Money(77880, "USD")
    assert dear.includes["en"] == ("breakfast", "Hotel Transfer", "Tuesday Market", "Citadel in a Day")
    assert dear.lines[0].name["pt"] == "Hotel Inti · Quarto duplo"


async def test_an_offer_shows_neither_net_rates_nor_markups(catalogue: AsyncSession) -> None:
    shown = repr(await search(catalogue))
    assert "net" not in shown
    assert "markup" not in shown


async def test_stars_are_respected(catalogue: AsyncSession) -> None:
    assert [offer.product for offer in await search(catalogue, stars=4)] == ["inti"]
    assert await search(catalogue, stars=5) == []


async def test_each_interest_gives_only_what_was_asked_for(catalogue: AsyncSession) -> None:
    hotels = await search(catalogue, interest=Interest.HOTEL)
    assert [(offer.product, len(offer.lines)) for offer in hotels] == [("posada", 1), ("inti", 1)]
    tours = await search(catalogue, interest=Interest.TOUR)
    assert [(offer.product, offer.lines[0].start_on.day) for offer in tours] == [
        ("mercado", 11),
        ("cocina", 14),
        ("ciudadela", 10),
    ]
    (ride,) = await search(catalogue, interest=Interest.TRANSFER)
    assert [line.start_on.day for line in ride.lines] == [10, 14]


async def test_a_named_product_is_what_it_is_whatever_the_interest(catalogue: AsyncSession) -> None:
    (tour,) = await search(catalogue, product="ciudadela", stars=4)
    assert {line.product for line in tour.lines} == {"ciudadela"}
    (hotel,) = await search(catalogue, product="posada", stars=4)
    assert hotel.product == "posada"


async def test_high_season_costs_more_over_new_year(catalogue: AsyncSession) -> None:
    dates = {
        "start_on": date(2027, 12, 31),
        "end_on": date(2028, 1, 7),
        "interest": Interest.HOTEL,
        "stars": 4,
    }
    (offer,) = await search(catalogue, **dates)
    assert offer.total.amount == (6 * 7500 + 1 * 5000) * 12 // 10 * 118 // 100


async def test_weekend_rides_have_their_own_rate(catalogue: AsyncSession) -> None:
    saturday = {"start_on": date(2027, 5, 15), "end_on": date(2027, 5, 17), "interest": Interest.TRANSFER}
    (offer,) = await search(catalogue, **saturday)
    assert [line.sell.amount for line in offer.lines] == [2549, 2124]


async def test_large_parties_get_as_many_rooms_and_vehicles_as_they_need(catalogue: AsyncSession) -> None:
    (offer, _) = await search(catalogue, party=Party(6), interest=Interest.HOTEL)
    assert [(line.option, line.quantity) for line in offer.lines] == [("double", 3)]
    (ride,) = await search(catalogue, party=Party(6), interest=Interest.TRANSFER)
    assert [(line.option, line.quantity) for line in ride.lines] == [("van", 1), ("van", 1)]
    assert await search(catalogue, party=Party(9)) == []
    assert await search(catalogue, party=Party(300)) == []


async def test_a_tour_is_not_offered_to_ages_it_has_no_rate_for(catalogue: AsyncSession) -> None:
    offers = await search(catalogue, party=Party(2, (1,)), stars=4)
    assert {line.product for line in offers[0].lines} == {"inti", "traslado"}
    assert await search(catalogue, party=Party(2, (1,)), interest=Interest.TOUR) == []


async def test_what_is_taken_is_not_offered(catalogue: AsyncSession) -> None:
    for code in ("double", "family"):
        await close_days(
            catalogue, option_id=option_id("inti", code), start_on=date(2027, 5, 13), end_on=date(2027, 5, 13)
        )
    await place_hold(
        catalogue,
        quote_id=uuid.uuid4(),
        claims=[Claim(option_id("ciudadela", "morning"), date(2027, 5, 12), 8)],
        expires_at=NOW + timedelta(minutes=30),
        now=NOW,
    )
    (offer,) = await search(catalogue)
    assert offer.product == "posada"
    assert [line.start_on.day for line in offer.lines if line.product == "ciudadela"] == [13, 13]
    assert {other.product for other in await search(catalogue, end_on=date(2027, 5, 13))} == {
        "inti",
        "posada",
    }


async def test_after_its_cut_off_nothing_is_offered(catalogue: AsyncSession) -> None:
    noon_the_day_before = datetime(2027, 5, 9, 17, tzinfo=UTC)
    hotel = {"interest": Interest.HOTEL, "stars": 4}
    assert await search(catalogue, now=noon_the_day_before - timedelta(seconds=1), **hotel) != []
    assert await search(catalogue, now=noon_the_day_before, **hotel) == []


async def test_the_past_and_what_lies_beyond_the_horizon_are_not_sold(catalogue: AsyncSession) -> None:
    assert await search(catalogue, start_on=date.min, end_on=date.max) == []
    assert await search(catalogue, start_on=date(2027, 2, 20), end_on=date(2027, 2, 25)) == []
    assert await search_trips(catalogue, request=trip(), now=NOW, terms=Terms(horizon_days=30)) == []


async def test_where_nothing_is_sold_nothing_is_offered(catalogue: AsyncSession) -> None:
    assert await search(catalogue, destination="atlantis") == []
    assert await search(catalogue, end_on=date(2027, 5, 10), interest=Interest.HOTEL) == []


async def test_places_are_priced_in_their_own_currency(catalogue: AsyncSession) -> None:
    (offer,) = await search(catalogue, destination="pucon", party=Party(2))
    assert offer.total == Money(4 * 65000 * 110 // 100 * 119 // 100, "CLP")


def test_impossible_parties_and_trips_cannot_be_asked_for() -> None:
    for adults, ages in ((0, (8,)), (2, (18,)), (1, (-1,))):
        with pytest.raises(InvalidParty):
            Party(adults, ages)
    with pytest.raises(InvalidTrip):
        trip(end_on=date(2027, 5, 9))


async def test_a_search_takes_the_same_statements_for_any_number_of_products(
    catalogue: AsyncSession, engine: AsyncEngine
) -> None:
    with counted(engine) as few:
        await search(catalogue)
    await _multiply_hotels(catalogue, 30)
    with counted(engine) as many:
        offers = await search(catalogue)
    assert len(offers) == 32
    assert len(many) == len(few) == 5


async def _multiply_hotels(session: AsyncSession, times: int) -> None:
    """Copies the hotel ``inti`` with its rooms and rates."""

    async def rows(model: type[Product | Option | Rate], condition: object) -> list[dict[str, object]]:
        table = model.__table__
        found = await session.execute(select(*table.columns).where(condition))  # type: ignore[arg-type]
        return [dict(row._mapping) for row in found]

    (hotel,) = await rows(Product, Product.code == "inti")
    options = await rows(Option, Option.product_code == "inti")
    for number in range(times):
        await session.execute(insert(Product).values({**hotel, "code": f"inti-{number}"}))
        for option in options:
            copy = {**option, "id": uuid.uuid4(), "product_code": f"inti-{number}"}
            await session.execute(insert(Option).values(copy))
            for rate in await rows(Rate, Rate.option_id == option["id"]):
                await session.execute(insert(Rate).values({**rate, "option_id": copy["id"]}))
