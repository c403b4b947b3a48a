"""The class of hotel that a text asks for."""

from __future__ import annotations

import pytest

from language.stars import find_stars


@pytest.mark.parametrize(
    ("text", "language", "stars"),
    [
        ("hotel 4 estrellas", "es", 4),
        ("mínimo 4 estrellas", "es", 4),
        ("hotel tres estrellas", "es", 3),
        ("hotel 4*", "es", 4),
        ("****", "es", 4),
        ("⭐⭐⭐⭐⭐", "es", 5),
        ("uno de lujo", "es", 5),
        ("un hotel económico", "es", 3),
        ("hotel barato", "es", 3),
        ("algo económico", "es", 3),
        ("confort", "es", 4),
        ("un hotel confortable", "es", 4),
        ("cinco estrelas", "pt", 5),
        ("hotel de luxo", "pt", 5),
        ("quero algo simples", "pt", 3),
        ("a 4-star hotel", "en", 4),
        ("five stars please", "en", 5),
        ("budget", "en", 3),
        ("a cheap hotel", "en", 3),
        ("something luxurious", "en", 5),
        ("luxury hotel", "en", 5),
    ],
)
def test_stars_are_read_from_numbers_signs_and_words_of_comfort(text: str, language: str, stars: int) -> None:
    found = find_stars(text, language)
    assert found is not None and found.value == stars
    assert found.text == text[found.start : found.end]


@pytest.mark.parametrize(
    "text",
    [
        "el más barato",
        "o mais barato",
        "the cheapest hotel",
        "hotel más barato",
        "is it cheap?",
        "2*3",
        "rating 4.5 stars",
        "6 estrellas",
        "my budget is 500",
        "",
        "me da igual",
    ],
)
def test_a_choice_a_rating_or_a_sum_is_no_class_of_hotel(text: str) -> None:
    assert find_stars(text, "es") is None
