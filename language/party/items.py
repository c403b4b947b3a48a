"""The people that a text speaks of, one item after the other."""

from __future__ import annotations

from dataclasses import replace

from language.lexemes import Line
from language.party.ages import OLDEST_CHILD
from language.party.nouns import Item, is_couple_of_things, read_children, read_companions, read_noun

_SMALL = ("pequenos", "pequenas", "small", "young", "little")


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


def _year_old(line: Line, place: int) -> Item | None:
    """ "An 8-year-old (boy)", "8 years old"."""
    age = line.number(place)
    if (
        age is None
        or line.has(place - 1, "age", "minimum", "and")
        or line.has(place + 2, "companion", "adults")
    ):
        return None
    if not line.has(place + 1, "years", "months") or not line.text(place + 1).rstrip("s").endswith("old"):
        return None
    years = age // 12 if line.has(place + 1, "months") else age
    after = line.skip(place + 2, "children", "infants")
    return (
        Item("children", place, after, 1, [years])
        if years <= OLDEST_CHILD
        else Item("adults", place, after, 1)
    )


def _counted(line: Line, place: int) -> Item | None:
    """ "2 adultos", "dos niños de 3 y 6", "5 personas", "3 friends", "dos parejas"."""
    count = 1 if line.has(place, "an") and line.number(place) is None else line.number(place)
    if count is None:
        return None
    noun = line.skip(place + 1, "another")
    if line.text(noun) in _SMALL and line.has(noun + 1, "children"):
        noun += 1
    return None if line.has(noun, "years", "months") else read_noun(line, place, noun, count)


def _named(line: Line, place: int) -> Item | None:
    """People without a number: "mi esposa", "con el bebé", "mis hijos de 8 y 5", "un casal"."""
    possessed, definite = line.has(place, "mine"), line.has(place, "the")
    noun = place + 1 if possessed or definite else place
    counted = _counted(line, noun) if possessed and line.has(noun, "number") else None
    if counted:
        return replace(counted, first=place)
    if line.has(noun, "couple") and not possessed and not is_couple_of_things(line, noun):
        return Item("couple", noun, noun + 1, 2, weak=definite)
    if line.has(noun, "companion"):
        return read_companions(line, place, noun, 1, possessed=possessed)
    if line.has(noun, "children", "infants"):
        return _named_children(line, place, noun)
    return None


def _named_children(line: Line, place: int, noun: int) -> Item | None:
    """ "Con el bebé", "mis hijos de 8 y 5"; "tarifa niño" and "los niños pagan" name nobody."""
    possessed = line.has(place, "mine")
    many = line.number(noun, "children") or line.number(noun, "infants") or 1
    plural = line.text(noun).endswith("s") or line.text(noun) in ("children", "babies")
    item = read_children(line, place, noun, None if plural and many == 1 else many)
    led = possessed or line.has(place - 1, "with", "and", "for", "an")
    if line.has(item.after, "cost") or not (item.ages or (item.count and led)):
        return None
    told_before = (possessed or line.has(place, "the")) and bool(item.ages)
    return replace(item, refers=told_before and not line.has(place - 1, "and", "with"))


def _no_children(line: Line, place: int) -> Item | None:
    """ "Sin niños", "no children"."""
    at = place + 1
    if (line.has(place, "no") or line.number(place) == 0) and line.has(at, "children", "infants"):
        return Item("none", place, at + 1, 0)
    return None


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
    return Item("none", place, place + 3, 0) if count == 0 else read_children(line, place, place + 2, count)


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
