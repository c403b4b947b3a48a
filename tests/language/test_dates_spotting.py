"""Where a text speaks of travel dates, and where it only has numbers."""

from __future__ import annotations

import subprocess
import sys

import pytest

from language.dates.spotting import find_dates

SPOTTED = [
    # Spanish
    (
        "hola, quiero cotizar Cusco para 2 adultos y un niño de 8 del 10 al 14 de mayo, hotel 4 estrellas",
        "es",
        "del 10 al 14 de mayo",
    ),
    (
        "para la semana del 14 al 17 de abril, para 3 adultos y 3 menores",
        "es",
        "la semana del 14 al 17 de abril",
    ),
    ("ola buenas noxes, kiero cotizar el sabado 3 de octubre somos 15", "es", "sabado 3 de octubre"),
    ("para 2 adultos del 10 al 14 de mayo", "es", "del 10 al 14 de mayo"),
    ("3 niños del 10 al 14 de mayo", "es", "del 10 al 14 de mayo"),
    ("2 niños de 4 y 7 años del 3 al 8 de julio", "es", "del 3 al 8 de julio"),
    ("2 adultos de 10 a 14 de maio", "pt", "de 10 a 14 de maio"),
    ("sería de 5 a 9", "es", "de 5 a 9"),
    ("salgo 5/9", "es", "5/9"),
    ("llego el 3", "es", "el 3"),
    ("en la primera quincena de julio", "es", "primera quincena de julio"),
    ("un fin de semana largo", "es", "fin de semana largo"),
    ("viajamos en semana santa", "es", "semana santa"),
    ("salimos mañana", "es", "mañana"),
    ("mañana por la mañana", "es", "mañana"),
    ("pasado mañana", "es", "pasado mañana"),
    ("vamos en dos semanas", "es", "en dos semanas"),
    ("quiero viajar en julio", "es", "en julio"),
    ("tres noches desde el 4 de junio", "es", "tres noches desde el 4 de junio"),
    ("del 28 de dic al 3 de enero", "es", "del 28 de dic al 3 de enero"),
    ("llegamos el 5 y nos vamos el 9 de mayo", "es", "el 5 y nos vamos el 9 de mayo"),
    ("14, 15 y 16 de agosto", "es", "14, 15 y 16 de agosto"),
    ("el noviembe 10", "es", "noviembe 10"),
    ("a principios de julio", "es", "a principios de julio"),
    ("no, mejor en junio", "es", "en junio"),
    ("las mismas fechas", "es", "mismas fechas"),
    ("una semana más tarde", "es", "una semana más tarde"),
    ("para Navidad", "es", "Navidad"),
    ("en fiestas patrias", "es", "fiestas patrias"),
    ("4d3n", "es", "4d3n"),
    ("del10 al 14 de mayo", "es", "del10 al 14 de mayo"),
    ("10al14 de mayo", "es", "10al14 de mayo"),
    ("la proxima cemana", "es", "proxima cemana"),
    ("10 días antes de navidad", "es", "10 días antes de navidad"),
    (
        "saliendo el viernes 15 de enero y regresando el lunes 18, 2 personas",
        "es",
        "saliendo el viernes 15 de enero y regresando el lunes 18",
    ),
    # English
    ("from the 3rd for a week", "en", "from the 3rd for a week"),
    ("10-14 may please", "en", "10-14 may"),
    ("14th of May to 18th", "en", "14th of May to 18th"),
    ("between 17th May to 21st May, we are three", "en", "between 17th May to 21st May"),
    ("a week from Friday", "en", "a week from Friday"),
    ("any free rooms after Tuesday?", "en", "after Tuesday"),
    ("antes de Navidad", "es", "antes de Navidad"),
    ("9th - 9 nights - 4 adults 1 dog", "en", "9th - 9 nights"),
    ("the second half of July", "en", "second half of July"),
    ("next weekend for 2", "en", "next weekend"),
    ("it's 2027-05-10", "en", "2027-05-10"),
    ("around Easter", "en", "Easter"),
    ("in May", "en", "in May"),
    ("4 nights", "en", "4 nights"),
    ("in three weeks", "en", "in three weeks"),
    ("June 9-20", "en", "June 9-20"),
    ("on the 11th", "en", "the 11th"),
    ("not the 5th, the 6th", "en", "the 6th"),
    ("next wekend", "en", "next wekend"),
    ("check-in: 10 May, check-out: 14 May", "en", "10 May, check-out: 14 May"),
    (
        "checking in on March 5th and checking out on March 12th",
        "en",
        "checking in on March 5th and checking out on March 12th",
    ),
    # Portuguese
    ("Periodo de 31 a 04/01", "pt", "de 31 a 04/01"),
    ("Qto o Réveillon pra 05 pessoas?", "pt", "Réveillon"),
    ("depois de amanhã", "pt", "depois de amanhã"),
    ("dez dias em agosto", "pt", "dez dias em agosto"),
    ("no carnaval", "pt", "carnaval"),
    ("de segunda a sexta", "pt", "de segunda a sexta"),
    ("vou na sexta que vem", "pt", "sexta que vem"),
    ("o feriadão de novembro", "pt", "feriadão de novembro"),
    ("ida 10/05 volta 14/05", "pt", "10/05 volta 14/05"),
    ("amanhã", "pt", "amanhã"),
    ("dia 15 a 20 de maio", "pt", "dia 15 a 20 de maio"),
    ("no Natal", "pt", "no Natal"),
    ("entre o natal e o ano novo", "pt", "entre o natal e o ano novo"),
    ("5a9 de maio", "pt", "5a9 de maio"),
    ("final d semana", "pt", "final d semana"),
    ("pra 2 dia 12 de junho", "pt", "12 de junho"),
    ("um par de noites", "pt", "um par de noites"),
]


