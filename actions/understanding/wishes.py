"""Where to, what kind of trip, which comfort, which product."""

from __future__ import annotations

import re

from actions.intents import SEARCHES, TRIP_WISHES
from actions.understanding.message import Context, Message, Understanding
from actions.understanding.unclear import suggestion
from language.stars import find_stars

_NAMED = re.compile(
    r"\b(?i:ir|viajar|viaje|voy|vamos|volar|conocer|visitar|viajo|viagem|vou|go|going|travel|trip|fly|visit)\s+"
    r"(?i:(?:a|al|hacia|para|pra|to|ao|à|até|o|em)\s+)?(?i:(?:la|el|los|las|the|o|os|as)\s+)?"
    r"(?P<place>[^\W\d_][\w'’-]{2,}(?:\s+[A-ZÁÉÍÓÚÑÇÂÊÔÃÕ][\w'’-]+){0,2})"
)
# What may follow "to travel" and is no name of a place.
_NO_PLACE = re.compile(
    r"con|para|por|del|desde|sin|with|from|for|the|com|sem|des|playa|beach|praia|viaje|viagem|trip|vacaciones|"
    r"vacation|holiday|f[eé]rias|alg[uú]n|alguna?|algum|some|somewhere|lugar|place|unos|d[ií]as|days|next|"
    r"fam[ií]l\w+|hotel|reservar|book\w*|comprar|ver|pagar|conocer|hacer|fazer|que|hablar|falar|talk|una?|uma?|"
    r"mi|my|meu|minha|around|alone|solo|sozinh\w|juntos|together|quiero|quero|want|somos|cancel\w*|pronto|soon",
    re.IGNORECASE,
)
_WISHES = frozenset({"search_trip", "request_quote", "ask_price", "check_availability", "change_trip"})
_ANSWERS = _WISHES | {"inform", "nlu_fallback", "ask_recommendation", "out_of_scope"}
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
        if place := _unsold(message, context):
            understood.refuse(suggestion("place_unknown", message.language, context, place=place))
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


def _unsold(message: Message, context: Context) -> str | None:
    """A place that was named and is not in the catalogue."""
    if context.product or message.intent not in (_WISHES if context.requested != "destination" else _ANSWERS):
        return None
    found = _NAMED.search(message.text)
    if found is None or _NO_PLACE.fullmatch(found["place"].split()[0]):
        return None
    if any(found["place"].lower() in str(dates).lower() for dates in message.entities.get("dates", ())):
        return None
    return _as_name(found["place"])


def _as_name(place: str) -> str:
    return place if place[0].isupper() else place.title()
