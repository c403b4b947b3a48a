"""Everything a traveller mentions that a booking needs, each piece of text meaning one thing only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from bot.components.gazetteer import Gazetteer
from bot.components.namesakes import is_namesake
from bot.components.origins import is_origin
from bot.components.qualified_places import APPOSITION
from bot.components.world_places import WorldPlaces, is_country
from language.budget import find_budget
from language.choices import find_choice
from language.contact import find_email, find_phone
from language.dates.spotting import find_dates
from language.mention import Mention
from language.party import find_ages, find_party
from language.reference import find_reference
from language.stars import find_stars

# Where two readings overlap the earlier one stands: "maria@cusco.pe" is no trip to Cusco, "Cartagena at night" is a
# tour before it is a town, "2 adultos y un niño de 8" leaves no ages over, "hasta 5 mil" is no day, and the catalogue's
# places are the catalogue's.
PRIORITY = (
    "email",
    "reference",
    "budget",
    "phone",
    "product",
    "destination",
    "dates",
    "party",
    "stars",
    "choice",
    "ages",
    "place",
)
PLACES = ("destination", "place")


class Found(NamedTuple):
    """A mention of an entity of docs/architecture.md."""

    entity: str
    value: object
    start: int
    end: int
    confidence: float


def find_mentions(text: str, language: str, gazetteer: Gazetteer, world: WorldPlaces) -> list[Found]:
    """All mentions in the text, in their order, overlaps resolved by `PRIORITY`, then by length.

    A place that a journey begins at becomes an `origin`, whether we sell it or not.
    """
    candidates = sorted(
        _candidates(text, language, gazetteer, world),
        key=lambda found: (PRIORITY.index(found.entity), found.start - found.end),
    )
    kept: list[Found] = []
    for candidate in candidates:
        if all(candidate.end <= other.start or other.end <= candidate.start for other in kept):
            kept.append(candidate)
    in_order = sorted(kept, key=lambda found: found.start)
    return list(_with_origins(text, _without_their_countries(text, in_order)))


def _without_their_countries(text: str, mentions: Sequence[Found]) -> list[Found]:
    """ "Cusco, Perú" is one destination."""
    return [
        found
        for before, found in zip((None, *mentions), mentions, strict=False)
        if not (
            before
            and before.entity == "destination"
            and is_country(found.value)
            and APPOSITION.fullmatch(text, before.end, found.start)
        )
    ]


def _with_origins(text: str, mentions: Sequence[Found]) -> Iterator[Found]:
    places = [found for found in mentions if found.entity in PLACES]
    following = {place.start: after.start for place, after in pairwise(places)}
    for found in mentions:
        if found not in places or not is_origin(text, found.start, found.end, following.get(found.start)):
            yield found
        elif found.entity == "place":
            yield found._replace(entity="origin")
        else:
            named = {"name": text[found.start : found.end], "destination": found.value}
            yield found._replace(entity="origin", value=named)


def _candidates(text: str, language: str, gazetteer: Gazetteer, world: WorldPlaces) -> Iterator[Found]:
    seen = world.find(text, language)
    for place in gazetteer.find(text, language):
        kind, _, code = place.target.partition(":")
        if kind == "destination" and is_namesake(text, place.start, place.end):
            continue
        if not any(world.is_another(wider, text, place.start, place.end) for wider in seen):
            yield Found(kind, code, place.start, place.end, place.confidence)
    for elsewhere in seen:
        code = world.destination_of(elsewhere)
        kind, value = ("destination", code) if code else ("place", world.value_of(elsewhere))
        yield Found(kind, value, elsewhere.start, elsewhere.end, 1.0)
    yield from _as_found("dates", find_dates(text, language), as_written=True)
    for entity, mention in (
        ("email", find_email(text)),
        ("reference", find_reference(text)),
        ("budget", find_budget(text, language)),
        ("phone", find_phone(text)),
        ("party", find_party(text, language)),
        ("stars", find_stars(text, language)),
        ("choice", find_choice(text, language)),
        ("ages", find_ages(text, language)),
    ):
        yield from _as_found(entity, [mention] if mention else [])


def _as_found(entity: str, mentions: Iterable[Mention], *, as_written: bool = False) -> Iterator[Found]:
    for mention in mentions:
        yield Found(entity, mention.text if as_written else mention.value, mention.start, mention.end, 1.0)
