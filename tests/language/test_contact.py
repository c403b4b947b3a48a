"""E-mail, telephone and name."""

from __future__ import annotations

import pytest

from language.contact import find_email, find_name, find_phone


@pytest.mark.parametrize(
    ("text", "email"),
    [
        ("mi correo es ana.perez@correo.example", "ana.perez@correo.example"),
        ("ANA@X.CO", "ANA@X.CO"),
        ("juan+viajes@mail.example.org, gracias", "juan+viajes@mail.example.org"),
        ("foo@bar.com.br.", "foo@bar.com.br"),
    ],
)
def test_an_email_is_found_as_written(text: str, email: str) -> None:
    found = find_email(text)
    assert found is not None and found.value == found.text == email


@pytest.mark.parametrize("text", ["ana@x", "@ana", "ana arroba x punto com", "a@@b.com", ""])
def test_half_an_email_is_none(text: str) -> None:
    assert find_email(text) is None


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("+51 987 654 321", "+51 987 654 321"),
        ("mi número es 987654321", "987654321"),
        ("tel: 1234567", "1234567"),
        ("+1 (555) 123-4567", "+1 (555) 123-4567"),
        ("11 98765-4321 pode ligar", "11 98765-4321"),
        ("0051987654321", "0051987654321"),
    ],
)
def test_a_telephone_is_found_as_written(text: str, phone: str) -> None:
    found = find_phone(text)
    assert found is not None and found.value == found.text == phone


@pytest.mark.parametrize(
    "text",
    [
        "12345",
        "reserva 1234567",
        "USD 1200000",
        "1.200.000",
        "cuesta 1500000 pesos",
        "del 10/05/2027 al 14/05/2027",
        "10-05-2027 a 14-05-2027",
        "5-9-2027 9-9-2027",
        "2027-05-10",
        "10 11 12 13 14",
        "1 2 3 4 5 6 7",
        "12345678901234567890",
        "K7PQ2M",
    ],
)
def test_dates_prices_and_references_are_no_telephones(text: str) -> None:
    assert find_phone(text) is None


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("me llamo ana pérez", "es", "Ana Pérez"),
        ("hola, soy Pedro", "es", "Pedro"),
        ("JUAN PEREZ", "es", "Juan Perez"),
        ("soy María José de la Cruz, mi correo es x@y.com", "es", "María José de la Cruz"),
        ("a nombre de Carla Ruiz", "es", "Carla Ruiz"),
        ("Dr. Luis Gómez", "es", "Luis Gómez"),
        ("Ana Perez ana@x.com +51 987654321", "es", "Ana Perez"),
        ("my name is John O'Brien", "en", "John O'Brien"),
        ("it's Mary", "en", "Mary"),
        ("Jean-Luc Picard", "en", "Jean-Luc Picard"),
        ("Anne McDonald", "en", "Anne McDonald"),
        ("sou o João da Silva", "pt", "João da Silva"),
        ("Meu nome é Ana Beatriz", "pt", "Ana Beatriz"),
    ],
)
def test_a_name_is_taken_out_of_its_sentence(text: str, language: str, name: str) -> None:
    assert find_name(text, language) == name


@pytest.mark.parametrize(
    "text",
    [
        "¿por qué?",
        "quiero cancelar",
        "ana@x.com",
        "123",
        "no sé",
        "ok",
        "mañana te digo",
        "I'm not sure",
        "dos adultos",
        "the cheapest",
        "no quiero dar mi nombre",
        "i want to talk to a human",
        "lunes",
        "",
        "👍",
        "x" * 300,
    ],
)
def test_sentences_questions_and_numbers_are_no_names(text: str) -> None:
    assert find_name(text, "es") is None
