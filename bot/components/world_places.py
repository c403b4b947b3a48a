"""Places of the world in a text: names of the atlas that stand where a place is meant."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

import spacy

from bot.components.atlas import LANGUAGES, Atlas, WorldPlace, key_of, meanings
from bot.components.misspelt_places import MisspeltPlaces
from bot.components.namesakes import is_company, is_namesake
from bot.components.place_rules import PlaceRules
from bot.components.place_signs import Signs, signs_of
from bot.components.qualified_places import qualified_by, with_state
from bot.components.surroundings import Point, near
from language.normalise import fold

WORDS_READ = 300
MOST_WORDS = 6
_LISTING = re.compile(
    r"\s*(?:,|/|->?|\b(?:y|e|o|u|ou|or|and|x|a|to|para)\b)\s*(?:(?:a|to|para|en|em|in)\s+)?"
)
_WORD = re.compile(r"[^\W_]+(?:['.][^\W_]+)*")


class Seen(NamedTuple):
    """A place or, where people may mean several by the name, all of them, the likeliest first.

    `qualified` is one whose country was said too: "Valencia, España". What is not `sure` counts only in a list with
    something that is.
    """

    start: int
    end: int
    meanings: tuple[WorldPlace, ...]
    qualified: bool = False
    sure: bool = True


class WorldPlaces:
    """Finds the atlas's names in texts.

    `ordinary` are folded words that mean something else in lower case, `words` names that are a word of some language
    too, `well_known` names that are recognised when misspelt, `said` words that are never one, `points` our
    destinations.
    """

    def __init__(
        self,
        atlas: Atlas,
        ordinary: Collection[str],
        points: Sequence[Point] = (),
        words: Iterable[str] = (),
        well_known: Iterable[str] = (),
        said: Collection[str] = (),
    ) -> None:
        self._points = points
        self._atlas = atlas
        stop_words = {fold(word) for code in LANGUAGES for word in spacy.blank(code).Defaults.stop_words}
        self._rules = PlaceRules(stop_words, ordinary, words)
        self._misspelt = MisspeltPlaces(well_known, self._rules.words.union(said))

    def find(self, text: str, language: str) -> list[Seen]:
        """Every place in the text, the longest name at each word, in their order."""
        words = list(_WORD.finditer(fold(text)))[:WORDS_READ]
        found: list[Seen] = []
        at = 0
        while at < len(words):
            seen, used = self._at(text, words[at : at + MOST_WORDS], language)
            if seen:
                found.append(seen)
                at += sum(1 for word in words[at:] if word.start() < seen.end)
            else:
                at += used
        return [seen for seen in found if seen.sure or _is_listed(text, seen, found)]

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

    def is_another(self, seen: Seen, text: str, start: int, end: int) -> bool:
        """Whether `seen`, around the shorter name at `start:end`, is not what that name alone means: Rio Branco, not Rio."""
        if (
            seen.qualified
            or not (seen.start <= start and end <= seen.end)
            or end - start == seen.end - seen.start
        ):
            return False
        meant = seen.meanings[0]
        places = [place for place in self._atlas.look_up(key_of(text[start:end])) if place.kind == meant.kind]
        others = [place for place in places if (place.lat, place.lon) != (meant.lat, meant.lon)]
        return meant.own and (len(others) == len(places) or any(place.own for place in others))

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
        if meant and (key not in self._rules.ordinary or signs.capital):
            return Seen(start, meant.end, (_spelt(meant.place, name),), qualified=True)
        codes = [place for place in places if place.code]
        if codes and (sure := self._rules.is_code(key, signs, language)) is not None:
            return Seen(start, end, (codes[0],), sure=sure)
        likely = meanings([place for place in places if not place.code]) if len(codes) < len(places) else []
        if not likely:
            return None
        sure = self._rules.is_meant(key, likely[0], signs, is_company(text, start))
        if not sure and not self._rules.may_be_listed(key, likely[0], signs):
            return None
        return Seen(start, end, tuple(_spelt(place, name) for place in likely), sure=sure)

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


def _is_listed(text: str, seen: Seen, found: Sequence[Seen]) -> bool:
    """Whether a sure place stands right beside it: "Santa Marta o San Andrés"."""
    plain = fold(text)
    return any(
        other.sure
        and (
            _LISTING.fullmatch(plain, seen.end, other.start)
            or _LISTING.fullmatch(plain, other.end, seen.start)
        )
        for other in found
    )


def _spelt(place: WorldPlace, written: str) -> WorldPlace:
    """An exonym as the traveller spells it: GeoNames does not know which spelling is their language's."""
    return place if place.native or not written[0].isupper() else place._replace(name=written)


def is_country(value: object) -> bool:
    """Whether an entity's value is a country."""
    return isinstance(value, dict) and value.get("kind") == "country"
