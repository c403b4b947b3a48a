"""The cheapest rooms and vehicles that fit, and who travels as what."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from backend.catalogue.schemas import Unit
from backend.pricing.places import Choice, cheapest_rooms, cheapest_vehicles, units_of

SINGLE = Choice(adults=1, children=0, cost=35, free=4)
DOUBLE = Choice(adults=2, children=1, cost=50, free=4)
FAMILY = Choice(adults=2, children=2, cost=80, free=1)
BANDS = {"infant": (0, 2), "child": (3, 11), "adult": (12, 120)}


def test_a_couple_with_a_child_shares_a_double() -> None:
    assert cheapest_rooms([SINGLE, DOUBLE, FAMILY], adults=2, children=1) == (0, 1, 0)


def test_children_may_take_the_places_of_adults() -> None:
    assert cheapest_rooms([DOUBLE], adults=1, children=2) == (1,)


def test_adults_never_take_the_places_of_children() -> None:
    assert cheapest_rooms([FAMILY], adults=3, children=0) is None


def test_a_mix_is_taken_when_it_is_cheaper() -> None:
    assert cheapest_rooms([SINGLE, DOUBLE, FAMILY], adults=3, children=0) == (1, 1, 0)


def test_what_is_not_free_is_not_used() -> None:
    assert cheapest_rooms([Choice(2, 1, 50, 0), FAMILY], adults=2, children=0) == (0, 1)
    assert cheapest_rooms([DOUBLE], adults=9, children=0) is None


def test_no_child_sleeps_in_a_room_without_an_adult() -> None:
    assert cheapest_rooms([SINGLE], adults=1, children=1) is None


def test_of_equally_cheap_mixes_the_one_with_fewest_rooms_is_taken() -> None:
    assert cheapest_rooms([Choice(1, 0, 25, 4), DOUBLE], adults=2, children=0) == (0, 1)


def test_vehicles_seat_everybody() -> None:
    car, van = Choice(3, 0, 15, 4), Choice(10, 0, 28, 2)
    assert cheapest_vehicles([car, van], people=3) == (1, 0)
    assert cheapest_vehicles([car, van], people=5) == (0, 1)
    assert cheapest_vehicles([car, van], people=12) == (1, 1)
    assert cheapest_vehicles([car, van], people=40) is None


def test_people_travel_by_age_band() -> None:
    assert units_of(2, (8, 1, 15), BANDS) == {Unit.ADULT: 3, Unit.CHILD: 1, Unit.INFANT: 1}


def test_a_product_is_not_for_an_age_that_no_band_has() -> None:
    assert units_of(2, (1,), {"child": (6, 11), "adult": (12, 120)}) is None


rooms = st.builds(Choice, st.integers(1, 3), st.integers(0, 2), st.integers(0, 90), st.integers(0, 3))


@given(st.lists(rooms, min_size=1, max_size=3), st.integers(1, 5), st.integers(0, 4))
def test_no_mix_that_fits_is_cheaper(choices: list[Choice], adults: int, children: int) -> None:
    def fits(counts: tuple[int, ...]) -> bool:
        for_adults = sum(count * choice.adults for count, choice in zip(counts, choices, strict=True))
        for_all = for_adults + sum(
            count * choice.children for count, choice in zip(counts, choices, strict=True)
        )
        return for_adults >= adults and for_all >= adults + children and sum(counts) <= adults

    def costs(counts: tuple[int, ...]) -> int:
        return sum(count * choice.cost for count, choice in zip(counts, choices, strict=True))

    mixes = [counts for counts in product(*(range(choice.free + 1) for choice in choices)) if fits(counts)]
    found = cheapest_rooms(choices, adults=adults, children=children)
    if not mixes:
        assert found is None
    else:
        assert found is not None
        assert fits(found)
        assert costs(found) == min(map(costs, mixes))
