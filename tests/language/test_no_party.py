"""What is no party, and what counts people in other words."""

from __future__ import annotations

import pytest

from language.party import find_party


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("mínimo de 2 pessoas", "pt"),
        ("it's my wife's birthday", "en"),
        ("add one more person", "en"),
        ("2 noches", "es"),
        ("habitación doble", "es"),
        ("4 estrellas", "es"),
        ("5 de mayo", "es"),
        ("300 dólares", "es"),
        ("vuelo 1234", "es"),
        ("a las 2", "es"),
        ("2 maletas", "es"),
        ("12 de junho", "pt"),
        ("999 888 777", "es"),
        ("+55 11 98765 4321", "pt"),
        ("quarto de casal", "pt"),
        ("cama de casal", "pt"),
        ("habitación para 2 noches", "es"),
        ("room for 3 nights", "en"),
        ("for 3 days", "en"),
        ("at 7", "en"),
        ("for 7 pm", "en"),
        ("2 estrelas", "pt"),
        ("2 quartos", "pt"),
        ("3 habitaciones", "es"),
        ("hay descuento para jubilados?", "es"),
        ("do children pay?", "en"),
        ("crianças pagam?", "pt"),
        ("quanto é para 2 diárias", "pt"),
        ("opción 3", "es"),
        ("los dos primeros", "es"),
        ("both options", "en"),
        ("the first two", "en"),
        ("la pareja ideal de vinos", "es"),
        ("a couple of questions", "en"),
        ("a couple questions", "en"),
        ("my flight is at 5", "en"),
        ("vou dia 10", "pt"),
        ("para el 10", "es"),
        ("hasta 300 por persona", "es"),
        ("R$ 3.000 por pessoa", "pt"),
        ("500 usd pp", "es"),
        ("precio por persona", "es"),
        ("price per person", "en"),
        ("per person per night", "en"),
        ("1k per person", "en"),
        ("2 de enero", "es"),
        ("a kids club", "en"),
        ("menores de edad pagan?", "es"),
        ("qué documentos necesita un menor?", "es"),
        ("seguro para mayores", "es"),
        ("reserva 12345", "es"),
        ("cuánto cuesta por adulto", "es"),
        ("tem piscina para crianças?", "pt"),
        ("mi mamá me dijo", "es"),
        ("my husband told me about you", "en"),
        ("el niño de la recepción", "es"),
        ("a mais barata", "pt"),
        ("quiero 2", "es"),
        ("museo de los niños", "es"),
        ("5 minutos", "es"),
        ("5 tours", "es"),
        ("para 1 semana", "es"),
        ("3 days for 200 dollars", "en"),
        ("between 2 and 3", "en"),
        ("casa de la mujer", "es"),
        ("el señor me dijo", "es"),
        ("15%", "es"),
        ("version 2", "en"),
        ("grupo de whatsapp", "es"),
        ("people say it's nice", "en"),
        ("is it good for seniors", "en"),
        ("una persona me contestó", "es"),
        ("quiero hablar con una persona", "es"),
        ("quero falar com uma pessoa", "pt"),
        ("can I speak to a person", "en"),
        ("talk to a real person", "en"),
        ("pasame con una persona por favor", "es"),
    ],
)
def test_other_words_and_numbers_are_no_party(text: str, language: str) -> None:
    assert find_party(text, language) is None


def test_a_party_told_across_a_verb_is_one_mention() -> None:
    found = find_party("my wife and I will be coming with our two boys", "en")
    assert found is not None and found.text == "my wife and I will be coming with our two boys"


@pytest.mark.parametrize(
    ("language", "text", "total"),
    [
        ("en", "three seats on the bus", 3),
        ("en", "two one-way tickets", 2),
        ("en", "1 train ticket", 1),
        ("es", "4 pasajes a Lima", 4),
        ("pt", "duas passagens", 2),
    ],
)
def test_seats_and_tickets_count_who_travels(language: str, text: str, total: int) -> None:
    found = find_party(text, language)
    assert found is not None and found.value == {
        "adults": None,
        "children": None,
        "child_ages": [],
        "total": total,
    }


@pytest.mark.parametrize("text", ["how much is a ticket?", "one more ticket", "tickets for the museum"])
def test_a_ticket_is_not_always_somebody(text: str) -> None:
    assert find_party(text, "en") is None


def test_tickets_do_not_count_whom_somebody_counted() -> None:
    found = find_party("we are 2 adults, one ticket each", "en")
    assert found is not None and isinstance(found.value, dict) and found.value["adults"] == 2


def test_children_are_heard_without_their_silent_letter() -> None:
    found = find_party("con mi esposa y mi ija de 6", "es")
    assert found is not None and found.value == {"adults": 2, "children": 1, "child_ages": [6], "total": None}
