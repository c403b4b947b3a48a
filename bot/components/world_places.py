"""Places of the world in a text, and which words only look like one.

There are towns called Nice, Reading, Of and Para: a name alone proves nothing. What is asked of it, how large the place
must be, depends on how it is written (a capital inside a sentence), what stands before it ("a", "to", "em") and
whether the examples use its words for something else.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

import spacy

from bot.components.atlas import LANGUAGES, Atlas, WorldPlace, key_of, meanings
from bot.components.surroundings import Point, near
from language.normalise import fold

WORDS_READ = 300
MOST_WORDS = 6
NEVER_ORDINARY_FROM = 1_000_000
"""Inhabitants from which a name stays one though examples say it in lower case."""
# The fewest inhabitants of a place that is written so; names beside that on the map, in any language, need more.
CAPITAL_AFTER_PREPOSITION = 5_000
CAPITAL = 100_000
AFTER_PREPOSITION = 45_000
ALONE = 100_000
BARE = 500_000
PART_OF_A_NAME = 500_000
ORDINARY_WITH_CAPITAL = 100_000
OTHER_NAME_FACTOR = 3

_WORD = re.compile(r"[^\W_]+(?:['.][^\W_]+)*")
_ROMANCE = re.compile(
    r"\b(?:a|ao?s?|hacia|hasta|para|pra|pro|pa|por|en|em|no|na|nos|nas|ate|desde|de|do|da|dos|das|visit\w*|"
    r"conoc\w+|conhec\w+|recorrer|explor\w+|via|destino|entre|sobre)\s+(?:(?:o|os|as)\s+)?$"
)
_ENGLISH = re.compile(
    r"\b(?:to|in|into|from|near|around|of|visit|visiting|explore|via|destination|leaving|between|about)\s+$"
)
_BEFORE_PLACES = {"es": _ROMANCE, "pt": _ROMANCE, "en": _ENGLISH}
# "El Calafate" has its article in its name; before the name of a city it makes something else of it, "the Hilton".
_ARTICLE = re.compile(r"\b(?:al|del|el|la|los|las|the)\s+$")
_BEFORE_PEOPLE = re.compile(
    r"\b(?:con|with|com|soy|llamo|chamo|nombre|name|nome|is|es|sou|mr|mrs|sra?|dona?)\.?\s+$"
)
_CAPITALISED_AFTER = re.compile(r" [A-ZÁÉÍÓÚÑÇÂÊÔÃÕ][^\W\d_]+")
_CAPITALISED_BEFORE = re.compile(r"(?:^|[^.!?,])\b[A-ZÁÉÍÓÚÑÇÂÊÔÃÕ][^\W\d_]+ $")
_STATE = re.compile(r",?\s+(?P<state>[A-Z]{2})\b")
APPOSITION = re.compile(r"\s*[,(]?\s*(?:(?:de|en|in|em|no|na)\s+)?", re.IGNORECASE)
_BEGINS = re.compile(r"(?:^|[.!?¿¡\n])[^\w]*$")


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

    `ordinary` are folded words that mean something else in lower case, `points` our destinations.
    """

    def __init__(self, atlas: Atlas, ordinary: Collection[str], points: Sequence[Point] = ()) -> None:
        self._points = points
        stop_words = (spacy.blank(code).Defaults.stop_words for code in LANGUAGES)
        self._atlas = atlas
        self._stop_words = {fold(word) for words in stop_words for word in words}
        self._ordinary = self._stop_words | set(ordinary)

    def find(self, text: str, language: str) -> list[Seen]:
        """Every place in the text, the longest name at each word, in their order."""
        words = list(_WORD.finditer(fold(text)))[:WORDS_READ]
        found: list[Seen] = []
        at = 0
        while at < len(words):
            seen, used = self._at(text, words[at : at + MOST_WORDS], language)
            if seen:
                found.append(seen)
            at += used
        return list(self._with_countries(text, found))

    def value_of(self, seen: Seen) -> dict[str, object]:
        """The entity's value, as docs/architecture.md has it."""
        if len(seen.meanings) == 1:
            return self._as_value(seen.meanings[0])
        candidates = [self._as_value(place) for place in seen.meanings]
        return {"name": seen.meanings[0].name, "candidates": candidates}

    def _as_value(self, place: WorldPlace) -> dict[str, object]:
        return {
            "name": place.name,
            "kind": place.kind,
            "country": place.country,
            "lat": place.lat,
            "lon": place.lon,
            "near": near(self._points, place.lat, place.lon),
        }

    def is_another(self, seen: Seen, text: str, start: int, end: int) -> bool:
        """Whether `seen`, around the shorter name at `start:end`, is not what that name alone means: Rio Branco, not Rio."""
        if (
            seen.qualified
            or not (seen.start <= start and end <= seen.end)
            or end - start == seen.end - seen.start
        ):
            return False
        places, meant = self._atlas.look_up(key_of(text[start:end])), seen.meanings[0]
        return meant.own and all((place.lat, place.lon) != (meant.lat, meant.lon) for place in places)

    def _with_countries(self, text: str, found: Sequence[Seen]) -> Iterator[Seen]:
        """Joins a place and the country said after it, which tells which of its namesakes is meant."""
        waiting: Seen | None = None
        for seen in found:
            joined = self._join(text, waiting, seen) if waiting else None
            if waiting and not joined:
                yield waiting
            waiting = joined or seen
        if waiting:
            yield waiting

    def _join(self, text: str, place: Seen, country: Seen) -> Seen | None:
        if country.meanings[0].kind != "country" or not APPOSITION.fullmatch(text, place.end, country.start):
            return None
        name = text[place.start : place.end]
        for namesake in self._atlas.look_up(key_of(name)):
            if namesake.country == country.meanings[0].country and namesake.kind != "country":
                return Seen(place.start, country.end, (_spelt(namesake, name),), qualified=True)
        return None

    def _at(self, text: str, words: Sequence[re.Match[str]], language: str) -> tuple[Seen | None, int]:
        for count, key in reversed(list(self._names(text, words))):
            start, end = words[0].start(), words[count - 1].end()
            places = self._atlas.look_up(key, language)
            state = _STATE.match(text, end)
            inside = [place for place in places if state and place.state == state["state"]]
            likely = inside[:1] or meanings(places)
            if likely and self._is_meant(text, start, end, key, likely[0], language):
                name = text[start:end]
                shown = [_spelt(place, name) for place in likely]
                return Seen(start, state.end() if inside and state else end, tuple(shown)), count
        return None, 1

    def _names(self, text: str, words: Sequence[re.Match[str]]) -> Iterator[tuple[int, str]]:
        """How many words a possible name has, and the name."""
        for count in range(1, len(words) + 1):
            if count > 1 and text[words[count - 2].end() : words[count - 1].start()].strip(" -.'"):
                return
            key = key_of(" ".join(word[0] for word in words[:count]))
            if not self._atlas.begins(key):
                return
            yield count, key

    def _is_meant(self, text: str, start: int, end: int, key: str, place: WorldPlace, language: str) -> bool:
        before = fold(text[:start])
        people = place.population if place.own else place.population // OTHER_NAME_FACTOR
        capital = text[start].isupper() and not text.isupper()
        article = bool(_ARTICLE.search(before))
        preposition = bool(_BEFORE_PLACES.get(language, _ROMANCE).search(_ARTICLE.sub("", before)))
        if key in self._stop_words or _BEFORE_PEOPLE.search(before) or (article and place.kind == "city"):
            return False
        if capital and place.kind != "country" and self._is_part_of_a_name(text, start, end, preposition):
            return preposition and people >= PART_OF_A_NAME
        if all(word in self._ordinary for word in key.split()) and people < NEVER_ORDINARY_FROM:
            return capital and preposition and people >= ORDINARY_WITH_CAPITAL
        if capital and not _BEGINS.search(before):
            return people >= (CAPITAL_AFTER_PREPOSITION if preposition else CAPITAL)
        if not text.replace(text[start:end], "", 1).strip(" ,.!?¿¡"):
            return people >= ALONE
        if preposition:
            return people >= AFTER_PREPOSITION
        return people >= BARE and len(key) > 3 and _is_its_name(place, key)

    def _is_part_of_a_name(self, text: str, start: int, end: int, preposition: bool) -> bool:
        """Whether another capitalised word, no country, stands beside it: "Florencia Gómez", "Old Town Inn"."""
        after = _CAPITALISED_AFTER.match(text, end)
        if after and any(place.kind == "country" for place in self._atlas.look_up(key_of(after[0]))):
            return False
        return bool(after or (not preposition and _CAPITALISED_BEFORE.search(text[:start])))


def _is_its_name(place: WorldPlace, key: str) -> bool:
    """Whether the name says it without help: a country's in this language ("gana" in Spanish wins, it is not Ghana)."""
    return place.kind == "city" or (place.kind == "country" and key_of(place.name) == key)


def _spelt(place: WorldPlace, written: str) -> WorldPlace:
    """An exonym as the traveller spells it: GeoNames does not know which spelling is their language's."""
    return place if place.native or not written[0].isupper() else place._replace(name=written)


def is_country(value: object) -> bool:
    """Whether an entity's value is a country."""
    return isinstance(value, dict) and value.get("kind") == "country"
