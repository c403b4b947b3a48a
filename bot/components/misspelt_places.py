"""Well-known places of the world under a misspelt name: "barselona", "sacremento"."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract_iter

from bot.components.spelling import sound_of, stray

SHORTEST = 6
"""Letters below which too many words are near a name."""
MOST_SLIPS = 1
LONGEST = 24
_VOWELS = frozenset("aeiou")


class MisspeltPlaces:
    """Leads from a misspelt name to the right one, a `key_of`, of two the one that stands first in `names`.

    `words` are never taken for one.
    """

    def __init__(self, names: Iterable[str], words: Collection[str]) -> None:
        self._words = words
        self._names: dict[str, str] = {}
        for name in names:
            self._names.setdefault(sound_of(name), name)
        self._rank = {sound: rank for rank, sound in enumerate(self._names)}
        self._by_length: dict[int, list[str]] = {}
        for sound in self._names:
            self._by_length.setdefault(len(sound), []).append(sound)

    def meant_by(self, words: Sequence[str]) -> str | None:
        """The name that these folded words misspell, if any."""
        if all(word in self._words for word in words):
            return None
        written = sound_of("".join(words))
        if not SHORTEST <= len(written) <= LONGEST:
            return None
        if written in self._names:
            return self._names[written]
        near = [
            name
            for length in range(len(written) - MOST_SLIPS, len(written) + MOST_SLIPS + 1)
            for name, _, _ in extract_iter(
                written, self._by_length.get(length, ()), scorer=OSA.distance, score_cutoff=MOST_SLIPS
            )
            if stray(written, name) is not None or _differ_by_a_vowel(written, name)
        ]
        return self._names[min(near, key=self._rank.__getitem__)] if near else None


def _differ_by_a_vowel(written: str, name: str) -> bool:
    """Whether one vowel stands for another, not at the beginning: "bogata"."""
    differing = [(a, b) for a, b in zip(written, name, strict=False) if a != b]
    same_length = len(written) == len(name)
    return same_length and written[0] == name[0] and all(a in _VOWELS and b in _VOWELS for a, b in differing)
