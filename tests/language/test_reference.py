"""Booking references."""

from __future__ import annotations

import pytest

from language.reference import ANY_CODE, find_reference, with_codes_alike


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("mi reserva k7pq2m", "K7PQ2M"),
        ("K7PQ2M", "K7PQ2M"),
        ("¿cómo va mi reserva ABC123?", "ABC123"),
        ("my booking reference is abc120", "ABC120"),
        ("o código da reserva é O0I1AB", "O0I1AB"),
        ("quiero cancelar k7pq2m por favor", "K7PQ2M"),
        ("k7p-q2m", "K7PQ2M"),
        ("K 7 P Q 2 M", "K7PQ2M"),
        ("mi localizador es RX-4521", "RX4521"),
        ("nro de reserva 458812", "458812"),
        ("número da reserva: 77 120 4", "771204"),
        ("reserva nº 4521", "4521"),
        ("o código é RT5509", "RT5509"),
        ("quero cancelar a reserva pk 45 d 9", "PK45D9"),
        ("localizador QWTRPD", "QWTRPD"),
        ("my booking number is zt 81 r 3", "ZT81R3"),
        ("the confirmation code's GHTY12", "GHTY12"),
        ("booking # 55123 for 2 people", "55123"),
        ("ref. 20931", "20931"),
        ("numero de reserva RS 20 14 B", "RS2014B"),
        ("conf # 88213", "88213"),
    ],
)
def test_a_reference_is_found_in_upper_case(text: str, reference: str) -> None:
    found = find_reference(text)
    assert found is not None and found.value == reference
    assert found.text == text[found.start : found.end]


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("ABC123", "ABC123"),
        ("dwm 418", "DWM418"),
        ("es el pk 45 d 9, gracias", "PK45D9"),
        ("it's HTL20455", "HTL20455"),
        ("dwm 418 es mi código de reserva", "DWM418"),
        ("31 qve 5 is my booking number", "31QVE5"),
    ],
)
def test_a_code_of_another_shape_is_one_where_it_is_all_that_is_said(text: str, reference: str) -> None:
    found = find_reference(text)
    assert found is not None and found.value == reference


@pytest.mark.parametrize(
    "text",
    [
        "reserva 2 hab dbl",
        "reserva del 10 al 14 de mayo",
        "reserva 4d3n",
        "reservation for 5 at the loft",
        "booking 2 rooms on 12 may",
        "reserva para 05 pessoas",
        "código postal 12345",
        "may 10 2027",
        "usd 300",
        "2 adt + 1 chd",
        "2ad 1ch",
        "3 noches 4 dias",
        "vuelo av 204",
        "10am - 12pm",
        "18h30",
        "789 567 5656",
        "somos 15",
        "hab 302",
        "es 4521",
        "wp 555 123",
        "reserva para 2",
        "quiero una reserva",
        "abcdef",
        "234567",
        "el 23july",
        "reserva 10dias",
        "ana@k7pq2m.com",
        "",
    ],
)
def test_words_numbers_and_addresses_are_no_references(text: str) -> None:
    assert find_reference(text) is None


@pytest.mark.parametrize("code", ["H8TT4W", "xk42pm", "9QZ7RB"])
def test_what_a_code_spells_makes_no_difference(code: str) -> None:
    assert with_codes_alike(f"¿cómo va mi reserva {code}?") == f"¿cómo va mi reserva {ANY_CODE}?"
    assert with_codes_alike("quiero ir a Cusco") == "quiero ir a Cusco"
