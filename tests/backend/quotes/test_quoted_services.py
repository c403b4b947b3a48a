"""What is added to a trip, and what is left out of it."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from backend.quotes.schemas import Interest, Party, Proposal
from backend.quotes.service import get_quote, search_trips
from tests.backend.conftest import NOW, quoted, trip


async def only(session: AsyncSession, **wishes: object) -> Proposal:
    """The one proposal that fits."""
    (proposal,) = await search_trips(session, request=trip(**wishes), now=NOW)
    return proposal


def products_of(proposal: Proposal) -> dict[str, list[int]]:
    """The days of each product."""
    days: dict[str, list[int]] = {}
    for line in proposal.lines:
        days.setdefault(line.product, []).append(line.start_on.day)
    return days


@pytest.mark.parametrize(
    ("without", "left"),
    [
        (("transfer",), {"inti", "mercado", "ciudadela"}),
        (("tour",), {"inti", "traslado"}),
        (("tour", "transfer"), {"inti"}),
        (("mercado",), {"inti", "traslado", "ciudadela"}),
    ],
)
async def test_a_package_leaves_out_kinds_and_products(
    catalogue: AsyncSession, without: tuple[str, ...], left: set[str]
) -> None:
    whole, part = await only(catalogue, stars=4), await only(catalogue, stars=4, without=without)
    gone = sum(line.sell.amount for line in whole.lines if line.product not in left)
    assert {line.product for line in part.lines} == left
    assert part.total.amount == whole.total.amount - gone


async def test_a_tour_that_packages_do_not_have_can_come_along(catalogue: AsyncSession) -> None:
    with_cooking = await only(catalogue, stars=4, extra=("cocina",))
    assert products_of(with_cooking)["cocina"] == [14, 14]
    assert "Clase de cocina" in with_cooking.includes["es"]


async def test_a_hotel_alone_takes_what_is_asked_for_and_nothing_else(catalogue: AsyncSession) -> None:
    for named in ("traslado", "transfer"):
        ride = await only(catalogue, stars=4, interest=Interest.HOTEL, extra=(named,))
        assert products_of(ride) == {"inti": [10], "traslado": [10, 14]}


async def test_what_is_asked_for_comes_along_although_its_kind_is_left_out(catalogue: AsyncSession) -> None:
    one_tour = await only(catalogue, stars=4, without=("tour",), extra=("ciudadela",))
    assert set(products_of(one_tour)) == {"inti", "traslado", "ciudadela"}


async def test_on_a_short_stay_a_tour_may_be_on_the_day_of_arrival(catalogue: AsyncSession) -> None:
    night = {"end_on": date(2027, 5, 11), "stars": 4}
    assert "ciudadela" not in products_of(await only(catalogue, **night))
    assert products_of(await only(catalogue, extra=("ciudadela",), **night))["ciudadela"] == [10, 10]


async def test_tours_never_share_a_day(catalogue: AsyncSession) -> None:
    two = await only(catalogue, product="ciudadela", interest=Interest.TOUR, extra=("mercado", "traslado"))
    assert products_of(two) == {"ciudadela": [10, 10], "mercado": [11, 11], "traslado": [10, 14]}
    tuesday = {"start_on": date(2027, 5, 11), "end_on": date(2027, 5, 11)}
    assert set(products_of(await only(catalogue, product="ciudadela", extra=("mercado",), **tuesday))) == {
        "ciudadela"
    }


async def test_what_cannot_be_had_is_not_part_of_the_trip(catalogue: AsyncSession) -> None:
    crowd = await only(catalogue, stars=4, party=Party(3), interest=Interest.HOTEL, extra=("lago", "nada"))
    assert set(products_of(crowd)) == {"inti"}


async def test_a_quote_remembers_what_was_added_and_left_out(catalogue: AsyncSession) -> None:
    quote = await quoted(catalogue, without=("transfer",), extra=("cocina",))
    stored = (await get_quote(catalogue, quote_id=quote.id)).request
    assert (stored.without, stored.extra) == (("transfer",), ("cocina",))
