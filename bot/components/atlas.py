"""The world's places by name, read from one text that `atlas_sources` writes at training.

A line of the atlas is one name of one place; the lines are sorted, so that a name is found by bisection and nothing
needs to be parsed before it is asked for.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from language.normalise import fold

LANGUAGES = ("es", "en", "pt")
# GeoNames does not say which language a name is in; our languages have their own names mostly for Europe.
EXONYM_LEAD = 200
EUROPEAN_EXONYM_LEAD = 8
"""How much more famous a place must be under an exonym than one that is called so at home."""
# Towns of one name in one country, or a small one beside a famous one, are nobody's first thought.
MOST_MEANINGS = 4
FAME_APART = 8
_BREAKS = str.maketrans("-.", "  ")


class WorldPlace(NamedTuple):
    """A city, country or region under one of its names.

    `fame` orders places that share it: inhabitants times names in the world's languages. `own` is the name on the map,
    `native` any name in its country's languages where those are ours; others are exonyms. `state` is for the USA only,
    `country` empty for what lies in several. `code` is an abbreviation, an airport's for one. `kind` is `city`,
    `country`, `region`, or `nothing` for words that only sound like a place.
    """

    name: str
    kind: str
    country: str
    state: str
    lat: float
    lon: float
    population: int
    fame: int
    native: bool
    own: bool
    code: bool
    european: bool


class Atlas:
    """Leads from names to places."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = sorted(lines)

    @classmethod
    def read(cls, text: str) -> Atlas:
        """The atlas that `text` wrote."""
        return cls(text.split("\n") if text else ())

    def text(self) -> str:
        """All of it, to be read again."""
        return "\n".join(self._lines)

    def look_up(self, key: str, language: str = "es") -> list[WorldPlace]:
        """Places of this name, a `key_of`, the most famous first.

        A place called so at home leaves little room for one that some language calls so: Cancún is in Mexico, not a
        Chinese city in Turkish. But Florence is Florencia to more people than Florencia in Colombia is.
        """
        start = f"{key}\t"
        found = []
        for line in self._from(start):
            if not line.startswith(start):
                break
            found.append(_parse(line, language))
        at_home = max((place.fame for place in found if place.native), default=0)
        known = [place for place in found if place.native or place.fame > at_home * _lead(place)]
        return sorted(known, key=lambda place: -place.fame)

    def begins(self, key: str) -> bool:
        """Whether any name is `key` or goes on with another word after it."""
        line = next(self._from(key), "")
        return line.startswith((f"{key}\t", f"{key} "))

    def names(self) -> Iterator[tuple[str, WorldPlace]]:
        """Every name, a `key_of`, with what it names."""
        for line in self._lines:
            yield line.partition("\t")[0], _parse(line, LANGUAGES[0])

    def _from(self, start: str) -> Iterator[str]:
        for index in range(bisect_left(self._lines, start), len(self._lines)):
            yield self._lines[index]


def key_of(name: str) -> str:
    """What a name is found by: folded, its words with one space between them."""
    return " ".join(fold(name).translate(_BREAKS).split())


def line_of(key: str, place: WorldPlace) -> str:
    """How the atlas writes a place under the name `key`."""
    return "\t".join((key, *map(str, place)))


def meanings(places: list[WorldPlace]) -> list[WorldPlace]:
    """What people may mean by one name: one place a country, none that the most famous leaves far behind."""
    by_country = {
        place.country: place
        for place in sorted(places, key=lambda place: (place.kind == "country", place.fame))
    }
    likely = [place for place in by_country.values() if place.fame * FAME_APART >= places[0].fame]
    return sorted(likely, key=lambda place: -place.fame)[:MOST_MEANINGS]


def _lead(place: WorldPlace) -> int:
    return EUROPEAN_EXONYM_LEAD if place.european else EXONYM_LEAD


def _parse(line: str, language: str) -> WorldPlace:
    _, name, kind, country, state, lat, lon, population, fame, *marks = line.split("\t")
    if kind == "country":
        names = dict(zip(LANGUAGES, name.split("|"), strict=False))
        name = names.get(language) or names[LANGUAGES[0]]
    native, own, code, european = (mark == "True" for mark in marks)
    people = int(population), int(fame)
    return WorldPlace(
        name, kind, country, state, float(lat), float(lon), *people, native, own, code, european
    )
