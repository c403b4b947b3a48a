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


class MisspeltPlaces:
    """Leads from a misspelt name to the right one, a `key_of`; `words` are never taken for one."""

    def __init__(self, names: Iterable[str], words: Collection[str]) -> None:
        self._words = words
        self._names = {sound_of(name): name for name in names}
        self._by_length: dict[int, list[str]] = {}
        for sound in self._names:
            self._by_length.setdefault(len(sound), []).append(sound)

    def meant_by(self, words: Sequence[str]) -> str | None:
        """The name that these folded words misspell, if there is just one."""
        if all(word in self._words for word in words):
            return None
        written = sound_of("".join(words))
        if not SHORTEST <= len(written) <= LONGEST:
            return None
        if written in self._names:
            return self._names[written]
        near = [
            self._names[name]
            for length in range(len(written) - MOST_SLIPS, len(written) + MOST_SLIPS + 1)
            for name, _, _ in extract_iter(
                written, self._by_length.get(length, ()), scorer=OSA.distance, score_cutoff=MOST_SLIPS
            )
            if stray(written, name) is not None
        ]
        return near[0] if len(near) == 1 else None
