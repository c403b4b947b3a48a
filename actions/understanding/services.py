"""Services that a message adds to a trip or leaves out of it: rides, tours, the hotel, a night."""

from __future__ import annotations

import re
from typing import Any

from actions.understanding.message import Context, Message, Understanding
from language.numbers import read_number

_KINDS = {
    "transfer": r"tra[sn]+lados?|tran?sfers?|shuttles?|pick.?up|recogida|busca no aeroporto|airport (?:ride|car)s?",
    "tour": r"(?:city )?tours?|excursi[oó]n(?:es)?|excurs(?:ão|ao|ões|oes|ion|ions)|paseos?|passeios?|day trips?",
    "hotel": r"hot[eé](?:l|is|les|ls)|hospedajes?|hospedagem|alojamiento|accommodation|lodging|estad[ií]a",
}
_SAID = {kind: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for kind, words in _KINDS.items()}
_NIGHT = re.compile(r"(?:(?P<count>[^\W_]+)\s+)?(?:\w+\s+)?\b(?:noches?|nights?|noites?)\b", re.IGNORECASE)
# "only the hotel" leaves out the rest.
_ONLY = {
    kind: re.compile(
        r"\b(?:solo|sólo|solamente|únicamente|unicamente|nada m[aá]s|s[oó]|somente|apenas|just|only)\s+"
        rf"(?:(?:con|com|with|quiero|quero|need|want)\s+)?(?:(?:el|o|the|a|un|um)\s+)?(?:{words})\b"
        rf"|\b(?:{words})\s+(?:only|solamente|solo|sólo|apenas)\b",
        re.IGNORECASE,
    )
    for kind, words in _KINDS.items()
}
_LEFT_OUT = {
    kind: re.compile(
        rf"\b(?:sin|sem|without|no|nem|ni)\s+(?:(?:el|la|los|las|the|o|a|os|as|any|ning[uú]n|nenhum)\s+)?(?:{words})\b",
        re.IGNORECASE,
    )
    for kind, words in _KINDS.items()
    if kind != "hotel"
}
_WITH_RIDE = re.compile(
    r"\b(?:con|com|with|y|e|and|\+|más|mais|plus|incluyendo|incluindo|including)\s+"
    rf"(?:(?:el|los|the|o|os|un|um|an?)\s+)?(?:airport\s+)?(?:{_KINDS['transfer']})\b",
    re.IGNORECASE,
)
# What asks for less or for more, where a message about services was taken for something else.
_TAKES = re.compile(
    r"\b(?:sin|sem|without|remove|drop|take (?:out|off)|leave out|qu[ií]ta\w*|saca\w*|elimina\w*|tir[ae]|tirar|retir\w+)\b",
    re.IGNORECASE,
)
_REFUSES = re.compile(
    r"\b(?:no|não|nao|don.?t)\s+(?:quiero|necesito|quero|preciso|need|want)\b", re.IGNORECASE
)
_WITH = re.compile(r"\b(?:con|with|com)\b", re.IGNORECASE)
_ADDS = re.compile(
    r"\b(?:agr[eé]g\w*|a[ñn]ad\w*|s[uú]ma\w*|incl[uú]y[ae]\w*|incluir\w*|p[oó]n(?:le|me)|add|include|acrescent\w*|"
    r"adicion[ae]\w*|inclua|inclui|coloca\w*|bota)\b",
    re.IGNORECASE,
)


def understand_services(message: Message, context: Context, understood: Understanding) -> None:
    """Fills ``services`` from what a wish for a trip says of them in passing: "with transfer", "no tours"."""
    if message.text.startswith("/"):
        return
    without = [kind for kind, cue in _LEFT_OUT.items() if cue.search(message.text)]
    extra = ["transfer"] if "transfer" not in without and _WITH_RIDE.search(message.text) else []
    if without or extra:
        before = understood.changes.get("services", context.slots.get("services"))
        understood.changes["services"] = adjusted(before, add=extra, leave_out=without)


def adjusted(
    services: dict[str, list[str]] | None, *, add: list[str] | None = None, leave_out: list[str] | None = None
) -> dict[str, list[str]]:
    """The slot ``services`` with kinds and product codes added or left out; the newest word on each counts."""
    added, left_out = add or [], leave_out or []
    before = services or {}
    extra = [name for name in before.get("extra", []) if name not in left_out]
    without = [name for name in before.get("without", []) if name not in added]
    return {
        "extra": list(dict.fromkeys([*extra, *added])),
        "without": list(dict.fromkeys([*without, *left_out])),
    }


def standing(services: dict[str, list[str]] | None) -> dict[str, list[str]] | None:
    """What of ``services`` holds in another place too: kinds do, products do not."""
    kept = {side: [name for name in names if name in _KINDS] for side, names in (services or {}).items()}
    return kept if any(kept.values()) else None


def kinds_said(text: str) -> list[str]:
    """The kinds of services that a text names."""
    return [kind for kind, cue in _SAID.items() if cue.search(text)]


def only_kind(text: str) -> str | None:
    """The kind of service of which a text wants nothing else beside; None where it wants no such thing."""
    return next((kind for kind, cue in _ONLY.items() if cue.search(text)), None)


def nights_said(text: str, language: str) -> int | None:
    """How many nights a text adds or takes off, None where it speaks of none."""
    found = _NIGHT.search(text)
    if found is None:
        return None
    words = found[0].split()[:-1]
    numbers = [number for word in words if (number := read_number(word.lower(), language))]
    return numbers[0] if numbers else 1


def names_a_service(message: Message) -> bool:
    """Whether a message says which service it adds or removes."""
    named: Any = message.first("product") or kinds_said(message.text) or only_kind(message.text)
    return bool(named or nights_said(message.text, message.language))


def changes_services(text: str, *, named: bool) -> str | None:
    """``add`` or ``remove`` where a text taken for another wish speaks of a service, or of a product that it names."""
    kinds = kinds_said(text)
    if not kinds and not named:
        return None
    if _TAKES.search(text) or only_kind(text) or (kinds != ["hotel"] and _REFUSES.search(text)):
        return "remove"
    return "add" if _ADDS.search(text) else None


def says_with(text: str) -> bool:
    """Whether a text taken for a wish to leave something out asks for it: "cuánto sale con traslado?"."""
    return bool(_WITH.search(text)) and not (_TAKES.search(text) or _REFUSES.search(text) or only_kind(text))


def changes_what_stands(message: Message, context: Context) -> bool:
    """Whether a message is for more or less of the trip that is known, and names no other days or place."""
    if message.text.startswith("/") or "dates" in message.entities:
        return False
    place = message.first("destination") or (context.product and context.product.destination)
    named = place is not None or context.product is not None
    elsewhere = place not in (None, context.slots.get("destination"))
    return not elsewhere and changes_services(message.text, named=named) is not None


def without_kinds(text: str) -> str:
    """A text without the words for kinds of services, which stand in titles too."""
    for cue in _SAID.values():
        text = cue.sub(" ", text)
    return text
