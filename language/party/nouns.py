"""Nouns for people, once their number is known: children with their ages, companions, adults, couples."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from language.lexemes import Line
from language.party.ages import OLDEST_CHILD, closes, read_ages

Kind = Literal["adults", "children", "infants", "total", "companions", "couple", "me", "alone", "none"]


@dataclass(frozen=True, slots=True)
class Item:
    """Some people: `first` to `after` are the lexemes that name them. `weak` ones count beside others only.

    `refers`: told already or told again elsewhere; `included`: told to be among those counted before.
    """

    kind: Kind
    first: int
    after: int
    count: int | None
    ages: list[int] = field(default_factory=list)
    weak: bool = False
    refers: bool = False
    included: bool = False


def read_noun(line: Line, first: int, noun: int, count: int) -> Item | None:
    """The people that a noun names, so many of them; `first` is where its number stands."""
    if line.has(noun, "adults"):
        return _adults(line, first, noun, count)
    if line.has(noun, "children", "infants"):
        return read_children(line, first, noun, count * (line.number(noun, "children") or 1))
    if line.has(noun, "people"):
        added = line.has(noun + 1, "another") or line.text(noun + 1) in ("mas", "mais", "more")
        return None if added else Item("total", first, noun + 1, count, refers=line.has(noun + 1, "per"))
    if line.has(noun, "seats"):
        unsaid = line.has(first, "an") or line.has(noun - 1, "another")
        return None if unsaid else Item("total", first, noun + 1, count, refers=True)
    if line.has(noun, "couple") and not is_couple_of_things(line, noun):
        return Item("couple", first, noun + 1, 2 * count)
    if line.has(noun, "companion"):
        return read_companions(line, first, noun, count)
    if line.has(noun, "mine") and line.has(noun + 1, "children", "companion"):
        return read_noun(line, first, noun + 1, count)
    return None


def _adults(line: Line, first: int, noun: int, count: int) -> Item | None:
    """ "2 adultos", "una idosa de 87 años"; "2 adults in each room" only where nothing counts them all."""
    if line.has(first, "an") and line.text(noun) in ("menor", "mayor"):
        return None
    ages = read_ages(line, noun + 1, most=1)
    grown = ages is not None and ages.unit_said and ages.years[0] > OLDEST_CHILD
    after = ages.after if ages and grown else noun + 1
    return Item("adults", first, after, count, refers=line.has(after, "per"))


def read_children(line: Line, first: int, noun: int, count: int | None) -> Item:
    """Children and their ages; one age said for several holds for all, save for "menores de 12"."""
    kind: Kind = "infants" if line.has(noun, "infants") else "children"
    ages = read_ages(line, noun + 1, most=count)
    if ages is None or (count is not None and len(ages.years) > count) or _ranged(line, ages.after):
        newborn = [0] * (count or 1) if line.has(noun, "newborn") else []
        return Item(kind, first, noun + 1, count, newborn)
    years = ages.years
    if count is not None and len(years) < count and len(years) == 1:
        if line.text(noun).startswith("menores"):
            return Item(kind, first, ages.after, count)
        years = years * count
    return Item(kind, first, closes(line, ages.after), count or len(years), years)


def _ranged(line: Line, after: int) -> bool:
    """ "Niños de 5 a 9": a range of ages names nobody."""
    return (line.text(after) in ("a", "to", "hasta", "ate", "-")) and line.has(after + 1, "number")


def read_companions(line: Line, first: int, noun: int, count: int, *, possessed: bool = False) -> Item | None:
    """ "Mi esposa", "con 3 amigos", "my parents"; alone, "mi esposa" may not travel and is weak."""
    each = line.number(noun, "companion") or 1
    numbered = line.number(first) is not None
    uncounted = each == 1 and line.text(noun).endswith("s") and line.text(noun) != "boss" and not numbered
    if uncounted and (count == 1 or line.has(first, "mine")):
        return None
    indefinite = numbered or line.has(first, "an")
    led = line.has(first - 1, "with", "for", "and", "are", "including")
    ages = read_ages(line, noun + 1, most=1)
    after = ages.after if ages and ages.years[0] > OLDEST_CHILD else noun + 1
    if line.text(after) == "s":  # "my wife's birthday"
        return None
    joined = line.has(after, "and") or line.sign(after, ",", "&", "+")
    if not (possessed or indefinite or led or joined) or line.has(after, "cost"):
        return None
    if count > 1 and indefinite and _are_all(line, first, noun):
        return Item("total", first, after, count)
    strong = line.has(first - 1, "with", "for") or (indefinite and count > 1) or (led and possessed)
    return Item("companions", first, after, count * each, weak=not strong)


def _are_all(line: Line, first: int, noun: int) -> bool:
    """ "Somos 4 amigos", "6 friends": the speaker is one of them; "3 amigos y yo", "con 3 amigos": one more."""
    if line.has(first - 1, "are", "group"):
        return True
    led = line.has(first - 1, "with", "and", "including", "mine") or line.sign(first - 1, ",", "&", "+")
    return not led and not (line.has(noun + 1, "and") and line.has(noun + 2, "me", "mine"))


def is_couple_of_things(line: Line, noun: int) -> bool:
    """ "A couple of days", "a couple hours"."""
    if line.text(noun) != "couple":
        return False
    if line.has(noun + 1, "notpeople") or (
        not line.lexemes[noun + 1].kinds if noun + 1 < len(line) else False
    ):
        return line.text(noun + 1).endswith("s") or line.has(noun + 1, "notpeople")
    return line.text(noun + 1) == "of" and not line.has(noun + 2, "companion", "adults", "people")
