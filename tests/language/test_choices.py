"""Which of the offered options a traveller picks."""

from __future__ import annotations

import pytest

from language.choices import find_choice, read_choice_answer


@pytest.mark.parametrize(
    ("text", "language", "ordinal"),
    [
        ("la segunda", "es", 2),
        ("opción 2", "es", 2),
        ("quiero la 2", "es", 2),
        ("me quedo con el hotel 2", "es", 2),
        ("me gusta la tercera", "es", 3),
        ("el último", "es", -1),
        ("the second one", "en", 2),
        ("number 3", "en", 3),
        ("option two", "en", 2),
        ("I'll take the 2nd", "en", 2),
        ("the last one please", "en", -1),
        ("#2", "en", 2),
        ("a segunda opção", "pt", 2),
        ("fico com a primeira", "pt", 1),
        ("a última", "pt", -1),
        ("nº 3", "pt", 3),
    ],
)
def test_an_ordinal_picks_by_place(text: str, language: str, ordinal: int) -> None:
    found = find_choice(text, language)
    assert found is not None and found.value == {"ordinal": ordinal}
    assert found.text == text[found.start : found.end]


@pytest.mark.parametrize(
    ("text", "language", "superlative"),
    [
        ("el más barato", "es", "cheapest"),
        ("el mas baratito porfa", "es", "cheapest"),
        ("la opción más económica", "es", "cheapest"),
        ("el de menor precio", "es", "cheapest"),
        ("la más cara", "es", "priciest"),
        ("la de mejor calificación", "es", "best_rated"),
        ("la mejor", "es", "best_rated"),
        ("the cheapest one", "en", "cheapest"),
        ("the most expensive", "en", "priciest"),
        ("the best one", "en", "best_rated"),
        ("the highest rated", "en", "best_rated"),
        ("o mais barato", "pt", "cheapest"),
        ("o mais em conta", "pt", "cheapest"),
        ("o mais caro", "pt", "priciest"),
        ("o melhor avaliado", "pt", "best_rated"),
    ],
)
def test_a_superlative_picks_by_price_or_rating(text: str, language: str, superlative: str) -> None:
    found = find_choice(text, language)
    assert found is not None and found.value == {"superlative": superlative}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("2", "es"),
        ("es la primera vez que viajo", "es"),
        ("la segunda semana de mayo", "es"),
        ("primera quincena de julio", "es"),
        ("el primero de mayo", "es"),
        ("hotel 4 estrellas", "es"),
        ("hotel 2 noches", "es"),
        ("cuál es el mejor mes para ir", "es"),
        ("el primer tren de la mañana", "es"),
        ("vuelo número 245", "es"),
        ("the best time to visit", "en"),
        ("you're the best!", "en"),
        ("from the 5th to the 9th", "en"),
        ("the first of May", "en"),
        ("last week", "en"),
        ("na segunda", "pt"),
        ("segunda-feira", "pt"),
    ],
)
def test_ordinals_of_other_things_pick_nothing(text: str, language: str) -> None:
    assert find_choice(text, language) is None


@pytest.mark.parametrize(
    ("text", "language", "choice"),
    [
        ("2", "es", {"ordinal": 2}),
        ("2)", "es", {"ordinal": 2}),
        ("la dos", "es", {"ordinal": 2}),
        ("primero", "es", {"ordinal": 1}),
        ("segunda", "pt", {"ordinal": 2}),
        ("number 2 please", "en", {"ordinal": 2}),
        ("the cheapest", "en", {"superlative": "cheapest"}),
        ("2 personas", "es", None),
        ("hola", "es", None),
        ("", "es", None),
    ],
)
def test_a_bare_answer_picks(text: str, language: str, choice: dict[str, object] | None) -> None:
    assert read_choice_answer(text, language) == choice
