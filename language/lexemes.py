"""A text as lexemes: phrases by all the kinds of thing that they may be, numbers and signs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from language.phrases import Kinds


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A phrase, number or sign of the folded text. `glued`: no space stands before it."""

    start: int
    end: int
    text: str
    glued: bool
    kinds: Kinds


@dataclass(frozen=True, slots=True)
class Line:
    """The lexemes of one text, asked by place; places outside the text are of no kind."""

    lexemes: Sequence[Lexeme]
    language: str

    def __len__(self) -> int:
        return len(self.lexemes)

    def text(self, place: int) -> str:
        """The folded words of a lexeme."""
        return self.lexemes[place].text if 0 <= place < len(self.lexemes) else ""

    def has(self, place: int, *kinds: str) -> bool:
        """Whether the lexeme is of one of these kinds."""
        if not 0 <= place < len(self.lexemes):
            return False
        present = self.lexemes[place].kinds
        return bool(present) and not present.keys().isdisjoint(kinds)

    def number(self, place: int, kind: str = "number") -> int | None:
        """The value of a kind that carries a number."""
        meaning = self.lexemes[place].kinds.get(kind) if 0 <= place < len(self.lexemes) else None
        return meaning if isinstance(meaning, int) else None

    def word(self, place: int, kind: str) -> str | None:
        """The value of a kind that carries a word."""
        meaning = self.lexemes[place].kinds.get(kind) if 0 <= place < len(self.lexemes) else None
        return meaning if isinstance(meaning, str) else None

    def sign(self, place: int, *signs: str) -> bool:
        """Whether the lexeme is one of these signs."""
        return 0 <= place < len(self.lexemes) and self.lexemes[place].text in signs

    def glued(self, place: int) -> bool:
        """Whether no space stands before the lexeme."""
        return 0 <= place < len(self.lexemes) and self.lexemes[place].glued

    def skip(self, place: int, *kinds: str) -> int:
        """The place after at most one lexeme of these kinds."""
        return place + 1 if self.has(place, *kinds) else place
