"""Money, days and people as they are written in each language."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from backend import wording
from backend.money import Money


@pytest.mark.parametrize(
    ("language", "amount", "written"),
    [
        ("es", Money(123_400, "USD"), "USD 1,234.00"),
        ("en", Money(123_400, "USD"), "USD 1,234.00"),
        ("pt", Money(123_400, "BRL"), "BRL 1.234,00"),
        ("es", Money(65_000, "CLP"), "CLP 65.000"),
        ("en", Money(65_000, "CLP"), "CLP 65,000"),
        ("es", Money(123_450, "ARS"), "ARS 1.234,50"),
        ("es-usted", Money(75_000_000, "COP"), "COP 750.000"),
        ("en", Money(75_000_000, "COP"), "COP 750,000"),
        ("pt", Money(75_000_050, "COP"), "COP 750.000,50"),
        ("es", Money(123_400, "EUR"), "EUR 1,234.00"),
        ("es", Money(-61_700, "USD"), "-USD 617.00"),
        ("en", Money(0, "USD"), "USD 0.00"),
    ],
)
def test_money(language: str, amount: Money, written: str) -> None:
    assert wording.money(language, amount) == written


@pytest.mark.parametrize(
    ("language", "start", "end", "written"),
    [
        ("es", date(2027, 5, 10), date(2027, 5, 14), "del 10 al 14 de mayo de 2027"),
        ("en", date(2027, 5, 10), date(2027, 5, 14), "May 10 to 14, 2027"),
        ("pt", date(2027, 5, 10), date(2027, 5, 14), "de 10 a 14 de maio de 2027"),
        ("es", date(2027, 5, 30), date(2027, 6, 2), "del 30 de mayo al 2 de junio de 2027"),
        ("en", date(2026, 12, 30), date(2027, 1, 2), "December 30, 2026 to January 2, 2027"),
        ("pt", date(2027, 5, 10), date(2027, 5, 10), "10 de maio de 2027"),
    ],
)
def test_days(language: str, start: date, end: date, written: str) -> None:
    assert wording.days(language, start, end) == written


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("es", "lunes 10 de mayo, 18:05"),
        ("en", "Monday, May 10, 6:05 PM"),
        ("pt", "segunda-feira, 10 de maio, 18:05"),
    ],
)
def test_a_moment_is_told_in_the_place_s_own_time(language: str, written: str) -> None:
    assert wording.moment(language, datetime(2027, 5, 10, 23, 5, tzinfo=UTC), "America/Lima") == written


@pytest.mark.parametrize(
    ("language", "adults", "ages", "written"),
    [
        ("es", 2, [8], "2 adultos y 1 niño (8 años)"),
        ("es", 1, [], "1 adulto"),
        ("es", 2, [1], "2 adultos y 1 niño (1 año)"),
        ("en", 2, [8, 5], "2 adults and 2 children (aged 8 and 5)"),
        ("pt", 2, [8, 5], "2 adultos e 2 crianças (8 e 5 anos)"),
    ],
)
def test_people(language: str, adults: int, ages: list[int], written: str) -> None:
    assert wording.people(language, adults, ages) == written


def test_spanish_says_e_before_i() -> None:
    assert wording.listed("es", ["Cusco", "Iquitos"]) == "Cusco e Iquitos"


@pytest.mark.parametrize(
    ("language", "written"),
    [("es", "2 adultos y 1 bebé"), ("en", "2 adults and 1 infant"), ("pt", "2 adultos e 1 bebê")],
)
def test_a_child_of_no_year_is_a_baby(language: str, written: str) -> None:
    assert wording.people(language, 2, [0]) == written
