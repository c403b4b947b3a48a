"""Items as one party."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypedDict

from language.lexemes import Line
from language.party.ages import OLDEST_CHILD
from language.party.nouns import Item

_GAP = 5
# What adds children to those counted; "5 con 2 niños" are five.
_PLUS = ("y", "e", "and", "plus", "mas", "mais")
_INFANT_YEARS = 1


class Party(TypedDict):
    """Who travels, None for what was not said. `child_ages` are whole years, perhaps fewer than children."""

    adults: int | None
    children: int | None
    child_ages: list[int]
    total: int | None


def relevant(line: Line, items: Sequence[Item]) -> list[Item]:
    """The items that count: weak ones only beside others, "yo" only beside companions or children."""
    kept = []
    for place, item in enumerate(items):
        before = items[place - 1] if place else None
        following = items[place + 1] if place + 1 < len(items) else None
        beside = _linked(line, before, item, item) or _linked(line, item, following, item)
        if not item.weak or beside:
            kept.append(item)
    return kept


def _linked(line: Line, left: Item | None, right: Item | None, weak: Item) -> bool:
    if left is None or right is None or right.first - left.after > 2:
        return False
    if weak.kind == "me" and "total" in (left.kind, right.kind) and left.kind != "me":
        return False
    between = range(left.after, right.first)
    return all(
        line.has(p, "and", "with", "for", "mine", "the", "including") or line.sign(p, ",", "&", "+")
        for p in between
    ) and bool(between)


def cluster(line: Line, items: Sequence[Item]) -> tuple[int, int]:
    """The lexemes from the first item to the last that only small words join to it.

    A place or a date between two items ends it: their mentions must not overlap this one.
    """
    first, after = items[0].first, items[0].after
    for item in items[1:]:
        between = range(after, item.first)
        if len(between) > _GAP or any(line.has(p, "date") or _is_word(line, p) for p in between):
            break
        after = max(after, item.after)
    return first, after


def _is_word(line: Line, place: int) -> bool:
    return not line.lexemes[place].kinds and line.text(place)[0].isalnum()


def _per_room(line: Line, items: Sequence[Item]) -> list[Item]:
    """ "2 habitaciones con 2 adultos en cada una": each as often as there are rooms, unless all are counted too."""
    rooms = next(
        (
            count
            for place in range(len(line))
            if line.has(place + 1, "rooms") and (count := line.number(place))
        ),
        1,
    )
    return [
        replace(item, count=item.count * rooms, refers=False)
        if item.refers
        and item.count
        and not any(other.kind in (item.kind, "total") and not other.refers for other in items)
        else item
        for item in items
        if item.kind != "total" or not item.refers or not any(other.kind == "adults" for other in items)
    ]


def merge(line: Line, items: Sequence[Item]) -> Party | None:
    """The party that all items together make."""
    items = _per_room(line, items)
    children, ages, grown = _children(line, items)
    total = _total(line, items)
    adults = _adults(line, items, bool(children))
    if adults is not None or grown:
        me = adults is None and any(item.kind == "me" for item in items)
        adults = (adults or 0) + grown + me
    if any(item.kind == "alone" for item in items) and adults is None:
        adults, children = 1, children or 0
    if total is None and _takes_a_child(line, items):
        adults = (adults or 0) + 1
    adults, total = _with_total(line, items, adults, children, total)
    if adults is None and children is None and total is None:
        return None
    return Party(adults=adults, children=children, child_ages=ages, total=total)


def _total(line: Line, items: Sequence[Item]) -> int | None:
    """The last number told; "a room for 3 and another for 2" and "eu e mais 2 pessoas" add up."""
    totals = [item for item in items if item.kind == "total" and item.count]
    if not totals:
        return None
    last = totals[-1]
    together = last.count or 0
    if len(totals) > 1 and _added(line, totals[-2], last):
        together += totals[-2].count or 0
    return together + any(item.kind == "me" and item.after < last.first for item in items)


def _added(line: Line, left: Item, right: Item) -> bool:
    """ "A room for 3 and another for 2", "20 alumnos y 2 profesores"."""
    between = range(left.after, right.first)
    if any(line.has(place, "another") for place in between):
        return True
    named = line.has(left.after - 1, "people") and line.has(right.after - 1, "people")
    joined = len(between) == 1 and (line.text(left.after) in _PLUS or line.sign(left.after, "+", "&"))
    return named and joined and line.text(left.after - 1) != line.text(right.after - 1)


def _takes_a_child(line: Line, items: Sequence[Item]) -> bool:
    """ "Voy con mi hija de 9": the speaker travels too."""
    if any(item.kind not in ("children", "infants") for item in items):
        return False
    first = items[0].first
    return line.has(first, "mine") and line.has(first - 1, "with") and line.has(first - 2, "going")


def _with_total(
    line: Line, items: Sequence[Item], adults: int | None, children: int | None, total: int | None
) -> tuple[int | None, int | None]:
    """ "5 personas, 2 niños" has 3 adults; "5 personas y un bebé", "somos 12 y 2 bebés" have 5 and 12 beside."""
    if total is None or not children:
        return adults, total
    counted = next(item for item in items if item.kind == "total")
    child = next(item for item in items if item.kind in ("children", "infants"))
    added = (
        child.first - counted.after == 1
        and (line.text(counted.after) in _PLUS or line.sign(counted.after, "+", "&"))
        and not child.included
    )
    if adults is None or (adults == 1 and added):
        if added or total <= children:
            return total, None
        return total - children, total
    return adults, total


def _adults(line: Line, items: Sequence[Item], with_children: bool) -> int | None:
    adults = [item for item in items if item.kind == "adults"]
    counted = [item for item in adults if not item.refers] or adults[:1]
    if counted:
        if len(counted) > 1 and _corrected(line, counted[0], counted[-1]):
            return counted[-1].count
        return sum(item.count or 0 for item in counted)
    couples = sum(item.count or 0 for item in items if item.kind == "couple")
    companions = sum(item.count or 0 for item in items if item.kind == "companions")
    me = any(item.kind == "me" for item in items)
    if couples:
        return couples
    if companions:
        return companions + (me or not _for_others(line, items))
    return 1 if me and with_children else None


def _for_others(line: Line, items: Sequence[Item]) -> bool:
    """ "Para mis padres", "papá, mamá y 2 hijos": the speaker is not one more."""
    companions = [item for item in items if item.kind == "companions"]
    first = companions[0]
    if any(item.kind in ("children", "infants") for item in items) and line.has(first.first, "mine"):
        return False
    if len(companions) > 1 and all(item.weak and not line.has(item.first, "mine") for item in companions):
        return True
    return (
        line.has(first.first - 1, "for")
        and not line.has(first.first - 1, "with")
        and not (line.has(first.first - 2, "are") and not line.text(first.first - 2).startswith("it"))
    )


def _corrected(line: Line, left: Item, right: Item) -> bool:
    return any(line.has(place, "correction") for place in range(left.first - 1, right.first))


def _told_before(line: Line, item: Item, told: Sequence[Item]) -> bool:
    """Whether "la bebé" further on is the one that was told with her age."""
    if item.ages or item.count != 1 or not line.has(item.first, "the"):
        return False
    return any(
        other.kind == item.kind and other.ages and other.count == 1 and item.first - other.after > _GAP
        for other in told
    )


def _children(line: Line, items: Sequence[Item]) -> tuple[int | None, list[int], int]:
    """Their number, the ages of the young ones, and how many are grown up."""
    found = [item for item in items if item.kind in ("children", "infants")]
    if any(item.kind == "none" for item in items) and not found:
        return 0, [], 0
    told = [item for item in found if not item.refers] or found
    told = [item for item in told if not _told_before(line, item, told)]
    told_again = [item for item in found if item not in told]
    if len(told) > 1 and _corrected(line, told[0], told[-1]):
        told = told[-1:]
    if not told:
        return None, [], 0
    ages: list[int] = []
    for item in told:
        known = item.ages or ([_INFANT_YEARS] * (item.count or 0) if item.kind == "infants" else [])
        ages += known
    if not any(item.ages for item in told):
        ages = [age for item in told_again for age in item.ages] or ages
    grown = sum(age > OLDEST_CHILD for age in ages)
    count = sum(item.count or 0 for item in told) - grown
    young = [age for age in ages if age <= OLDEST_CHILD][: max(count, 0)]
    return (count if count > 0 else None), young, grown
