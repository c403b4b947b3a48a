"""Tú or usted, from what a traveller says to the assistant."""

from __future__ import annotations

import pytest

from language.formality import find_form_of_address

USTED = [
    "¿usted me consigue un guía en Lima?",
    "¿Me puede decir cuánto sale el hotel?",
    "Buenas tardes, podría ayudarme con un viaje?",
    "qué me puede recomendar en Cusco",
    "dígame por favor si hay lugar",
    "Páseme con alguien",
    "disculpe, ¿a qué hora sale el tour?",
    "Le agradecería una cotización",
    "le escribo por la reserva",
    "quería consultarle por el traslado",
    "necesito que me envíe la confirmación",
    "Buenos días señorita, una consulta",
    "¿Sería tan amable de llamarme?",
    "¿Me confirma la fecha?",
    "hola, ¿cómo está?",
    "¿sabe si hay piscina?",
    "No me tutee, por favor",
    "como Ud. prefiera",
]
TU = [
    "¿me puedes decir cuánto sale?",
    "dime los precios",
    "pásame con una persona",
    "te agradecería una cotización",
    "¿tienes algo más barato?",
    "oye, y si somos cinco",
    "¿me ayudas con un viaje a Lima?",
    "¿podés buscarme otro hotel?",
    "¿tenés lugar en mayo?",
    "decime cuánto es",
    "mandame la cotización",
    "gracias por tu ayuda",
    "vos qué me recomendás?",
    "hola, ¿cómo estás?",
    "quería preguntarte algo",
    "necesito que me mandes la confirmación",
    "puedes tutearme",
    "no me trates de usted",
    "¿Me podrías cotizar Cartagena?",
]
NO_SIGN = [
    "hola",
    "quiero ir a Cusco con mi esposa en mayo",
    "¿ustedes tienen oficina en Lima?",
    "gracias por su ayuda",
    "¿tiene desayuno?",
    "¿el hotel me puede dar una cuna?",
    "me da igual",
    "¿cómo está mi reserva?",
    "estas fechas me sirven",
    "cancelé mi viaje",
    "somos tres: mi señora, mi hija y yo",
    "una disculpa por la demora",
    "quiero un té de coca",
    "¿me puede salir más barato en junio?",
    "necesito que alguien me ayude",
    "¿me puede llamar alguien para ver eso?",
    "quiero que me atienda una persona",
    "necesito que me llame un asesor",
    "le cuento a mi esposa y vuelvo",
    "¿hubo daños?",
    "me gustan las dos",
    "dos dobles y tres simples",
    "",
]


@pytest.mark.parametrize("text", USTED)
def test_usted_is_heard(text: str) -> None:
    assert find_form_of_address(text, "es") == "usted"


@pytest.mark.parametrize("text", TU)
def test_tu_is_heard_and_vos_counts_as_tu(text: str) -> None:
    assert find_form_of_address(text, "es") == "tu"


@pytest.mark.parametrize("text", NO_SIGN)
def test_what_may_be_about_somebody_else_is_no_sign(text: str) -> None:
    assert find_form_of_address(text, "es") is None


def test_both_at_once_are_no_sign() -> None:
    assert find_form_of_address("Disculpe, ¿me puedes ayudar?", "es") is None


@pytest.mark.parametrize(
    ("text", "language"), [("o senhor pode me ajudar?", "pt"), ("tu pode ajudar?", "pt")]
)
def test_only_spanish_asks_the_question(text: str, language: str) -> None:
    assert find_form_of_address(text, language) is None
