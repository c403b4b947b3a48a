"""Opening hours: over midnight, on feast days, when the clocks change, and how an opening is told."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from conversations.handoffs.hours import is_open, next_opening, say_when
from conversations.team.settings import ClosedDay, Hours

LIMA, MADRID = ZoneInfo("America/Lima"), ZoneInfo("Europe/Madrid")
WORKDAY = (("09:00", "13:00"), ("15:00", "18:00"))
WEEK = (*(WORKDAY,) * 5, (), ())


def office(**more: Any) -> Hours:
    return Hours(**{"timezone": "America/Lima", "week": WEEK, **more})


@pytest.mark.parametrize(
    ("clock", "there"),
    [("08:59", False), ("09:00", True), ("12:59", True), ("13:00", False), ("17:59", True), ("18:00", False)],
)
def test_an_hour_begins_with_its_first_minute_and_ends_before_its_last(clock: str, there: bool) -> None:
    monday = datetime.fromisoformat(f"2027-03-01T{clock}").replace(tzinfo=LIMA)
    assert is_open(office(), monday.astimezone(UTC)) is there


def test_a_night_shift_goes_on_after_midnight() -> None:
    night = ((("22:00", "24:00"),), (("00:00", "06:00"),), (), (), (), (), ())
    hours = office(week=night)
    assert is_open(hours, datetime(2027, 3, 1, 23, 59, tzinfo=LIMA))
    assert is_open(hours, datetime(2027, 3, 2, 0, 0, tzinfo=LIMA))
    assert is_open(hours, datetime(2027, 3, 2, 5, 59, tzinfo=LIMA))
    assert not is_open(hours, datetime(2027, 3, 2, 6, 0, tzinfo=LIMA))


def test_nobody_is_there_on_a_feast_day_and_the_next_workday_is_told() -> None:
    hours = office(closed=(ClosedDay(on=date(2027, 7, 28), name="Fiestas Patrias"),))
    feast = datetime(2027, 7, 28, 10, tzinfo=LIMA)
    assert not is_open(hours, feast)
    assert next_opening(hours, feast) == datetime(2027, 7, 29, 9, tzinfo=LIMA)


def test_after_friday_comes_monday() -> None:
    assert next_opening(office(), datetime(2027, 3, 5, 18, tzinfo=LIMA)) == datetime(
        2027, 3, 8, 9, tzinfo=LIMA
    )


def test_who_never_opens_has_no_next_opening() -> None:
    assert next_opening(office(week=((),) * 7), datetime(2027, 3, 1, tzinfo=LIMA)) is None


def test_hours_are_those_of_the_wall_clock_before_and_after_it_changes() -> None:
    hours = office(timezone="Europe/Madrid")
    assert is_open(hours, datetime(2027, 3, 26, 8, 30, tzinfo=UTC))  # 9:30, winter
    assert not is_open(hours, datetime(2027, 3, 29, 6, 59, tzinfo=UTC))  # 8:59, summer
    assert is_open(hours, datetime(2027, 3, 29, 7, 0, tzinfo=UTC))  # 9:00, summer
    opening = next_opening(hours, datetime(2027, 3, 27, 12, tzinfo=UTC))
    assert opening is not None and opening.astimezone(UTC) == datetime(2027, 3, 29, 7, tzinfo=UTC)


def test_an_opening_that_the_clocks_skip_comes_an_hour_later_on_the_wall() -> None:
    sunday = (*((),) * 6, (("02:30", "06:00"),))
    hours = office(timezone="Europe/Madrid", week=sunday)
    opening = next_opening(hours, datetime(2027, 3, 28, 0, 0, tzinfo=UTC))
    assert opening is not None and opening.isoformat() == "2027-03-28T03:30:00+02:00"
    assert is_open(hours, opening)


@pytest.mark.parametrize(
    ("language", "opening", "said"),
    [
        ("es", (2027, 3, 1, 15), "hoy a las 15:00 (hora de Lima)"),
        ("es", (2027, 3, 2, 9), "mañana a las 9:00 (hora de Lima)"),
        ("es", (2027, 3, 2, 1), "mañana a la 1:00 (hora de Lima)"),
        ("es", (2027, 3, 5, 9), "el viernes a las 9:00 (hora de Lima)"),
        ("es", (2027, 3, 15, 9), "el lunes 15 de marzo a las 9:00 (hora de Lima)"),
        ("en", (2027, 3, 2, 9), "tomorrow at 9:00 AM (Lima time)"),
        ("en", (2027, 3, 15, 9), "on Monday, March 15, at 9:00 AM (Lima time)"),
        ("pt", (2027, 3, 2, 9), "amanhã às 9:00 (horário de Lima)"),
        ("pt", (2027, 3, 2, 1), "amanhã à 1:00 (horário de Lima)"),
    ],
)
def test_an_opening_is_told_as_people_say_it(
    language: str, opening: tuple[int, int, int, int], said: str
) -> None:
    now = datetime(2027, 3, 1, 14, tzinfo=LIMA)
    assert say_when(language, datetime(*opening, tzinfo=LIMA), now) == said
