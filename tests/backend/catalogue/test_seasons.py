"""Seasons recur each year, over New Year too."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.catalogue.schemas import Unit
from backend.catalogue.seasons import Calendar, Rate, Season, net_rate, uncovered

HIGH = Season("high", (((6, 1), (8, 31)), ((12, 20), (1, 5))))
LOW = Season("low", ())
CALENDAR = Calendar((HIGH, LOW))
WEEK = frozenset(range(7))


@pytest.mark.parametrize(
    ("day", "season"),
    [
        (date(2027, 12, 19), "low"),
        (date(2027, 12, 20), "high"),
        (date(2027, 12, 31), "high"),
        (date(2028, 1, 1), "high"),
        (date(2028, 1, 5), "high"),
        (date(2028, 1, 6), "low"),
        (date(2028, 2, 29), "low"),
        (date(2031, 8, 31), "high"),
    ],
)
def test_a_season_runs_over_new_year_with_both_its_ends(day: date, season: str) -> None:
    assert CALENDAR.seasons_on(day) == {season}


def test_the_first_rate_that_fits_season_and_weekday_applies() -> None:
    rates = [
        Rate("high", Unit.VEHICLE, WEEK, 3000),
        Rate("low", Unit.VEHICLE, frozenset({5, 6}), 2000),
        Rate("low", Unit.VEHICLE, WEEK, 1500),
    ]
    assert net_rate(rates, Unit.VEHICLE, date(2027, 7, 3), CALENDAR) == 3000
    assert net_rate(rates, Unit.VEHICLE, date(2027, 5, 15), CALENDAR) == 2000
    assert net_rate(rates, Unit.VEHICLE, date(2027, 5, 14), CALENDAR) == 1500
    assert net_rate(rates, Unit.ADULT, date(2027, 5, 14), CALENDAR) is None


def test_days_without_a_rate_are_found() -> None:
    rates = [Rate("high", Unit.ROOM, WEEK, 1), Rate("low", Unit.ROOM, WEEK - {6}, 1)]
    assert uncovered(rates, Unit.ROOM, WEEK, CALENDAR) == [("low", 6)]


@given(st.dates(date(2024, 1, 1), date(2040, 12, 31)))
def test_every_day_is_in_exactly_one_of_a_season_and_the_rest(day: date) -> None:
    assert len(CALENDAR.seasons_on(day)) == 1
    assert CALENDAR.seasons_on(day) == CALENDAR.seasons_on(date(2024, day.month, day.day))
