"""A mention: words of a text and what they mean."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mention:
    """The characters `start` to `end` of a text, as written, and their meaning, which JSON can carry."""

    start: int
    end: int
    text: str
    value: object
