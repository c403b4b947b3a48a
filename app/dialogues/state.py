"""What the assistant's slots hold after a turn, and whether that is what was said."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.dialogues.days import means
from app.dialogues.dialogue import Kind, Statement
from language.numbers import read_number

PlaceNames = Mapping[str, tuple[str, ...]]
"""The names of a destination by its code."""

_BESIDE_THE_NAME = re.compile(r",.*|\bd\.?c\.?$|\bcity$|[^\w\s]")


@dataclass(frozen=True, slots=True)
class State:
    """The place as it is shown and by all its names; days and nights, said by half or in full."""

    place: str | None = None
    places: frozenset[str] = frozenset()
    start: date | None = None
    end: date | None = None
    nights: int | None = None
    adults: int | None = None
    children: int | None = None
    stars: int | str | None = None

    def has(self, kind: Kind) -> bool:
        """Whether it holds anything of a kind."""
        if kind is Kind.PARTY:
            return self.adults is not None or self.children is not None
        return getattr(self, kind.value) is not None


def state_of(slots: Mapping[str, Any], names: PlaceNames) -> State:
    """Reads the slots of a turn; what was said by half stands in ``hints``."""
    hints, dates = slots.get("hints") or {}, slots.get("travel_dates") or {}
    party = slots.get("party") or hints.get("party") or {}
    wished, code = slots.get("wished_place") or {}, slots.get("destination")
    start, end = _day(dates.get("start") or hints.get("start")), _day(dates.get("end"))
    nights = (end - start) // timedelta(days=1) if start and end else hints.get("nights")
    places = [wished["name"]] if wished.get("name") else []
    if code:
        places += [code, *names.get(code, ())]
    return State(
        place=code or wished.get("name"),
        places=frozenset(fold(place) for place in places),
        start=start,
        end=end,
        nights=nights,
        adults=party.get("adults"),
        children=party.get("children"),
        stars=slots.get("stars"),
    )


def holds(state: State, statement: Statement, today: date) -> bool:
    """Whether what was said stands in the state; any value does where the right one is not known."""
    if not state.has(statement.kind):
        return False
    return not statement.accepted or any(_is(state, statement.kind, one, today) for one in statement.accepted)


def fold(name: str) -> str:
    """A name without accents, case, and what people leave out: ", WA", "D.C.", "City"."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("-", " "))
    plain = "".join(one for one in plain if not unicodedata.combining(one))
    return " ".join(_BESIDE_THE_NAME.sub("", plain).split())


def _is(state: State, kind: Kind, said: str, today: date) -> bool:
    if kind is Kind.PLACE:
        return fold(said) in state.places
    if kind in (Kind.START, Kind.END):
        day = state.start if kind is Kind.START else state.end
        return day is not None and means(said, day, today)
    if kind is Kind.PARTY and "+" in said:
        return [state.adults or 0, state.children or 0] == [int(part) for part in said.split("+")]
    if kind is Kind.STARS and said == "any":
        return state.stars == "any"
    number = read_number(said, "en")
    if kind is Kind.PARTY:
        return number == (state.adults or 0) + (state.children or 0)
    return number == (state.nights if kind is Kind.NIGHTS else state.stars)


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None
