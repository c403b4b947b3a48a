"""Everything a traveller mentions that a booking needs, each piece of text meaning one thing only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bot.components.gazetteer import Gazetteer
from language.choices import find_choice
from language.contact import find_email, find_phone
from language.dates.spotting import find_dates
from language.mention import Mention
from language.party import find_ages, find_party
from language.reference import find_reference
from language.stars import find_stars

# Where two readings overlap the earlier one stands: "maria@cusco.pe" is no trip to Cusco, "Cartagena at night" is a
# tour before it is a town, and "2 adultos y un niño de 8" leaves no ages over.
PRIORITY = (
    "email",
    "reference",
    "phone",
    "product",
    "destination",
    "dates",
    "party",
    "stars",
    "choice",
    "ages",
)


class Found(NamedTuple):
    """A mention of an entity of docs/architecture.md."""

    entity: str
    value: object
    start: int
    end: int
    confidence: float


def find_mentions(text: str, language: str, gazetteer: Gazetteer) -> list[Found]:
    """All mentions in the text, in their order, overlaps resolved by `PRIORITY`, then by length."""
    candidates = sorted(
        _candidates(text, language, gazetteer),
        key=lambda found: (PRIORITY.index(found.entity), found.start - found.end),
    )
    kept: list[Found] = []
    for candidate in candidates:
        if all(candidate.end <= other.start or other.end <= candidate.start for other in kept):
            kept.append(candidate)
    return sorted(kept, key=lambda found: found.start)


def _candidates(text: str, language: str, gazetteer: Gazetteer) -> Iterator[Found]:
    for place in gazetteer.find(text, language):
        kind, _, code = place.target.partition(":")
        yield Found(kind, code, place.start, place.end, place.confidence)
    yield from _as_found("dates", find_dates(text, language), as_written=True)
    for entity, mention in (
        ("email", find_email(text)),
        ("reference", find_reference(text)),
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
