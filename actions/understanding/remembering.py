"""What is said before it can be used: "the cheapest" before there are options, where they come from, the kind of room."""

from __future__ import annotations

import re
from typing import Any

from actions.intents import TRIP_WISHES
from actions.understanding.features import wished_features
from actions.understanding.message import Context, Message, Understanding
from language.normalise import fold

# Kinds of rooms by the words for them; `texts` has their names.
_ROOM = r"(?:habitaci(?:on|ones)|hab|cuartos?|pieza|rooms?|quartos?|camas?|beds?|bedroom)"
_KINDS = {
    "double": r"dobles?|doubles?|dupl[oa]s?|matrimonial(?:es)?|(?:de )?casal|queen|king",
    "twin": r"twins?|(?:con|com|with|de)? ?(?:dos|2|two|duas) camas?(?: separadas| individuales| de solteiro)?|two beds",
    "single": r"simples?|sencillas?|individual(?:es|is)?|singles?",
    "triple": r"triples?|triplos?",
    "family": r"familiar(?:es)?|family|familia",
    "sea_view": r"(?:con |com )?vistas? al? (?:mar|oceano|rio)|(?:with (?:an? )?)?(?:sea|ocean) view|(?:com )?vista (?:para o |pro )?mar",
    "suite": r"suites?",
}
_WISHED = re.compile(
    rf"\b{_ROOM}\s+(?P<after>{'|'.join(_KINDS.values())})\b|\b(?P<before>{'|'.join(_KINDS.values())})\s+{_ROOM}\b"
    r"|\b(?:prefiero|preferimos|prefiro|preferimos|quiero|quisiera|queremos|quero|queria|prefer|want|would like|d like)\s+"
    rf"(?:que (?:sea|seja)\s+)?(?:la|una|un|uma|um|a|o)\s+(?P<alone>{'|'.join(_KINDS.values())})(?=\W*$|\s*[,.;])"
)
_PREFERS = frozenset({*TRIP_WISHES, "choose_option", "see_options", "inform", "no_preference"})


def understand_for_later(message: Message, context: Context, understood: Understanding) -> None:
    """Keeps it among the hints, the kind of room among the wishes."""
    found: dict[str, Any] = {}
    if choice := _preference(message, context):
        found["choice"] = choice
    if home := _home(message, context):
        found["home"] = home
    if message.intent in _PREFERS and (features := wished_features(message.text)):
        found["features"] = features
    if found:
        hints = understood.changes.get("hints", context.slots.get("hints")) or {}
        understood.changes["hints"] = {**hints, **found}
    if room := find_room("" if message.text.startswith("/") else message.text):
        others = [one for one in context.slots.get("wishes") or [] if not one.startswith("room_")]
        understood.changes["wishes"] = [*others, f"room_{room}"]


def noted(context: Context, understood: Understanding) -> list[str]:
    """What of that is new with this message."""
    hints, before = understood.changes.get("hints") or {}, context.slots.get("hints") or {}
    return [name for name in ("choice", "home") if hints.get(name) not in (None, before.get(name))]


def find_room(text: str) -> str | None:
    """The kind of room that a text wishes for."""
    said = _WISHED.search(fold(text).replace("'", " "))
    if said is None:
        return None
    words = next(filter(None, said.groups()))
    return next(kind for kind, pattern in _KINDS.items() if re.fullmatch(pattern, words))


def _preference(message: Message, context: Context) -> dict[str, Any] | None:
    """ "The cheapest", where nothing is offered yet that it could pick."""
    choice = message.first("choice")
    shown = context.slots.get("offered") or context.slots.get("pending") == "book"
    if shown or context.form not in (None, "trip_form") or message.intent not in _PREFERS:
        return None
    return choice if isinstance(choice, dict) and "superlative" in choice else None


def _home(message: Message, context: Context) -> str | None:
    """The country (ISO 3166-1) that they come from."""
    origin = message.first("origin")
    if not isinstance(origin, dict):
        return None
    return origin.get("country") or context.countries.get(str(origin.get("destination"))) or None
