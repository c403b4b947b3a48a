"""Spanish speaks with tú or with usted, never with both at once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

import texts
from tests.texts.test_catalogues import placeholders, sentences

# The widget and its errors speak before anybody has said tú or usted; the console speaks to colleagues.
BEFORE_ANY_ADDRESS = ("widget", "errors", "console_page")
SPOKEN = {
    key: said for key, said in sentences("es").items() if key.partition(".")[0] not in BEFORE_ANY_ADDRESS
}
ALWAYS_TU = re.compile(
    r"\b(?:te|ti|tu|tus|tú|tuy[oa]s?|contigo|vos|quieres|puedes|prefieres|necesitas|tienes|eliges|sabes|estás|eres|"
    r"dime|dame|avísame|mándame|elige|recuerda que|fíjate|no olvides)\b",
    re.IGNORECASE,
)
# Words that the sentences to tú have and those to usted say otherwise, but that mean something else elsewhere.
ALSO_OTHERWISE = {"lleva", "revisa", "consulta"}


def overrides() -> dict[str, str]:
    """What `es-usted.yml` says, by dotted key."""
    path = Path(texts.__file__).with_name("es-usted.yml")
    tree: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {f"{section}.{key}": said for section, below in tree.items() for key, said in below.items()}


def words(sentence: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", sentence.lower()))


def words_to_tu() -> set[str]:
    """The words for which sentences to usted have others: what the two files differ in."""
    said = {word for key, sentence in overrides().items() for word in words(SPOKEN[key]) - words(sentence)}
    to_usted = {word for sentence in overrides().values() for word in words(sentence)}
    return said - to_usted - ALSO_OTHERWISE


def test_every_override_is_of_a_sentence_that_stands_and_says_it_otherwise() -> None:
    assert sorted(overrides().keys() - SPOKEN.keys()) == []
    assert [key for key, said in overrides().items() if said == SPOKEN[key]] == []


def test_an_override_needs_the_same_values() -> None:
    assert [key for key, said in overrides().items() if placeholders(said) != placeholders(SPOKEN[key])] == []


def test_nothing_said_to_usted_is_said_to_tu() -> None:
    """A sentence of es.yml that addresses the traveller and is missing in es-usted.yml is found here."""
    to_tu = words_to_tu()
    left = {
        key: sorted(words(said) & to_tu) or ALWAYS_TU.findall(said)
        for key, said in sentences("es-usted").items()
        if key in SPOKEN and (words(said) & to_tu or ALWAYS_TU.search(said))
    }
    assert left == {}


def test_nothing_said_to_tu_is_said_to_usted() -> None:
    usted = re.compile(r"\busted\b|\b(?:dígame|escriba|elija|le (?:ayudo|paso con))\b", re.IGNORECASE)
    assert [key for key, said in SPOKEN.items() if usted.search(said)] == []


@pytest.mark.parametrize(
    ("form_of_address", "says"),
    [("usted", "¿En qué le ayudo?"), ("tu", "¿En qué te ayudo?"), (None, "¿En qué te ayudo?")],
)
def test_the_voice_says_it_and_tu_is_spoken_to_whoever_said_neither(
    form_of_address: str | None, says: str
) -> None:
    assert says in texts.say(texts.voice("es", form_of_address), "greet.again")


@pytest.mark.parametrize("language", ["en", "pt"])
def test_other_languages_have_one_form_of_address(language: str) -> None:
    assert texts.voice(language, "usted") == language
