"""Who travels."""

from __future__ import annotations

import re

from language.mention import Mention
from language.normalise import fold
from language.numbers import read_number

_ADULTS = re.compile(r"\b(\d{1,3}|[a-z]+) (?:adult\w*|personas|pessoas|people)\b")
_AGES = re.compile(r"\b\d{1,2}\b")


def find_party(text: str, language: str) -> Mention | None:
    """The party: `{"adults", "children", "child_ages", "total"}`, None for what was not said."""
    match = _ADULTS.search(fold(text))
    count = read_number(match[1], language) if match else None
    if match is None or count is None:
        return None
    value = {"adults": count, "children": None, "child_ages": [], "total": None}
    return Mention(match.start(), match.end(), text[match.start() : match.end()], value)


def find_ages(text: str, language: str) -> Mention | None:
    """The ages of children, in years, that an answer lists."""
    ages = [int(age.group()) for age in _AGES.finditer(text)]
    return Mention(0, len(text), text, ages) if ages else None


def read_party_answer(text: str, language: str) -> dict[str, object] | None:
    """The party that a bare answer to "how many are you?" gives."""
    mention = find_party(text, language)
    if mention and isinstance(mention.value, dict):
        return dict(mention.value)
    count = read_number(text.strip(), language)
    return {"adults": count, "children": None, "child_ages": [], "total": None} if count else None
