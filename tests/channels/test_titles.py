"""What is written where there is little room."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

import texts
from channels.splitting import shorten
from channels.titles import fitted

ROOM = 20
"""Of a quick reply on WhatsApp and Messenger, the smallest of all."""


def titles(language: str) -> Iterator[str]:
    """Of every button that the bot and we ourselves show; what is filled into one is not known here."""
    for title in [*texts.subtree(language, "button").values(), texts.say(language, "bot.person")]:
        yield re.sub(r"\{.*?\}", "", title)


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_every_button_of_ours_can_be_read_everywhere(language: str) -> None:
    assert [title for title in titles(language) if fitted(title, ROOM, language).endswith("…")] == []


def test_a_title_that_fits_is_not_said_for_short() -> None:
    assert fitted("Hablar con una persona", 22, "es") == "Hablar con una persona"
    assert fitted("Hablar con una persona", 21, "es") == "Hablar con alguien"
    assert fitted("Hablar con una persona", 12, "es") == "Hablar con…"


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("Casa del Inti", 13, "Casa del Inti"),
        ("Casa del Inti", 12, "Casa del…"),
        ("Casa del Inti", 9, "Casa del…"),
        ("Traslado: aeropuerto", 12, "Traslado…"),
        ("Electroencefalografista", 10, "Electroen…"),
        ("A Electroencefalografista", 10, "A Electro…"),
    ],
)
def test_what_is_too_long_is_cut_after_a_word(text: str, limit: int, short: str) -> None:
    assert shorten(text, limit) == short
    assert len(short) <= limit


def test_only_what_has_a_short_form_has_one() -> None:
    assert texts.short("es", "Me da igual") is None
    assert texts.short("xx", "Hablar con una persona") == "Hablar con alguien"
