"""Who travels, as people say it in chats."""

from __future__ import annotations

from typing import Any

import pytest

from language.party import find_ages, find_party, read_ages_answer, read_party_answer

# text, language, adults, children, ages, total
PARTIES: list[tuple[str, str, int | None, int | None, list[int], int | None]] = [
    # Spanish
    ("2 adultos y un niño de 8", "es", 2, 1, [8], None),
    ("3 crianças, 4 7 e 9", "pt", None, 3, [4, 7, 9], None),
    (
        "hola, quiero cotizar Cusco para 2 adultos y un niño de 8 del 10 al 14 de mayo, hotel 4 estrellas",
        "es",
        2,
        1,
        [8],
        None,
    ),
    ("para la semana del 14 al 17 de abril, para 3 adultos y 3 menores", "es", 3, 3, [], None),
    ("kiero cotizar el sabado 3 de octubre somos 15", "es", None, None, [], 15),
    ("hola, qiero ir a cusco con mi esposa y 2 niños en julio, cuanto sale?", "es", 2, 2, [], None),
    ("mi esposa y yo con el bebé", "es", 2, 1, [1], None),
    ("y si somos 6?", "es", None, None, [], 6),
    ("hotel para dos", "es", None, None, [], 2),
    ("somos 5: 3 adultos y 2 niños de 4 y 7", "es", 3, 2, [4, 7], 5),
    ("5 personas, 2 niños", "es", 3, 2, [], 5),
    ("4 personas y un bebé", "es", 4, 1, [1], None),
    ("2 adultos sin niños", "es", 2, 0, [], None),
    ("un matrimonio con 2 hijas", "es", 2, 2, [], None),
    ("dos parejas", "es", 4, None, [], None),
    ("somos 4 amigos", "es", None, None, [], 4),
    ("voy con 3 amigos", "es", 4, None, [], None),
    ("viaje para mis padres", "es", 2, None, [], None),
    ("viajo sola", "es", 1, 0, [], None),
    ("dos adultos y dos niñas de 5 años", "es", 2, 2, [5, 5], None),
    ("2 adultos y un niño, el niño tiene 8 años", "es", 2, 1, [8], None),
    ("2 adultos, dos niños: uno de 3 y otro de 6", "es", 2, 2, [3, 6], None),
    ("mi hijo de 25 años y yo", "es", 2, None, [], None),
    ("papá, mamá y 2 hijos", "es", 2, 2, [], None),
    ("3 adultos, no 2", "es", 3, None, [], None),
    ("2 adultos, perdón, 3 adultos", "es", 3, None, [], None),
    ("grupo de 20 estudiantes", "es", None, None, [], 20),
    ("es para mi esposa, mis 2 hijos de 4 y 9 años y mi suegra", "es", 3, 2, [4, 9], None),
    ("adultos: 2, niños: 1", "es", 2, 1, [], None),
    ("2pax", "es", None, None, [], 2),
    ("2 adultos a Cusco y un niño de 8", "es", 2, 1, [8], None),
    # English
    ("a family of four", "en", None, None, [], 4),
    ("me and my husband", "en", 2, None, [], None),
    ("my wife and I", "en", 2, None, [], None),
    ("for 2 in july", "en", None, None, [], 2),
    ("3 of us", "en", None, None, [], 3),
    ("we are three for a four night stay", "en", None, None, [], 3),
    ("2 adults and a boy of 8", "en", 2, 1, [8], None),
    ("2 adults and an 8-year-old", "en", 2, 1, [8], None),
    ("2 adults, 2 kids aged 8 and 5", "en", 2, 2, [8, 5], None),
    ("my husband, our two kids (5 and 9) and me", "en", 2, 2, [5, 9], None),
    ("two adults, no children", "en", 2, 0, [], None),
    ("two grown-ups and a baby", "en", 2, 1, [1], None),
    ("me, my wife and the little one", "en", 2, 1, [], None),
    ("two adults and twins", "en", 2, 2, [], None),
    ("we're a group of 8 friends", "en", None, None, [], 8),
    ("party of 5 including 2 toddlers", "en", 3, 2, [], 5),
    ("just me", "en", 1, 0, [], None),
    ("4 adults, 2 rooms with 2 adults in each", "en", 4, None, [], None),
    # Portuguese
    ("Casal e duas criancas de 3a e 6a", "pt", 2, 2, [3, 6], None),
    ("casal e duas crianças de 3 e 6", "pt", 2, 2, [3, 6], None),
    ("Qto o Réveillon pra 05 pessoas, incluindo idosa de 87 anos?", "pt", None, None, [], 5),
    ("3 adultos e uma criança de 8 meses. Periodo de 31 a 04/01", "pt", 3, 1, [0], None),
    ("2 adultos, 1 criança 8 anos", "pt", 2, 1, [8], None),
    ("3 adultos e 3 menores", "pt", 3, 3, [], None),
    ("eu e minha mãe", "pt", 2, None, [], None),
    ("eu, meu marido e nossos dois filhos de 4 e 7 anos", "pt", 2, 2, [4, 7], None),
    ("vou com meus pais e minha irmã", "pt", 4, None, [], None),
    ("duas pessoas, quarto casal", "pt", None, None, [], 2),
    ("vou sozinho", "pt", 1, 0, [], None),
    ("estamos em 4", "pt", None, None, [], 4),
    ("nós dois", "pt", None, None, [], 2),
    ("pra 2", "pt", None, None, [], 2),
    ("casal com bebê de 1 ano e meio", "pt", 2, 1, [1], None),
]


