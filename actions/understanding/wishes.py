"""Where to, what kind of trip, which comfort, which product."""

from __future__ import annotations

import re

from actions.intents import SEARCHES, TRIP_WISHES
from actions.understanding.elsewhere import understand_elsewhere
from actions.understanding.message import Context, Message, Understanding
from language.stars import find_stars

_TRANSFER = re.compile(r"tra[sn]+lado|transfer|shuttle|pick.?up|recog|aer[oe]+p|airport|hotel", re.IGNORECASE)
_RIDE = re.compile(r"\b(?:tra[sn]+lados?|transfers?|shuttle)\b", re.IGNORECASE)
_TOUR = re.compile(
    r"\b(?:tours?|excursi[oó]n(?:es)?|paseos?|passeios?|excurs(?:ão|ao|[oõ]es)|day trips?)\b", re.IGNORECASE
)
_LODGING = re.compile(
    r"hot[eé]l|hosped|alojam|estad[ií]a|\bhab|room|quarto|paquete|pacote|package|estrel|stars?\b",
    re.IGNORECASE,
)
_ANY_HOTEL = re.compile(
    r"\b(?:cualquier|qualquer|any|whatever|whichever)\s+(?:(?:tipo|kind|type|categor[ií]a)\s+(?:de|of)\s+)?"
    r"(?:hotel|hospedaje|alojamiento|hospedagem|accommodation|categor[ií]a|category)\b",
    re.IGNORECASE,
)
_BARE_STARS = re.compile(r"\D*([1-5])\D*")


def understand_interest(message: Message, context: Context, understood: Understanding) -> None:
    """Hotel, tour or transfer where that is what they look for, and the product that they name."""
    wants = SEARCHES.get(message.intent) or _named_interest(message, context)
    if wants and (wants != "transfer" or means_transfer(message.text)):
        understood.changes["interest"] = wants
        if context.slots.get("interest") not in (None, wants):
            understood.changes |= {"product": None, "offered": None}
    if message.intent == "search_trip" and "destination" in understood.changes:
        understood.changes["interest"] = "package"
    named = context.product
    if named is None or message.intent == "choose_option":
        return
    understood.changes |= {"product": named.code, "destination": named.destination}
    if named.kind != "hotel" or not context.slots.get("interest"):
        understood.changes["interest"] = named.kind


def understand_destination(message: Message, context: Context, understood: Understanding) -> None:
    """Fills ``destination``; another place than before starts the choice of a product anew."""
    code = message.first("destination")
    if code is None:
        understand_elsewhere(message, context, understood)
        return
    if code != context.slots.get("destination"):
        understood.changes |= {"destination": code, "product": None, "offered": None}


def understand_stars(message: Message, context: Context, understood: Understanding) -> None:
    """Fills ``stars`` with 1 to 5, or ``any`` where they do not mind."""
    stars = message.first("stars")
    if stars is None and context.requested == "stars":
        stars = _answered_stars(message)
    if stars is None and _ANY_HOTEL.search(message.text):
        stars = "any"
    if stars is None:
        return
    if stars == "any" or (isinstance(stars, int) and 1 <= stars <= 5):
        understood.changes["stars"] = stars
        if stars != context.slots.get("stars") and context.slots.get("stars") is not None:
            understood.changes |= {"product": None, "offered": None}


def means_transfer(text: str) -> bool:
    """Whether a wish for transport is for a ride at the destination, as a button's always is; not a flight, train or bus."""
    return text.startswith("/") or bool(_TRANSFER.search(text))


def _named_interest(message: Message, context: Context) -> str | None:
    """A ride or a tour that is asked for by its word ("cuánto cuesta un traslado"), beside no hotel and no trip."""
    if message.intent not in TRIP_WISHES or context.slots.get("interest") or _LODGING.search(message.text):
        return None
    rides, tours = bool(_RIDE.search(message.text)), bool(_TOUR.search(message.text))
    return None if rides == tours else "transfer" if rides else "tour"


def _answered_stars(message: Message) -> object:
    if message.intent in ("no_preference", "not_sure"):
        return "any"
    if found := find_stars(message.answer, message.language):
        return found.value
    bare = _BARE_STARS.fullmatch(message.answer)
    return int(bare[1]) if bare else None
