"""Our own short list of places, `places.yml`: what people call cities, and lands and sights no list of cities has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import yaml

LIST = Path(__file__).with_name("places.yml")
LONGEST_CODE = 4
NOT_PLACES = "not_places"
_KIND_AND_WIDE = {
    "nicknames": ("city", False),
    "airports": ("city", False),
    "regions": ("region", False),
    "lands": ("region", True),
}
SECTIONS = (*_KIND_AND_WIDE, NOT_PLACES)


class KnownPlace(NamedTuple):
    """An entry: its names, the best known first, and the city where it lies.

    `wide` is what lies in several countries; `where` names file and line.
    """

    names: tuple[str, ...]
    city: str
    country: str
    kind: str
    wide: bool
    where: str

    @staticmethod
    def is_code(name: str) -> bool:
        """Whether a name is an abbreviation, which counts only where it is written like one: "SF", "CDMX"."""
        return name.isupper() and len(name) <= LONGEST_CODE


class KnownPlaces(NamedTuple):
    """The list: places, and words that only sound like a place."""

    places: tuple[KnownPlace, ...]
    not_places: tuple[str, ...]


class UnreadablePlaces(ValueError):
    """What is wrong with the list: a message per mistake, with file and line."""


def read_places(path: Path = LIST) -> KnownPlaces:
    """The list in the file. Raises `UnreadablePlaces`."""
    places: list[KnownPlace] = []
    words: list[str] = []
    mistakes: list[str] = []
    for found in _entries(path):
        if isinstance(found, KnownPlace):
            places.append(found)
        elif isinstance(found, _Words):
            words.append(found.words)
        else:
            mistakes.append(found)
    mistakes += _repeated(places)
    if mistakes:
        raise UnreadablePlaces("\n".join(mistakes))
    return KnownPlaces(tuple(places), tuple(words))


class _Words(NamedTuple):
    words: str


def _entries(path: Path) -> Iterator[KnownPlace | _Words | str]:
    try:
        tree = yaml.compose(path.read_text(encoding="utf-8"), yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        yield f"{path}:{line}: this is not YAML: {error.problem}"
        return
    if not isinstance(tree, yaml.MappingNode):
        yield f"{path}:1: there should be sections: {', '.join(SECTIONS)}"
        return
    for title, content in tree.value:
        if title.value == NOT_PLACES and isinstance(content, yaml.SequenceNode):
            yield from (_Words(node.value) for node in content.value)
        elif title.value in _KIND_AND_WIDE and isinstance(content, yaml.MappingNode):
            for names, city in content.value:
                yield _entry(title.value, names, city, _where(path, names))
        else:
            yield f"{_where(path, title)}: there is no section {title.value} like this, but {', '.join(SECTIONS)}"


def _entry(section: str, names: yaml.Node, city: yaml.Node, where: str) -> KnownPlace | str:
    called = tuple(name.strip() for name in str(names.value).split("|"))
    town, _, country = str(city.value).rpartition(",")
    country = country.strip()
    if not all(called):
        return f"{where}: a name is empty: {names.value!r}"
    if not town.strip() or len(country) != 2 or not country.isupper():
        return (
            f"{where}: after the names stands a city and its country, such as 'Lima, PE', not {city.value!r}"
        )
    kind, wide = _KIND_AND_WIDE[section]
    return KnownPlace(called, town.strip(), country, kind, wide, where)


def _repeated(places: list[KnownPlace]) -> Iterator[str]:
    first: dict[str, KnownPlace] = {}
    for place in places:
        for name in place.names:
            before = first.setdefault(name.casefold(), place)
            if before is not place:
                yield f"{place.where}: {name!r} stands already at {before.where}"


def _where(path: Path, node: yaml.Node) -> str:
    return f"{path}:{node.start_mark.line + 1}"