@pytest.mark.parametrize(("text", "language", "adults", "children", "ages", "total"), PARTIES)
def test_a_party_is_read(
    text: str, language: str, adults: int | None, children: int | None, ages: list[int], total: int | None
) -> None:
    found = find_party(text, language)
    assert found is not None
    assert found.value == {"adults": adults, "children": children, "child_ages": ages, "total": total}
    assert found.text == text[found.start : found.end]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("para 2 noches", "es"),
        ("hotel 4 estrellas", "es"),
        ("de 5 a 9", "es"),
        ("9 y 10 de mayo", "es"),
        ("para 10 dólares", "es"),
        ("niños de 5 a 9 años", "es"),
        ("¿los niños pagan?", "es"),
        ("hotel para niños", "es"),
        ("me lo recomendó mi hermana", "es"),
        ("quiero 2 habitaciones", "es"),
        ("vamos a cusco", "es"),
        ("cuánto son un dólar", "es"),
        ("mi familia", "es"),
        ("for 3 nights", "en"),
        ("a couple of days", "en"),
        ("how many euros for 200 pounds", "en"),
        ("a child-friendly museum", "en"),
        ("at 3 in the afternoon", "en"),
        ("reserva K7PQ2M", "pt"),
        ("dia 5 para o Rio", "pt"),
    ],
)
def test_other_numbers_are_no_people(text: str, language: str) -> None:
    assert find_party(text, language) is None


def test_the_mention_ends_before_a_date_or_a_place() -> None:
    across_dates = find_party("2 adultos del 10 al 14 de mayo y un niño de 8", "es")
    across_place = find_party("2 adultos a Cusco y un niño de 8", "es")
    assert across_dates is not None and across_dates.text == "2 adultos"
    assert across_place is not None and across_place.text == "2 adultos"


@pytest.mark.parametrize(
    ("text", "language", "ages"),
    [
        ("8 y 5", "es", [8, 5]),
        ("tiene 8 años", "es", [8]),
        ("de 3 y 6", "es", [3, 6]),
        ("uno de 3 y otro de 6", "es", [3, 6]),
        ("el mayor 8 y el menor 5", "es", [8, 5]),
        ("recién nacido", "es", [0]),
        ("10 años y 18 meses", "es", [10, 1]),
        ("8 e 5 anos", "pt", [8, 5]),
        ("3a e 6a", "pt", [3, 6]),
        ("um ano e meio", "pt", [1]),
        ("one is 3 and the other 6 months", "en", [3, 0]),
        ("4 and 6 years old", "en", [4, 6]),
        ("5, 7 and 9", "en", [5, 7, 9]),
    ],
)
def test_ages_are_read_in_whole_years(text: str, language: str, ages: list[int]) -> None:
    found = find_ages(text, language)
    assert found is not None and found.value == ages
    assert read_ages_answer(text, language) == ages


@pytest.mark.parametrize(
    "text",
    ["2 adultos", "del 5 al 9", "87 años", "8 noches", "hace 5 años", "menores de 12 años", "opción 2", "8"],
)
def test_numbers_that_are_no_ages_of_children(text: str) -> None:
    assert find_ages(text, "es") is None


def test_a_lone_number_is_an_age_only_where_ages_are_asked() -> None:
    assert find_ages("8", "es") is None
    assert read_ages_answer("8", "es") == [8]
    assert read_ages_answer("tiene 8", "es") == [8]
    assert read_ages_answer("la segunda", "es") is None


def _answer(
    adults: int | None, children: int | None = None, ages: list[int] | None = None, total: int | None = None
) -> dict[str, Any]:
    return {"adults": adults, "children": children, "child_ages": ages or [], "total": total}


@pytest.mark.parametrize(
    ("text", "language", "answer"),
    [
        ("2", "es", _answer(None, total=2)),
        ("dos", "es", _answer(None, total=2)),
        ("cuatro por favor", "es", _answer(None, total=4)),
        ("creo que 6", "es", _answer(None, total=6)),
        ("somos cuatro", "es", _answer(None, total=4)),
        ("2 y 1 niño", "es", _answer(2, 1)),
        ("2 y un bebé", "es", _answer(2, 1, [1])),
        ("2 e 2", "pt", _answer(2, 2)),
        ("eu e minha esposa", "pt", _answer(2)),
        ("solo yo", "es", _answer(1, 0)),
        ("just two", "en", _answer(None, total=2)),
        ("300", "en", _answer(None, total=300)),
    ],
)
def test_a_bare_answer_counts_people(text: str, language: str, answer: dict[str, Any]) -> None:
    assert read_party_answer(text, language) == answer


@pytest.mark.parametrize("text", ["hola", "0", "el 5 de mayo", "quiero saber el precio del tour 2", ""])
def test_other_answers_count_nobody(text: str) -> None:
    assert read_party_answer(text, "es") is None


def test_ages_after_a_word_for_ages_need_no_commas() -> None:
    found = find_ages("de 4 7 y 9", "es")
    assert found is not None and found.value == [4, 7, 9]
