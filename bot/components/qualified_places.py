"""What is said after a place to tell which one: "Valencia, España", "Portland, OR", "benalmádena málaga"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.components.atlas import Atlas, WorldPlace, key_of
from bot.components.surroundings import kilometres

APPOSITION = re.compile(r"\s*[,(]?\s*(?:(?:de|en|in|em|no|na)\s+)?", re.IGNORECASE)
_BESIDE = re.compile(r"\s*[,(]?\s*")
SAME_AREA_KM = 100
SAME_REGION_KM = 700
_STATE = re.compile(r",?\s+(?P<state>[A-Z]{2}|[a-z]{2})\b")
# Words of our languages in lower case, not states: "portland or", "paris me".
_WORDS = frozenset({"al", "co", "de", "hi", "id", "in", "la", "ma", "me", "mi", "mo", "oh", "ok", "or", "pa"})
_NEXT = re.compile(r"[^\W\d_]+(?:[ .'-][^\W\d_]+){0,3}")


class Qualified(NamedTuple):
    """The place meant, and where the words that tell it end."""

    place: WorldPlace
    end: int


def with_state(text: str, end: int, places: Sequence[WorldPlace]) -> Qualified | None:
    """A place of the USA with its state's code after it."""
    found = _STATE.match(text, end)
    if not found or found["state"] in _WORDS:
        return None
    inside = [place for place in places if place.state == found["state"].upper() and place.kind == "city"]
    return Qualified(inside[0], found.end()) if inside else None


def qualified_by(
    text: str, end: int, places: Sequence[WorldPlace], atlas: Atlas, language: str
) -> Qualified | None:
    """The one of `places`, whose name ends at `end`, that lies in the country, state or city said after it."""
    gap = APPOSITION.match(text, end)
    following = _NEXT.match(text, gap.end()) if gap else None
    if not gap or not following or not gap[0]:
        return None
    stop = following.end()
    while stop > gap.end():
        for larger in atlas.look_up(key_of(text[gap.end() : stop]), language):
            for place in places:
                if _contains(larger, place) and (
                    larger.kind == "country" or _BESIDE.fullmatch(text, end, gap.end())
                ):
                    return Qualified(place, stop)
        shorter = re.search(r"[ .'-][^\W\d_]+$", text[gap.end() : stop])
        stop = gap.end() + shorter.start() if shorter else gap.end()
    return None


def _contains(larger: WorldPlace, place: WorldPlace) -> bool:
    if place.code or larger.code or place.country != larger.country or place.kind != "city":
        return False
    if larger.kind == "country":
        return True
    if larger.kind == "region":
        if larger.state:
            return place.state == larger.state
        return kilometres(place, larger) < SAME_REGION_KM
    is_town = larger.kind == "city" and larger.own and larger.population > 2 * place.population
    return is_town and kilometres(place, larger) < SAME_AREA_KM
