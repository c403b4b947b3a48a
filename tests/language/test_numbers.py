"""Numbers as people write them, up to 999."""

from __future__ import annotations

import pytest

from language.numbers import read_number


@pytest.mark.parametrize(
    ("word", "language", "number"),
    [
        ("dos", "es", 2),
        ("veintiuno", "es", 21),
        ("treinta y cinco", "es", 35),
        ("veintitrés", "es", 23),
        ("ciento veinte", "es", 120),
        ("quinientos", "es", 500),
        ("un par", "es", 2),
        ("media docena", "es", 6),
        ("a couple", "en", 2),
        ("twenty-one", "en", 21),
        ("two hundred and five", "en", 205),
        ("half a dozen", "en", 6),
        ("duas", "pt", 2),
        ("dezessete", "pt", 17),
        ("vinte e três", "pt", 23),
        ("novecentos e noventa e nove", "pt", 999),
        ("uma dúzia", "pt", 12),
        ("10", "es", 10),
        ("999", "en", 999),
    ],
)
def test_a_number_is_read(word: str, language: str, number: int) -> None:
    assert read_number(word, language) == number


def test_the_hint_decides_words_that_two_languages_share() -> None:
    assert read_number("once", "es") == 11
    assert read_number("sete", "pt") == 7


def test_other_languages_are_understood_too() -> None:
    assert read_number("four", "es") == 4
    assert read_number("quatro", "es") == 4


@pytest.mark.parametrize(
    "word", ["", "mucho", "1000", "uno dos", "diez diez", "dos pares de", "²", "99999999"]
)
def test_what_is_no_number_up_to_999_is_none(word: str) -> None:
    assert read_number(word, "es") is None
