"""Folding: what remains of a text when case and accents no longer matter."""

from __future__ import annotations

import unicodedata


class _Folding(dict[int, str]):
    """One folded character for every character, computed when it is first met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        base = unicodedata.normalize("NFD", character)[0].lower()
        folded = _SAME_MEANING.get(character) or (base if len(base) == 1 else character)
        if len(self) < 10_000:
            self[code] = folded
        return folded


_SAME_MEANING = {
    **dict.fromkeys("‐‑‒–—−", "-"),
    **dict.fromkeys("’‘´`ʼ", "'"),
    **dict.fromkeys("“”«»", '"'),
    "°": "º",
    "\u00a0": " ",
}
_FOLDING = _Folding()


def fold(text: str) -> str:
    """The text in lower case, without accents, its dashes and quotes plain.

    The result has as many characters as the text, so that a span found in one holds in the other.
    """
    return text.lower() if text.isascii() else text.translate(_FOLDING)
