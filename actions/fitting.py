"""Which destinations fit the kind of place and the month that somebody wishes for, and what is said of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean
from typing import Any, Literal

from actions.turn import Turn
from backend import wording
from backend.catalogue.schemas import DestinationView
from language.themes import find_themes

MOST = 6
# What is nearest to a theme that no destination has.
_NEAR = {
    "beach": ("islands",),
    "mountains": ("snow", "nature"),
    "nature": ("wildlife", "mountains"),
    "wildlife": ("nature",),
    "city": ("culture", "nightlife"),
    "culture": ("history", "city"),
    "history": ("culture",),
    "food": ("city",),
    "nightlife": ("city",),
    "family": ("nature", "beach"),
    "romance": ("beach", "nature"),
    "adventure": ("mountains", "nature"),
    "snow": ("mountains",),
    "desert": ("nature", "adventure"),
    "islands": ("beach",),
}
# When snow lies is not when most people like to go.
_WITHOUT_SEASON = frozenset({"snow"})


@dataclass(frozen=True, slots=True)
class Wish:
    """The themes somebody wishes for, and a day of the month they want to travel in."""

    themes: tuple[str, ...]
    on: date | None

    @property
    def month(self) -> int | None:
        """The month that a destination's best ones are compared with, 1 to 12."""
        return self.on.month if self.on and not _WITHOUT_SEASON & set(self.themes) else None


@dataclass(frozen=True, slots=True)
class Fit:
    """At most six destinations, best first, and how they fit: all themes, some of them, what is near to them, or nothing."""

    places: tuple[DestinationView, ...]
    how: Literal["all", "some", "near", "none"]


def themes_so_far(turn: Turn) -> tuple[str, ...]:
    """The themes of the newest message that has any, since a destination was last known."""
    for event in reversed(turn.events):
        if event["event"] == "slot" and event["name"] == "destination" and event["value"]:
            break
        text = event.get("text") if event["event"] == "user" else None
        if text and not text.startswith("/") and (themes := find_themes(text, turn.language)):
            return themes
    return ()


def month_wished(slots: Mapping[str, Any]) -> date | None:
    """A day of the month of the trip, as far as it was said; half a date is newer than a whole one."""
    hints = slots.get("hints") or {}
    if hints.get("month"):
        return date.fromisoformat(f"{hints['month']}-01")
    start = hints.get("start") or (slots.get("travel_dates") or {}).get("start")
    return date.fromisoformat(start) if start else None


def fit(places: Sequence[DestinationView], wish: Wish) -> Fit:
    """The destinations with all the themes, else with most of them, else with what is near to them, else all."""
    themes = set(wish.themes)
    most = max((len(themes.intersection(place.themes)) for place in places), default=0)
    if most or not themes:
        found = [place for place in places if len(themes.intersection(place.themes)) == most]
        return Fit(_best_first(found, wish.themes, wish.month), "all" if most == len(themes) else "some")
    near = [other for theme in wish.themes for other in _NEAR[theme]]
    if found := [place for place in places if set(near).intersection(place.themes)]:
        return Fit(_best_first(found, near, wish.month), "near")
    return Fit(_best_first(places, (), wish.month), "none")


def sentences(turn: Turn, wish: Wish, fitting: Fit) -> str:
    """How the destinations fit, and which of them are in season."""
    season = _season(turn, wish, fitting.places)
    if not wish.themes:
        return season or ""
    names = [turn.words(f"trip.theme_{theme}") for theme in wish.themes]
    said = turn.words(f"trip.themes_{fitting.how}", themes=wording.listed(turn.language, names))
    return f"{said} {season}" if season else said


def _season(turn: Turn, wish: Wish, places: Sequence[DestinationView]) -> str | None:
    if wish.on is None or wish.month is None:
        return None
    month = wording.month_name(turn.language, wish.on)
    if good := [place.name[turn.language] for place in places if wish.month in place.best_months]:
        said = turn.words("trip.season", month=month, places=wording.listed(turn.language, good))
        return said[:1].upper() + said[1:]
    told = wish.themes and all(place.best_months for place in places)
    return turn.words("trip.season_none", month=month) if told else None


def _best_first(
    places: Sequence[DestinationView], themes: Sequence[str], month: int | None
) -> tuple[DestinationView, ...]:
    """Those in season first, then those that are best known for the themes; as many as are shown."""

    def rank(place: DestinationView) -> tuple[bool, float]:
        known_for = [place.themes.index(theme) for theme in themes if theme in place.themes]
        return month not in place.best_months, fmean(known_for or [0])

    return tuple(sorted(places, key=rank))[:MOST]
