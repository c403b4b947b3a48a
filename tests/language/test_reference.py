"""Booking references."""

from __future__ import annotations

import pytest

from language.reference import find_reference


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("mi reserva k7pq2m", "K7PQ2M"),
        ("K7PQ2M", "K7PQ2M"),
        ("¿cómo va mi reserva ABC123?", "ABC123"),
        ("my booking reference is abc120", "ABC120"),
        ("o código da reserva é O0I1AB", "O0I1AB"),
        ("quiero cancelar k7pq2m por favor", "K7PQ2M"),
    ],
)
def test_a_reference_is_found_in_upper_case(text: str, reference: str) -> None:
    found = find_reference(text)
    assert found is not None and found.value == reference
    assert found.text.upper() == reference


@pytest.mark.parametrize(
    "text",
    [
        "ABC123",
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
