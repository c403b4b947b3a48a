"""Tables as the spreadsheets of a country read them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from conversations.csv_table import Cell, csv_lines, decimal_point, defused

COMMA = (
    "Bogota",
    "Sao_Paulo",
    "Santiago",
    "Argentina/Buenos_Aires",
    "Buenos_Aires",
    "Guayaquil",
    "Montevideo",
)
POINT = ("Lima", "Mexico_City", "Panama", "Santo_Domingo", "New_York")
ROW: list[Cell] = ["São João; Ltda", "=1+1", Decimal("-1234.50")]


@pytest.mark.parametrize("city", COMMA)
def test_where_numbers_have_a_comma_semicolons_stand_between_cells(city: str) -> None:
    assert decimal_point(f"America/{city}") == ","
    assert csv_lines([ROW], zone=f"America/{city}") == '"São João; Ltda";\'=1+1;-1234,50\r\n'


@pytest.mark.parametrize("city", POINT)
def test_where_numbers_have_a_point_commas_do(city: str) -> None:
    assert decimal_point(f"America/{city}") == "."
    assert csv_lines([ROW], zone=f"America/{city}") == "São João; Ltda,'=1+1,-1234.50\r\n"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Ana;=1+1", "Ana;'=1+1"),
        ('Ana, "@SUM(1)', "Ana,' \"@SUM(1)"),
        ("Pérez, Ana", "Pérez, Ana"),
        ("a-b", "a-b"),
    ],
)
def test_a_formula_within_a_name_is_text_where_cells_are_divided_by_another_sign(
    name: str, kept: str
) -> None:
    assert defused(name) == kept


@pytest.mark.parametrize("zone", ["UTC", "Etc/GMT+5"])
def test_where_no_country_is_known_it_is_a_point(zone: str) -> None:
    assert decimal_point(zone) == "."
