"""The language to answer in: sticky, but a clear sentence changes it."""

from __future__ import annotations

import pytest

from bot.components.language_choice import LANGUAGES, choose_language

SENTENCES = {
    "es": [
        "hola, quiero ir a Cusco con mi familia",
        "¿cuánto cuesta el hotel?",
        "necesito cambiar las fechas de mi reserva",
    ],
    "en": [
        "hi, I want to go to Cusco with my family",
        "how much is the hotel?",
        "I need to change the dates of my booking",
    ],
    "pt": [
        "oi, quero ir para Cusco com a minha família",
        "quanto custa o hotel?",
        "preciso mudar as datas da minha reserva",
    ],
}
SAID_IN_ALL = [
    "ok", "2", "👍", "", "Cusco", "Lima y Cusco", "Rio de Janeiro", "Hotel Casa del Inti", "Maria da Silva Santos",
    "Juan Pérez del Río", "John Smith", "ana.perez@example.com", "+51 999 888 777", "K7PQ2M", "10/05/2027", "???",
]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_sentence_decides(language: str) -> None:
    assert {choose_language(sentence, None) for sentence in SENTENCES[language]} == {language}


@pytest.mark.parametrize("previous", LANGUAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_clear_sentence_switches_whatever_was_spoken_before(language: str, previous: str) -> None:
    assert {choose_language(sentence, previous) for sentence in SENTENCES[language]} == {language}


@pytest.mark.parametrize("previous", LANGUAGES)
@pytest.mark.parametrize("text", SAID_IN_ALL)
def test_short_answers_names_and_codes_keep_the_language(text: str, previous: str) -> None:
    assert choose_language(text, previous) == previous


@pytest.mark.parametrize(
    ("greeting", "language"), [("hola", "es"), ("Hello!", "en"), ("oi", "pt"), ("bom dia", "pt")]
)
def test_a_greeting_alone_is_enough(greeting: str, language: str) -> None:
    assert {choose_language(greeting, previous) for previous in (None, *LANGUAGES)} == {language}


def test_spanish_when_nothing_tells() -> None:
    assert choose_language("12345", None) == "es"
    assert choose_language("", None) == "es"
    assert choose_language("hola", "xx") == "es"


@pytest.mark.parametrize(
    ("text", "guess", "language"),
    [
        ("quero viajar para Cartagena", "es", "pt"),
        ("Cusco", "en", "en"),
        ("2", "pt", "pt"),
        ("hola, cuánto sale", "en", "es"),
        ("how much is it", "es", "en"),
    ],
)
def test_a_guess_gives_way_to_the_first_words(text: str, guess: str, language: str) -> None:
    assert choose_language(text, guess, heard=False) == language


@pytest.mark.parametrize("text", ["algo mas barato", "algo más barato", "mas caro", "mas barato"])
def test_a_few_words_of_spanish_stay_spanish(text: str) -> None:
    assert choose_language(text, "es") == "es"
