"""Well-known places of the world under a misspelt name: "barselona", "sacremento"."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract_iter

from bot.components.spelling import sound_of

SHORTEST = 6
"""Letters below which too many words are near a name."""
ANY_SLIP_FROM = 8
"""Letters from which any one may be wrong; in shorter names only a later vowel, or two letters swapped."""
LONGEST = 24
SHORTEST_WORD = 3
_VOWELS = frozenset("aeiou")
# Who goes somewhere to do something: "para saltar" is no trip to Salta.
_VERBS = ("ar", "er", "ir", "ando", "endo", "indo", "ing")


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
        if all(word in self._words for word in words) or words[-1].endswith(_VERBS):
            return None
        if len(words) > 1 and (words[-1] in self._words or min(map(len, words)) < SHORTEST_WORD):
            return None
        written = sound_of("".join(words))
        if not SHORTEST <= len(written) <= LONGEST:
            return None
        if written in self._names:
            return self._names[written]
        near = [
            name
            for length in range(len(written) - 1, len(written) + 2)
            for name, _, _ in extract_iter(
                written, self._by_length.get(length, ()), scorer=OSA.distance, score_cutoff=1
            )
            if _is_slip(written, name)
        ]
        return self._names[min(near, key=self._rank.__getitem__)] if near else None


def _is_slip(written: str, name: str) -> bool:
    if written[0] != name[0] or len(name) < SHORTEST:
        return False
    return len(name) >= ANY_SLIP_FROM or sorted(written) == sorted(name) or _differ_by_a_vowel(written, name)


def _differ_by_a_vowel(written: str, name: str) -> bool:
    """Whether one vowel stands for another, not the first one: "bogata"."""
    if len(written) != len(name):
        return False
    at = next(index for index, letter in enumerate(name) if letter != written[index])
    earlier = any(letter in _VOWELS for letter in name[:at])
    return earlier and name[at] in _VOWELS and written[at] in _VOWELS
