"""Words, numbers and signs of a folded text, with their places."""

from __future__ import annotations

import re
from typing import NamedTuple

from language.normalise import fold

_TOKEN = re.compile(r"\d+|[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*|[^\w\s']")
_MARKS = re.compile(r"[\u0300-\u036f]")


class Token(NamedTuple):
    """A run of digits, a run of letters or one sign. `glued`: no space stands before it."""

    text: str
    start: int
    end: int
    glued: bool

    @property
    def number(self) -> int | None:
        """The value of up to four digits; longer runs are telephones and codes, never counts."""
        return int(self.text) if len(self.text) <= 4 and self.text.isdecimal() else None


def tokenise(text: str) -> list[Token]:
    """The tokens of a text, folded; apostrophes only separate ("year's" gives year, s)."""
    tokens: list[Token] = []
    reached = -1
    for match in _TOKEN.finditer(fold(text)):
        word = match.group()
        if not word.isascii():
            word = _MARKS.sub("", word)
        tokens.append(Token(word, match.start(), match.end(), match.start() == reached))
        reached = match.end()
    return tokens