@pytest.mark.parametrize(("text", "language", "words"), SPOTTED)
def test_a_date_is_spotted_with_all_its_words(text: str, language: str, words: str) -> None:
    found = find_dates(text, language)
    assert [mention.text for mention in found] == [words]
    assert text[found[0].start : found[0].end] == found[0].value == words


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("somos 15", "es"),
        ("2 adultos y 3 niños", "es"),
        ("niños de 5 a 9 años", "es"),
        ("un niño de 8", "es"),
        ("hotel 4 estrellas", "es"),
        ("de 3 a 5 personas", "es"),
        ("entre 100 y 200 dólares", "es"),
        ("cuesta $5 o 1.200,50", "es"),
        ("a las 5 de la tarde", "es"),
        ("de 9 a 5 pm", "en"),
        ("mi reserva es K7PQ2M", "es"),
        ("tel 999 888 777", "es"),
        ("+51 987-654-321", "es"),
        ("24/7", "en"),
        ("por la mañana", "es"),
        ("la mañana", "es"),
        ("de manhã", "pt"),
        ("la segunda", "es"),
        ("quero a segunda", "pt"),
        ("opción 2", "es"),
        ("quiero el 2", "es"),
        ("may I pay later?", "en"),
        ("viajo em Natal", "pt"),
        ("Rio de Janeiro", "pt"),
        ("hotel en Santo Domingo", "es"),
        ("me llamo Julio", "es"),
        ("8 y 5", "es"),
        ("casal e duas criancas de 3a e 6a", "pt"),
        ("how much per night?", "en"),
        ("the 2 of us", "en"),
        ("uma criança de 8 meses", "pt"),
        ("idosa de 87 anos", "pt"),
        ("dez dólares", "pt"),
    ],
)
def test_other_numbers_and_words_are_no_dates(text: str, language: str) -> None:
    assert find_dates(text, language) == []


def test_several_dates_are_found_in_their_order() -> None:
    found = find_dates("between 17th May to 21st May, we are three for a four night stay", "en")
    assert [mention.text for mention in found] == ["between 17th May to 21st May", "four night"]


@pytest.mark.parametrize("text", ["10-14", "5 al 9", "may", "Mayo", "5 a 9 por favor"])
def test_a_text_that_is_only_days_or_a_month_is_a_date(text: str) -> None:
    assert len(find_dates(text, "es")) == 1


def test_texts_in_another_language_than_the_hint_are_understood() -> None:
    assert find_dates("from 10 to 14 May", "es")[0].text == "from 10 to 14 May"
    assert find_dates("del 10 al 14 de mayo", "en")[0].text == "del 10 al 14 de mayo"
    assert find_dates("de 10 a 14 de maio", "en")[0].text == "de 10 a 14 de maio"


def test_the_bot_loads_the_room_without_libraries_it_does_not_have() -> None:
    """The bot's environment has neither dateparser nor holidays; dateutil comes with Rasa by chance."""
    program = (
        "import sys, language.dates.spotting, language.party, language.choices, language.contact, language.stars, "
        "language.reference, language.identify, language.numbers\n"
        "print([name for name in ('dateparser', 'holidays', 'dateutil') if name in sys.modules])"
    )
    output = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout
    assert output.strip() == "[]"


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("make it 7th-26th", "7th-26th"),
        ("13 to 29th, after four", "13 to 29th"),
        ("1st through the 10th instead", "1st through the 10th"),
    ],
)
def test_english_ordinals_are_days(text: str, dates: str) -> None:
    assert [mention.text for mention in find_dates(text, "en")] == [dates]


def test_the_two_of_something_is_no_day() -> None:
    found = find_dates("en semana santa con los 2 amigos de siempre", "es")
    assert [mention.text for mention in found] == ["semana santa"]


@pytest.mark.parametrize(
    ("language", "text"),
    [("es", "agosto, la primera quincena"), ("pt", "julho, na primeira quinzena")],
)
def test_half_a_month_may_follow_its_month(language: str, text: str) -> None:
    assert [mention.text for mention in find_dates(text, language)] == [text]
