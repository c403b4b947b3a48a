"""The three catalogues of texts say the same things, and everything the code says is in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

import texts
from app.settings import ROOT

ROOMS = ("actions", "app", "backend", "channels", "conversations")
# Keys as code writes them: say(language, "ask.party"), turn.words("ask.party"), turn.button("affirm", ...).
_SAID = re.compile(r"""\b(?:say|subtree)\(\s*[\w.\[\]"']+,\s*f?["']([a-z_]+(?:\.[a-z_{}]+)*)["']""")
_WORDS = re.compile(r"""\bwords\(\s*f?["']([a-z_.{}]+)["']""")
_COUNTED = re.compile(r"""\bcounted\(\s*[\w.]+,\s*["']([a-z_.]+)["']""")
_BUTTON = re.compile(r"""\bturn\.button\(\s*f?["']([a-z_{}]+)["']""")


def sentences(language: str) -> dict[str, str]:
    """Every sentence of a language by its dotted key."""

    def walk(node: Any, key: str) -> Iterator[tuple[str, Any]]:
        if isinstance(node, dict):
            for name, below in node.items():
                yield from walk(below, f"{key}.{name}" if key else str(name))
        elif isinstance(node, list):
            for place, below in enumerate(node):
                yield from walk(below, f"{key}.{place}")
        else:
            yield key, node

    return dict(walk(texts.catalogue(language), ""))


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def keys_in_code() -> set[str]:
    """Dotted keys that code names whole; those it composes (``f"faq.{topic}"``) are checked by their branch."""
    found: set[str] = set()
    for path in [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]:
        source = Path(path).read_text(encoding="utf-8")
        found |= set(_SAID.findall(source)) | set(_WORDS.findall(source))
        found |= {f"button.{name}" for name in _BUTTON.findall(source)}
        found |= {f"{key}_{number}" for key in _COUNTED.findall(source) for number in ("one", "many")}
    return found


@pytest.mark.parametrize("language", ["en", "pt"])
def test_every_language_has_the_same_keys(language: str) -> None:
    assert sentences(language).keys() == sentences("es").keys()


@pytest.mark.parametrize("language", ["en", "pt"])
def test_a_sentence_needs_the_same_values_in_every_language(language: str) -> None:
    spanish, other = sentences("es"), sentences(language)
    differing = {key for key in spanish if placeholders(spanish[key]) != placeholders(other[key])}
    assert not differing


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_no_sentence_is_empty(language: str) -> None:
    assert all(isinstance(said, str) and said.strip() for said in sentences(language).values())


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_titles_of_buttons_fit_every_channel(language: str) -> None:
    """Messenger's quick replies and WhatsApp's buttons cut a title after 20 characters, its lists after 24."""
    assert [title for title in texts.subtree(language, "button").values() if len(title) > 24] == []


def test_every_key_that_code_names_exists() -> None:
    known = sentences("es").keys()
    whole = {key for key in keys_in_code() if "{" not in key}
    branches = {key.split("{")[0].rstrip(".") for key in keys_in_code() if "{" in key}
    assert len(whole) > 50
    assert (
        sorted(
            key for key in whole if key not in known and not any(name.startswith(f"{key}.") for name in known)
        )
        == []
    )
    assert sorted(branch for branch in branches if not any(name.startswith(branch) for name in known)) == []


def test_a_missing_sentence_is_an_error_and_not_a_silence() -> None:
    with pytest.raises(texts.TextMissing):
        texts.say("es", "quote.nothing_like_this")


def test_an_unknown_language_reads_the_default() -> None:
    assert texts.say("fr", "button.book") == texts.say(texts.DEFAULT_LANGUAGE, "button.book")
