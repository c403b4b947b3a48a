"""Places of the world in a text, and which words only look like one.

There are towns called Nice, Reading, Of and Para: a name alone proves nothing. What is asked of it, how large the place
must be, depends on how it is written (a capital inside a sentence), what stands before it ("a", "to", "em"), whether
the examples use its words for something else, and whether some language does.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

import spacy

from bot.components.atlas import LANGUAGES, Atlas, WorldPlace, key_of, meanings
from bot.components.misspelt_places import MisspeltPlaces
from bot.components.namesakes import is_company, is_namesake
from bot.components.place_signs import Signs, signs_of
from bot.components.qualified_places import APPOSITION, qualified_by, with_state
from bot.components.surroundings import Point, near
from language.normalise import fold

__all__ = ["APPOSITION", "Seen", "WorldPlaces", "is_country"]

WORDS_READ = 300
MOST_WORDS = 6
NEVER_ORDINARY_FROM = 1_000_000
"""Inhabitants from which a name stays one though examples say it in lower case."""
# The fewest inhabitants of a place that is written so; names beside that on the map, in any language, need more.
CAPITAL_AFTER_PREPOSITION = 5_000
CAPITAL = 100_000
AFTER_PREPOSITION = 5_000
AFTER_WEAK_PREPOSITION = 20_000
WORD_AFTER_PREPOSITION = 45_000
ALONE = 20_000
WORD_ALONE = 100_000
BARE = 500_000
CODE_IN_CAPITALS = 1_000_000
CODE = 500_000
PART_OF_A_NAME = 500_000
ORDINARY_WITH_CAPITAL = 100_000
OTHER_NAME_FACTOR = 3

_WORD = re.compile(r"[^\W_]+(?:['.][^\W_]+)*")


class Seen(NamedTuple):
    """A place or, where people may mean several by the name, all of them, the likeliest first.

    `qualified` is one whose country was said too: "Valencia, España".
    """

    start: int
    end: int
    meanings: tuple[WorldPlace, ...]
    qualified: bool = False


class WorldPlaces:
    """Finds the atlas's names in texts.

    `ordinary` are folded words that mean something else in lower case, `words` names that are a word of some language
    too, `well_known` names that are recognised when misspelt, `points` our destinations.
    """

    def __init__(
        self,
        atlas: Atlas,
        ordinary: Collection[str],
        points: Sequence[Point] = (),
        words: Iterable[str] = (),
        well_known: Iterable[str] = (),
    ) -> None:
        self._points = points
        self._atlas = atlas
        stop_words = (spacy.blank(code).Defaults.stop_words for code in LANGUAGES)
        self._stop_words = {fold(word) for words in stop_words for word in words}
        self._ordinary = self._stop_words | set(ordinary)
        self._words = self._ordinary | set(words)
        self._misspelt = MisspeltPlaces(well_known, self._words)

    def find(self, text: str, language: str) -> list[Seen]:
        """Every place in the text, the longest name at each word, in their order."""
        words = list(_WORD.finditer(fold(text)))[:WORDS_READ]
        found: list[Seen] = []
        at = 0
        while at < len(words):
            seen, used = self._at(text, words[at : at + MOST_WORDS], language)
            if seen:
                found.append(seen)
                while at < len(words) and words[at].start() < seen.end:
                    at += 1
            else:
                at += used
        return found

    def value_of(self, seen: Seen) -> dict[str, object]:
        """The entity's value, as docs/architecture.md has it."""
        if len(seen.meanings) == 1:
            return self._as_value(seen.meanings[0])
        candidates = [self._as_value(place) for place in seen.meanings]
        return {"name": seen.meanings[0].name, "candidates": candidates}

    def destination_of(self, seen: Seen) -> str | None:
        """The destination of ours that this is under another name ("GIG", "Barajas"), if it is."""
        place = seen.meanings[0]
        here = [point for point in self._points if (point.lat, point.lon) == (place.lat, place.lon)]
        named = {point.destination for point in here}
        doubtful = any(p.destination in named and p not in here for p in self._points)
        certain = len(seen.meanings) == 1 and place.kind == "city" and not doubtful
        return here[0].destination if here and certain else None

    def is_namesake(self, text: str, start: int, end: int) -> bool:
        """Whether the name at `start:end`, one of ours, is a person's or a street's here."""
        return is_namesake(text, start, end)

    def is_another(self, seen: Seen, text: str, start: int, end: int) -> bool:
        """Whether `seen`, around the shorter name at `start:end`, is not what that name alone means: Rio Branco, not Rio."""
        if (
            seen.qualified
            or not (seen.start <= start and end <= seen.end)
            or end - start == seen.end - seen.start
        ):
            return False
        meant, places = seen.meanings[0], self._atlas.look_up(key_of(text[start:end]))
        alike = [place for place in meanings(places) if place.kind == meant.kind] if places else []
        return meant.own and all((place.lat, place.lon) != (meant.lat, meant.lon) for place in alike)

    def _as_value(self, place: WorldPlace) -> dict[str, object]:
        return {
            "name": place.name,
            "kind": place.kind,
            "country": place.country,
            "lat": place.lat,
            "lon": place.lon,
            "near": near(self._points, place.lat, place.lon),
        }

    def _at(self, text: str, words: Sequence[re.Match[str]], language: str) -> tuple[Seen | None, int]:
        """The place that begins at the first word, and how many words need not be looked at again."""
        for count, key in reversed(list(self._names(text, words))):
            start, end = words[0].start(), words[count - 1].end()
            places = self._atlas.look_up(key, language)
            if not places:
                continue
            if places[0].kind == "nothing":
                return None, count
            signs = signs_of(text, start, end, language)
            seen = self._seen(text, start, end, key, places, signs, language)
            if seen:
                return seen, count
        return self._slip(text, words, language), 1

    def _seen(
        self,
        text: str,
        start: int,
        end: int,
        key: str,
        places: Sequence[WorldPlace],
        signs: Signs,
        language: str,
    ) -> Seen | None:
        if is_namesake(text, start, end):
            return None
        name = text[start:end]
        meant = with_state(text, end, places) or qualified_by(text, end, places, self._atlas, language)
        if meant and (key not in self._ordinary or signs.capital):
            return Seen(start, meant.end, (_spelt(meant.place, name),), qualified=True)
        codes = [place for place in places if place.code]
        if codes and self._is_code(key, codes[0], signs, language):
            return Seen(start, end, (codes[0],))
        likely = meanings([place for place in places if not place.code]) if len(codes) < len(places) else []
        if likely and self._is_meant(key, likely[0], signs, is_company(text, start)):
            return Seen(start, end, tuple(_spelt(place, name) for place in likely))
        return None

    def _names(self, text: str, words: Sequence[re.Match[str]]) -> Iterator[tuple[int, str]]:
        """How many words a possible name has, and the name."""
        for count in range(1, len(words) + 1):
            if count > 1 and text[words[count - 2].end() : words[count - 1].start()].strip(" -.'"):
                return
            key = key_of(" ".join(word[0] for word in words[:count]))
            if not self._atlas.begins(key):
                return
            yield count, key

    def _slip(self, text: str, words: Sequence[re.Match[str]], language: str) -> Seen | None:
        """A well-known name that was misspelt where only a place can stand."""
        signs = signs_of(text, words[0].start(), words[0].end(), language)
        if not (signs.preposition or signs.begins) or signs.article:
            return None
        for count in (2, 1):
            if len(words) < count or not (name := self._misspelt.meant_by([w[0] for w in words[:count]])):
                continue
            start, end = words[0].start(), words[count - 1].end()
            places = [place for place in self._atlas.look_up(name, language) if not place.code]
            here = signs_of(text, start, end, language)
            if places and (here.preposition or here.alone) and not is_namesake(text, start, end):
                return Seen(start, end, tuple(meanings(places)))
        return None

    def _is_code(self, key: str, place: WorldPlace, signs: Signs, language: str) -> bool:
        if signs.numbered:
            return False
        if signs.capitals:
            fits = (
                signs.clause_ends or language == "en"
                if key in self._stop_words
                else key not in self._ordinary
            )
            return fits and (signs.preposition or signs.weak or place.population >= CODE_IN_CAPITALS)
        words = self._ordinary if place.own else self._words
        return (signs.preposition or signs.alone) and key not in words and place.population >= CODE

    def _is_meant(self, key: str, place: WorldPlace, signs: Signs, company: bool) -> bool:
        people = place.population if place.own else place.population // OTHER_NAME_FACTOR
        preposition = signs.preposition or signs.weak
        if key in self._stop_words or (place.kind == "city" and (signs.article or company)):
            return False
        if signs.among_names and place.kind == "city":
            return preposition and people >= PART_OF_A_NAME
        if all(word in self._ordinary for word in key.split()) and people < NEVER_ORDINARY_FROM:
            return signs.capital and preposition and people >= ORDINARY_WITH_CAPITAL
        if signs.capital:
            return people >= (CAPITAL_AFTER_PREPOSITION if preposition else CAPITAL)
        is_word = all(word in self._words for word in key.split())
        if signs.alone:
            return people >= (WORD_ALONE if is_word else ALONE)
        if signs.preposition:
            return people >= (WORD_AFTER_PREPOSITION if is_word else AFTER_PREPOSITION)
        if signs.weak:
            return people >= (WORD_AFTER_PREPOSITION if is_word else AFTER_WEAK_PREPOSITION)
        return people >= BARE and len(key) > 3 and self._is_its_name(place, key)

    def _is_its_name(self, place: WorldPlace, key: str) -> bool:
        """Whether the name says it without help: "gana" in Spanish wins, it is not Ghana in Portuguese."""
        if place.kind == "country":
            return key_of(place.name) == key or key not in self._words
        return place.kind == "city" or key not in self._words


def _spelt(place: WorldPlace, written: str) -> WorldPlace:
    """An exonym as the traveller spells it: GeoNames does not know which spelling is their language's."""
    return place if place.native or not written[0].isupper() else place._replace(name=written)


def is_country(value: object) -> bool:
    """Whether an entity's value is a country."""
    return isinstance(value, dict) and value.get("kind") == "country"
