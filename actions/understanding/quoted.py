"""A quote's reference in words: "la cotización Q-7K2MPA". Pure."""

from __future__ import annotations

import re

from language.reference import ALPHABET, LENGTH

_CODE = rf"[{ALPHABET}]{{{LENGTH}}}"
# Without its hyphen it could be a word, so it has a digit then.
_QUOTE = re.compile(rf"(?<![\w-])q(?:\s?[-–—]\s?|\s?(?=[a-z]*\d))({_CODE})(?![\w-])", re.IGNORECASE)


def named_quote(text: str) -> str | None:
    """The first quote's reference in a message, as we write it; None where there is none, and of a button."""
    found = None if text.startswith("/") else _QUOTE.search(text)
    return f"Q-{found[1].upper()}" if found else None
