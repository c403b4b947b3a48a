"""Who travels: adults, children and their ages, as people say it in chats.

Conventions: a baby without an age is 1, one of months is 0; from 18 on a child is an adult. Whoever speaks
travels too ("con mi esposa" are two adults), unless the trip is for others ("para mis padres"). Children told with
an "and" come beside those counted ("somos 12 y 2 bebés" are 14), told otherwise they are among them ("somos 5, 2
niños", "6 con 2 niños"). People told per room count as often as there are rooms.
"""

from __future__ import annotations

from language.lexemes import Line
from language.mention import Mention
from language.party.ages import OLDEST_CHILD, read_ages
from language.party.items import read_items
from language.party.line import read_line
from language.party.merging import cluster, merge, relevant

__all__ = ["find_ages", "find_party", "read_ages_answer", "read_party_answer"]

_LONGEST_ANSWER = 120
_LONGEST_BARE = 6
# Ages that follow "de" may stand without commas, "de 4 7 y 9".
_MOST_AGES = 9


def find_party(text: str, language: str) -> Mention | None:
    """The party that a text speaks of.

    The value is `{"adults", "children", "child_ages", "total"}`, None for what was not said, and gathers
    all that the text says; the span is where it begins to.
    """
    line = read_line(text, language)
    items = relevant(line, read_items(line))
    party = merge(line, items) if items else None
    if party is None:
        return None
    first, after = cluster(line, items)
    return _mention(text, line, first, after, dict(party))


def find_ages(text: str, language: str) -> Mention | None:
    """The ages of children, in whole years: "de 8 y 5 años", or a text that only lists them, "8 y 5".

    A lone number may be anything: `read_ages_answer` takes it for an age.
    """
    line = read_line(text, language)
    for place in range(len(line)):
        if not line.has(place, "number", "newborn", "an") or line.has(place - 1, "minimum"):
            continue
        ages = read_ages(line, place, most=_MOST_AGES if line.has(place - 1, "age") else None)
        if ages is None or not (
            ages.unit_said or (len(ages.years) > 1 and _nothing_else(line, place, ages.after))
        ):
            continue
        young = [age for age in ages.years if age <= OLDEST_CHILD]
        if young:
            return _mention(text, line, place, ages.after, young)
    return None


def read_ages_answer(text: str, language: str) -> list[int] | None:
    """The ages that an answer to "how old are they?" gives: as `find_ages`, and a lone "8" or "tiene 8" too."""
    line = read_line(text, language)
    found = find_ages(text, language)
    if found and isinstance(found.value, list):
        return list(found.value)
    for place in range(len(line)):
        ages = read_ages(line, place) if line.has(place, "number", "newborn") else None
        if ages and _nothing_else(line, place, ages.after):
            return [age for age in ages.years if age <= OLDEST_CHILD] or None
    return None


def read_party_answer(text: str, language: str) -> dict[str, object] | None:
    """The party that an answer to "how many are you?" gives: a bare number counts adults, or all of them.

    "2" gives a total of 2; "2 y 1 niño" gives 2 adults and a child.
    """
    mention = find_party(text, language)
    party = dict(mention.value) if mention and isinstance(mention.value, dict) else None
    if len(text) > _LONGEST_ANSWER or (party and (party["adults"] is not None or party["total"] is not None)):
        return party
    line = read_line(text, language)
    bare = next((n for place in range(len(line)) if (n := _bare(line, place)) is not None), None)
    if party:
        return {**party, "adults": bare} if bare else party
    if not bare or not _short(line):
        return None
    second = next((n for place in range(2, len(line)) if (n := _bare(line, place)) is not None), None)
    if second is not None and line.has(1, "and"):
        return {"adults": bare, "children": second, "child_ages": [], "total": None}
    return {"adults": None, "children": None, "child_ages": [], "total": bare}


def _bare(line: Line, place: int) -> int | None:
    """A number that counts nothing by name."""
    count = line.number(place)
    if (
        count is None
        or line.has(place, "date")
        or line.has(place + 1, "notpeople", "years", "months", "children", "infants")
    ):
        return None
    return None if line.has(place - 1, "age") and line.has(place - 2, "children", "infants") else count


def _short(line: Line) -> bool:
    return sum(lexeme.text[0].isalnum() for lexeme in line.lexemes) <= _LONGEST_BARE


def _nothing_else(line: Line, first: int, after: int) -> bool:
    """Whether all other words of a text only introduce ages."""
    rest = [*range(first), *range(after, len(line))]
    return all(
        line.has(p, "age", "each", "the", "and", "children", "an", "mine") or not line.text(p).isalnum()
        for p in rest
    )


def _mention(text: str, line: Line, first: int, after: int, value: object) -> Mention:
    start, end = line.lexemes[first].start, line.lexemes[after - 1].end
    return Mention(start, end, text[start:end], value)
