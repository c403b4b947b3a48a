"""Options set side by side."""

from __future__ import annotations

import pytest

from language.several_choices import find_choices


@pytest.mark.parametrize(
    ("text", "language", "ordinals"),
    [
        ("¿qué diferencia hay entre la 1 y la 3?", "es", [1, 3]),
        ("compara la primera con la tercera", "es", [1, 3]),
        ("cuál conviene más, la dos o la tres?", "es", [2, 3]),
        ("la 1, la 2 y la 4", "es", [1, 2, 4]),
        ("diferencias entre las dos primeras", "es", [1, 2]),
        ("which is better, the second or the third?", "en", [2, 3]),
        ("what is the difference between the first and the third?", "en", [1, 3]),
        ("option 1 vs option 2", "en", [1, 2]),
        ("compare the first two", "en", [1, 2]),
        ("what sets 2 and 3 apart", "en", [2, 3]),
        ("qual a diferença entre a segunda e a quarta?", "pt", [2, 4]),
        ("a 1 ou a 2, qual vale mais a pena?", "pt", [1, 2]),
        ("compara as duas últimas", "pt", [-2, -1]),
        ("compara los dos primeros", "es", [1, 2]),
        ("compare the two first ones", "en", [1, 2]),
        ("compara primero y segundo", "es", [1, 2]),
    ],
)
def test_numbers_and_ordinals_are_read_together(text: str, language: str, ordinals: list[int]) -> None:
    assert find_choices(text, language) == [{"ordinal": number} for number in ordinals]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("compáralos", "es"),
        ("which one is better?", "en"),
        ("qual vale mais a pena?", "pt"),
        ("qué diferencia hay entre los hoteles de 4 estrellas para 2 personas", "es"),
    ],
)
def test_without_a_choice_none_is_read(text: str, language: str) -> None:
    assert find_choices(text, language) == []


def test_superlatives_stand_beside_numbers() -> None:
    assert find_choices("entre la más barata y la 2", "es") == [{"superlative": "cheapest"}, {"ordinal": 2}]
    assert find_choices("the cheapest against the best rated", "en") == [
        {"superlative": "cheapest"},
        {"superlative": "best_rated"},
    ]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("compara los dos más baratos", "es"),
        ("compare the two cheapest hotels", "en"),
        ("compare os dois hotéis mais baratos", "pt"),
    ],
)
def test_several_of_one_superlative_are_ranked(text: str, language: str) -> None:
    assert find_choices(text, language) == [
        {"superlative": "cheapest", "rank": 1},
        {"superlative": "cheapest", "rank": 2},
    ]
