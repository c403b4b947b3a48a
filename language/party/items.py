"""The people that a text speaks of, one item after the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from language.lexemes import Line
from language.party.ages import OLDEST_CHILD, closes, read_ages

Kind = Literal["adults", "children", "infants", "total", "companions", "couple", "me", "alone", "none"]


@dataclass(frozen=True, slots=True)
class Item:
    """Some people: `first` to `after` are the lexemes that name them. `weak` ones count beside others only."""

    kind: Kind
    first: int
    after: int
    count: int | None
    ages: list[int] = field(default_factory=list)
    weak: bool = False
    refers: bool = False


def read_items(line: Line) -> list[Item]:
    """All items of a text, in order."""
    items: list[Item] = []
    place = 0
    while place < len(line):
        item = _read(line, place) if line.lexemes[place].kinds else None
        if item is None:
            place += 1
            continue
        items.append(item)
        place = max(item.after, place + 1)
    return items


def _read(line: Line, place: int) -> Item | None:
    if line.has(place, "alone") and not line.has(place + 1, "notpeople", "people"):
        joined = line.has(place - 1, "and") and line.has(place, "me")
        return Item("me" if joined else "alone", place, place + 1, 1, weak=joined)
    return (
        _no_children(line, place)
        or _year_old(line, place)
        or _counted(line, place)
        or _labelled(line, place)
        or _named(line, place)
        or _total(line, place)
        or (Item("me", place, place + 1, 1, weak=True) if line.has(place, "me") else None)
    )


def _no_children(line: Line, place: int) -> Item | None:
    """ "Sin niños", "no children"."""
    at = place + 1
    if (line.has(place, "no") or line.number(place) == 0) and line.has(at, "children", "infants"):
        return Item("none", place, at + 1, 0)
    return None


def _year_old(line: Line, place: int) -> Item | None:
    """ "An 8-year-old (boy)", "8 yo"."""
    age = line.number(place)
    if (
        age is None
        or not line.has(place + 1, "years", "months")
        or line.has(place - 1, "age", "minimum", "and")
    ):
        return None
    old = line.text(place + 1).replace("-", " ")
    if not old.endswith((" old", " olds")):
        return None
    years = age // 12 if line.has(place + 1, "months") else age
    if line.has(place + 2, "companion", "adults"):
        return None
    after = place + 3 if line.has(place + 2, "children", "infants") else place + 2
    return Item(
        "children" if years <= OLDEST_CHILD else "adults",
        place,
        after,
        1,
        [years] if years <= OLDEST_CHILD else [],
    )


def _counted(line: Line, place: int) -> Item | None:
    """ "2 adultos", "dos niños de 3 y 6", "5 personas", "3 friends", "dos parejas"."""
    count = line.number(place)
    noun = place + 1
    if count is None:
        if not line.has(place, "an"):
            return None
        count = 1
    noun = line.skip(noun, "another") if line.has(noun, "another") else noun
    noun = (
        noun + 1
        if line.text(noun) in ("pequenos", "pequenas", "small", "young", "little")
        and line.has(noun + 1, "children")
        else noun
    )
    if line.has(noun, "years", "months") and line.text(noun) != "menor":
        return None
    if line.has(noun, "adults") and not (line.has(place, "an") and line.text(noun) in ("menor", "mayor")):
        after = _after_adult_age(line, noun + 1)
        return Item("adults", place, after, count, refers=line.has(after, "per"))
    if line.has(noun, "children", "infants"):
        return _children(line, place, noun, count * (line.number(noun, "children") or 1))
    if line.has(noun, "people"):
        if line.has(noun + 1, "another") or line.text(noun + 1) in ("mas", "mais", "more"):
            return None
        return Item("total", place, noun + 1, count)
    if line.has(noun, "couple") and not _couple_of_things(line, noun):
        return Item("couple", place, noun + 1, 2 * count)
    if line.has(noun, "companion"):
        return _companion(line, place, noun, count)
    if line.has(noun, "mine") and line.has(noun + 1, "children", "companion"):
        return (
            _children(line, place, noun + 1, count)
            if line.has(noun + 1, "children")
            else _companion(line, place, noun + 1, count)
        )
    return None


def _after_adult_age(line: Line, after: int) -> int:
    ages = read_ages(line, after, most=1)
    return ages.after if ages and ages.unit_said and ages.years[0] > OLDEST_CHILD else after


def _couple_of_things(line: Line, noun: int) -> bool:
    """ "A couple of days", "a couple hours"."""
    if line.text(noun) != "couple" or line.has(noun + 1, "notpeople"):
        return line.text(noun) == "couple"
    return line.text(noun + 1) == "of" and not line.has(noun + 2, "companion", "adults", "people")


def _labelled(line: Line, place: int) -> Item | None:
    """ "Adultos: 2, niños: 1"."""
    if not line.has(place, "adults", "children", "people") or not line.sign(place + 1, ":", "="):
        return None
    count = line.number(place + 2)
    if count is None:
        return None
    if line.has(place, "adults"):
        return Item("adults", place, place + 3, count)
    if line.has(place, "people"):
        return Item("total", place, place + 3, count)
    if line.has(place + 3, "years", "months") or line.has(place + 3, "and"):
        return None
    return Item("none", place, place + 3, 0) if count == 0 else _children(line, place, place + 2, count)


def _named(line: Line, place: int) -> Item | None:
    """People without a number: "mi esposa", "con el bebé", "mis hijos de 8 y 5", "un casal", "idosa de 87 anos"."""
    possessed = line.has(place, "mine")
    definite = line.has(place, "the")
    noun = place + 1 if possessed or definite else place
    if possessed and line.has(noun, "number"):
        counted = _counted(line, noun)
        if counted:
            return Item(counted.kind, place, counted.after, counted.count, counted.ages, counted.weak)
    if line.has(noun, "couple") and not possessed and not _couple_of_things(line, noun):
        return Item("couple", noun, noun + 1, 2, weak=definite)
    if line.has(noun, "companion"):
        return _companion(line, place, noun, 1, possessed=possessed)
    if line.has(noun, "children", "infants"):
        plural = line.text(noun).endswith("s") or line.text(noun) in ("children", "babies")
        many = line.number(noun, "children") or line.number(noun, "infants") or 1
        count = None if plural and many == 1 else many
        item = _children(line, place, noun, count)
        if (
            line.has(item.after, "cost")
            or (count is None and not item.ages)
            or (not possessed and count and not item.ages and _unclear(line, place))
        ):
            return None
        refers = (definite or possessed) and bool(item.ages) and not line.has(place - 1, "and", "with")
        return Item(item.kind, place, item.after, item.count, item.ages, refers=refers)
    return None


def _unclear(line: Line, place: int) -> bool:
    """Whether a lone child noun says nothing of who travels ("tarifa niño")."""
    return not line.has(place - 1, "with", "and", "for", "an")


def _children(line: Line, first: int, noun: int, count: int | None) -> Item:
    kind: Kind = "infants" if line.has(noun, "infants") else "children"
    ages = (
        None
        if line.text(noun).startswith(("menores de", "menor de "))
        else read_ages(line, noun + 1, most=count)
    )
    if ages is None or (count is not None and len(ages.years) > count) or _ranged(line, ages.after):
        newborn = [0] * (count or 1) if line.has(noun, "newborn") else []
        return Item(kind, first, noun + 1, count, newborn)
    years = ages.years
    if count and len(years) == 1 and count > 1:
        if line.text(noun) in ("menores", "menor"):
            return Item(kind, first, ages.after, count)
        years = years * count
    return Item(kind, first, closes(line, ages.after), count or len(years), years)


def _ranged(line: Line, after: int) -> bool:
    """ "Niños de 5 a 9": a range of ages names nobody."""
    return (line.text(after) in ("a", "to", "hasta", "ate", "-")) and line.has(after + 1, "number")


def _companion(line: Line, first: int, noun: int, count: int, *, possessed: bool = False) -> Item | None:
    each = line.number(noun, "companion") or 1
    plural = each == 1 and line.text(noun).endswith("s") and line.text(noun) != "boss"
    if plural and (count == 1 or line.has(first, "mine")) and not line.number(first):
        return None
    led = line.has(first - 1, "with", "for", "and", "are", "including")
    joined = line.has(noun + 1, "and") or line.sign(noun + 1, ",", "&", "+")
    indefinite = line.has(first, "an") or line.number(first) is not None
    if not (possessed or indefinite or led or joined) or line.has(noun + 1, "cost"):
        return None
    weak = not (line.has(first - 1, "with", "for") or (indefinite and count > 1) or (led and possessed))
    if line.has(first - 1, "are", "group") and indefinite and count > 1:
        return Item("total", first, noun + 1, count)
    return Item("companions", first, noun + 1, count * each, weak=weak)


def _total(line: Line, place: int) -> Item | None:
    """ "Somos 15", "family of four", "para dos", "3 of us"."""
    if not line.has(place, "are", "group", "for"):
        return None
    at = place + 1
    while at < place + 3 and line.has(at, "are", "group", "for") and not line.has(at, "number"):
        at += 1
    count = line.number(at)
    if count is None or not 1 <= count <= 999 or line.has(at + 1, "notpeople", "years", "months"):
        return None
    if line.has(at + 1, "adults", "children", "infants", "people", "companion", "couple", "mine"):
        return None
    if line.sign(at + 1, "/", "*", "%", "$", "€", "⭐") or (line.sign(at + 1, "-") and line.glued(at + 1)):
        return None
    only_for = not line.has(place, "are", "group")
    if count == 1 and (only_for or line.has(at, "an")) and line.text(at + 1).isalpha():
        return None
    onward = at + 1 >= len(line) or bool(line.lexemes[at + 1].kinds) or not line.text(at + 1).isalnum()
    if line.has(at + 1, "number") or (only_for and not onward):
        return None
    return Item("total", place, at + 1, count)
