"""Which words only look like a place.

There are towns called Nice, Reading, Of and Para: a name alone proves nothing. What is asked of it, how large the place
must be, depends on how it is written (a capital inside a sentence), what stands before it ("a", "to", "em"), whether
the examples use its words for something else, and whether some language does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from bot.components.atlas import WorldPlace, key_of
from bot.components.place_signs import Signs

NEVER_ORDINARY_FROM = 1_000_000
"""Inhabitants from which a name stays one though examples say it in lower case."""
# The fewest inhabitants of a place that is written so; names beside that on the map, in any language, need more.
CAPITAL_AFTER_PREPOSITION = 5_000
CAPITAL = 100_000
AFTER_PREPOSITION = 5_000
AFTER_WEAK_PREPOSITION = 60_000
WORD_AFTER_PREPOSITION = 45_000
WORD_AFTER_WEAK_PREPOSITION = 100_000
ALONE = 20_000
WORD_ALONE = 100_000
BARE = 500_000
LISTED = 45_000
PART_OF_A_NAME = 500_000
ORDINARY_WITH_CAPITAL = 100_000
OTHER_NAME_FACTOR = 3
SHORT_CODE = 2
"""Letters: in some language any two are a word, so that says nothing."""


class PlaceRules:
    """Judges names by their `Signs`.

    `stop_words` and `ordinary` are folded words that mean something else in lower case, `words` those of any language.
    """

    def __init__(self, stop_words: Collection[str], ordinary: Collection[str], words: Iterable[str]) -> None:
        self._stop_words = frozenset(stop_words)
        self.ordinary = self._stop_words | set(ordinary)
        self.words = self.ordinary | set(words)

    def is_code(self, key: str, signs: Signs, language: str) -> bool | None:
        """Whether an abbreviation is meant; False where it is if a sure place is listed beside it, None where it cannot be."""
        placed = signs.preposition or signs.weak
        if signs.numbered or (key in self._stop_words and not signs.capitals):
            return None
        if signs.capitals and key in self._stop_words:
            return (placed and (signs.clause_ends or language == "en")) or None
        if signs.capitals:
            return placed or key not in self.ordinary
        is_word = key in (self.ordinary if len(key) <= SHORT_CODE else self.words)
        return (placed or signs.alone) and not is_word

    def is_meant(self, key: str, place: WorldPlace, signs: Signs, company: bool) -> bool:
        """Whether the place is meant; `company` is where companions stand, "con Florencia"."""
        people = place.population if place.own else place.population // OTHER_NAME_FACTOR
        preposition = signs.preposition or signs.weak
        if key in self._stop_words or (place.kind == "city" and (signs.article or company)):
            return False
        if signs.among_names and place.kind == "city":
            return preposition and people >= PART_OF_A_NAME
        ordinary = place.kind != "country" and all(word in self.ordinary for word in key.split())
        if ordinary and people < NEVER_ORDINARY_FROM:
            return signs.capital and preposition and people >= ORDINARY_WITH_CAPITAL
        if signs.capital:
            return people >= (CAPITAL_AFTER_PREPOSITION if preposition else CAPITAL)
        is_word = all(word in self.words for word in key.split())
        if signs.alone:
            return people >= (WORD_ALONE if is_word else ALONE)
        if signs.preposition:
            return people >= (WORD_AFTER_PREPOSITION if is_word else AFTER_PREPOSITION)
        if signs.weak:
            return people >= (WORD_AFTER_WEAK_PREPOSITION if is_word else AFTER_WEAK_PREPOSITION)
        return people >= BARE and len(key) > 3 and self._is_its_name(place, key)

    def may_be_listed(self, key: str, place: WorldPlace, signs: Signs) -> bool:
        """Whether the place is meant if it stands in a list with one that surely is."""
        apart = not signs.article and not signs.among_names
        people = place.population if place.own else place.population // OTHER_NAME_FACTOR
        return apart and key not in self.words and people >= LISTED

    def _is_its_name(self, place: WorldPlace, key: str) -> bool:
        """Whether the name says it without help: "gana" in Spanish wins, it is not Ghana in Portuguese."""
        if place.kind == "country":
            return key_of(place.name) == key or key not in self.words
        return place.kind == "city" or key not in self.words
