"""The people that a text speaks of, one item after the other."""

from __future__ import annotations

from dataclasses import replace

from language.lexemes import Line
from language.party.ages import OLDEST_CHILD
from language.party.nouns import Item, is_couple_of_things, read_children, read_companions, read_noun

_OLD = ("old", "yo", "y o")
_TELLING = ("me", "te", "nos", "told", "called", "said")
_SMALL = ("pequenos", "pequenas", "small", "young", "little")
_GROWN = ("single", "solo", "elderly", "older", "old", "senior", "retired")


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
    if line.has(place, "alone") and not line.has(place + 1, "notpeople"):
        joined = line.has(place - 1, "and") and line.has(place, "me")
        after = line.skip(place + 1, "people")
        return Item("me" if joined else "alone", place, after, 1, weak=joined)
    return (
        _no_children(line, place)
        or _year_old(line, place)
        or _labelled(line, place)
        or _counted(line, place)
        or _named(line, place)
        or _total(line, place)
        or (Item("me", place, place + 1, 1, weak=True) if line.has(place, "me") else None)
    )


def _year_old(line: Line, place: int) -> Item | None:
    """ "An 8-year-old (boy)", "8 years old", "two 70 year olds"."""
    age = line.number(place)
    if (
        age is None
        or line.has(place - 1, "age", "minimum", "and")
        or line.has(place + 2, "companion", "adults")
    ):
        return None
    if not line.has(place + 1, "years", "months") or not line.text(place + 1).rstrip("s").endswith(_OLD):
        return None
    years = age // 12 if line.has(place + 1, "months") else age
    after = line.skip(place + 2, "children", "infants")
    many = line.number(place - 1) if line.text(place + 1).endswith("s") else None
    first = place - 1 if many or line.has(place - 1, "mine") else place
    count = many or 1
    if years > OLDEST_CHILD:
        return Item("adults", first, after, count)
    return Item("children", first, after, count, [years] * count)


def _counted(line: Line, place: int) -> Item | None:
    """ "2 adultos", "dos niños de 3 y 6", "5 personas", "3 friends", "dos parejas"."""
    count = 1 if line.has(place, "an") and line.number(place) is None else line.number(place)
    if count is None:
        return None
    noun = line.skip(place + 1, "another")
    if _is_adjective(line, noun):
        noun += 1
    elif among := _among(line, place, count):
        return among
    if (
        line.has(noun, "years", "months")
        or (count == 1 and _asked_about(line, place, noun))
        or _is_general(line, place, noun)
    ):
        return None
    return read_noun(line, place, noun, count)


def _is_general(line: Line, place: int, noun: int) -> bool:
    """ "A minimum of 2 people", "one more person": no party, or one that was not told here."""
    return line.has(place - 1, "least") or (
        noun > place + 1 and line.has(place + 1, "another") and line.has(noun, "people")
    )


def _is_adjective(line: Line, place: int) -> bool:
    """ "2 small children", "an elderly couple"."""
    if line.text(place) in _SMALL:
        return line.has(place + 1, "children")
    return line.text(place) in _GROWN and line.has(place + 1, "adults", "people", "couple")


def _asked_about(line: Line, place: int, noun: int) -> bool:
    """ "Hablar con una persona", "can a minor travel?", "¿qué necesita un menor?": nobody of theirs."""
    if line.has(place - 1, "talk") or (line.has(place, "an") and line.text(noun + 1) in _TELLING):
        return True
    costs = line.has(place - 1, "cost") or line.has(noun + 1, "cost")
    return costs and line.has(place, "an") and line.has(noun, "children", "infants", "adults")


def _among(line: Line, place: int, count: int) -> Item | None:
    """ "Dos son niños", "two of them under 10", "2 deles crianças": counted before, among all."""
    noun = place + 1
    if not line.has(noun, "among"):
        return None
    noun = line.skip(line.skip(noun + 1, "among"), "an")
    if line.has(noun, "minimum") and line.number(noun + 1) is not None:
        return Item("children", place, line.skip(noun + 2, "years"), count, included=True)
    if line.has(noun, "children", "infants"):
        return replace(read_children(line, place, noun, count), included=True)
    return None


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
    if line.has(noun, "minimum"):
        return None
    possessed = line.has(place, "mine")
    many = line.number(noun, "children") or line.number(noun, "infants") or 1
    plural = line.text(noun).split()[0].endswith("s") or line.text(noun) in ("children", "babies")
    item = read_children(line, place, noun, None if plural and many == 1 else many)
    led = possessed or line.has(place - 1, "with", "and", "for", "an")
    led = led or (
        line.has(noun, "infants") and line.has(item.after, "and") and line.number(item.after + 1) is not None
    )
    if (
        line.has(item.after, "cost")
        or _asked_about(line, place - 1, noun)
        or not (item.ages or (item.count and led))
    ):
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
    if not line.has(place, "adults", "children", "people"):
        return None
    said = place + 2 if line.sign(place + 1, ":", "=") else place + 1
    count = line.number(said)
    if count is None or (said == place + 1 and not _in_columns(line, place)):
        return None
    if line.has(place, "adults"):
        return Item("adults", place, said + 1, count)
    if line.has(place, "people"):
        return Item("total", place, said + 1, count)
    if line.has(said + 1, "years", "months") or line.has(said + 1, "and"):
        return None
    return Item("none", place, said + 1, 0) if count == 0 else read_children(line, place, said, count)


def _in_columns(line: Line, place: int) -> bool:
    """ "Adultos 2 niños 1": the labels first, from the beginning on."""
    return place % 2 == 0 and all(
        line.has(label, "adults", "children", "people")
        and not line.has(label, "are")
        and line.number(label + 1) is not None
        for label in range(0, place + 1, 2)
    )


def _total(line: Line, place: int) -> Item | None:
    """ "Somos 15", "family of four", "para dos", "3 of us"."""
    if not line.has(place, "are", "group", "for"):
        return None
    at = place + 1
    while at < place + 3 and line.has(at, "are", "group", "for") and not line.has(at, "number"):
        at += 1
    count = line.number(at)
    dated = line.text(at + 1) == "dia" and line.has(at + 2, "date")  # "pra 2 dia 12 de junho"
    if (
        count is None
        or not 1 <= count <= 999
        or (line.has(at + 1, "notpeople", "years", "months") and not dated)
    ):
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
