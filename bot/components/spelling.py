"""How people misspell place names in Spanish, English and Portuguese, and how far a misspelling may stray."""

from __future__ import annotations

import re

from rapidfuzz.distance import OSA

from language.normalise import fold

# What sounds alike is written alike. The order matters: digraphs before their letters.
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"[^a-z0-9]", ""),
        (r"(.)\1+", r"\1"),
        (r"ch|sh", "x"),
        (r"ph", "f"),
        (r"h", ""),
        (r"gu(?=[ei])", "g~"),
        (r"g(?=[ei])", "j"),
        (r"g~", "g"),
        (r"qu(?=[ei])|q|c(?![ei])", "k"),
        (r"[cz]", "s"),
        (r"v", "b"),
        (r"w", "u"),
        (r"y", "i"),
        (r"(.)\1+", r"\1"),
    )
)
SHORTEST = 5
MOST_SLIPS = 3


def sound_of(words: str) -> str:
    """A key that equal-sounding spellings share: "Cuzco", "qusco" and "cusko" give one, spaces aside."""
    key = fold(words).replace("ll", "y")
    for pattern, sound in _SOUNDS:
        key = pattern.sub(sound, key)
    return key


def stray(written: str, name: str) -> int | None:
    """How many slips lie between two keys of `sound_of`, or None where they are too many to be the same name.

    Short names have many neighbours among ordinary words ("cusco", "busco"; "quito", "quite"), so they allow less:
    nothing under five letters; up to six, one letter too many or two swapped; up to seven, the first letter right.
    """
    if written == name:
        return 0 if len(name) >= SHORTEST - 1 else None
    allowed = _allowed(len(name))
    if not allowed or len(written) < SHORTEST or abs(len(written) - len(name)) > allowed:
        return None
    if len(name) < 8 and written[0] != name[0]:
        return None
    slips = OSA.distance(written, name, score_cutoff=allowed)
    if slips > allowed:
        return None
    if len(name) <= 6 and len(written) <= len(name) and sorted(written) != sorted(name):
        return None
    return slips


def _allowed(length: int) -> int:
    if length < SHORTEST:
        return 0
    return 1 if length < 10 else 2 if length < 16 else MOST_SLIPS
