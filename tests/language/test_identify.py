"""Hints of a language in short texts."""

from __future__ import annotations

import pytest

from language.identify import hint_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("hola", "es"),
        ("gracias", "es"),
        ("¿cuánto?", "es"),
        ("quiero ir", "es"),
        ("ola buenas noxes", "es"),
        ("y si somos 6", "es"),
        ("oi", "pt"),
        ("obrigado", "pt"),
        ("não", "pt"),
        ("quero ir pra lá", "pt"),
        ("e quanto custa?", "pt"),
        ("bom dia", "pt"),
        ("thanks", "en"),
        ("I want to travel", "en"),
        ("how much is it?", "en"),
        ("do u allow pets", "en"),
    ],
)
def test_the_language_with_most_hints_leads(text: str, language: str) -> None:
    hints = hint_language(text)
    assert max(hints, key=lambda name: hints[name]) == language
    assert sum(hints.values()) == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize("text", ["", "ok", "Cusco", "2", "👍", "K7PQ2M"])
def test_without_a_hint_all_are_zero(text: str) -> None:
    assert hint_language(text) == {"es": 0.0, "en": 0.0, "pt": 0.0}


def test_shared_words_count_for_both() -> None:
    assert hint_language("somos 4")["es"] == hint_language("somos 4")["pt"] == 0.5


def test_spanish_without_its_accent_is_not_taken_for_portuguese() -> None:
    """ "Más" and the Portuguese for "but" are written alike in a hurry."""
    hints = hint_language("algo mas barato")
    assert hints["es"] == hints["pt"] > hints["en"]
    assert hint_language("mais barato")["pt"] > hint_language("mais barato")["es"]
