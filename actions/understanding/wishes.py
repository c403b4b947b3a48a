"""Where to, what kind of trip, which comfort, which product."""

from __future__ import annotations

import re
from typing import Any

from actions.intents import SEARCHES, TRIP_WISHES
from actions.understanding.elsewhere import understand_elsewhere
from actions.understanding.message import Context, Message, NamedProduct, Understanding
from actions.understanding.services import standing
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
# A message that begins with a hotel is about one; "Cusco en mayo, hotel 4 estrellas" is a trip and its category.
_HOTEL_FIRST = re.compile(
    r"^\W*(?:(?:hola|holi\w*|buen[oa]s?|d[ií]as?|tardes?|noches?|hi|hello|hey|oi|ol[áa]|bom|boa|dia|tarde|noite|good|"
    r"morning|evening|por favor|please|quiero|quisiera|busco|necesito|quero|queria|gostaria|procuro|preciso|"
    r"looking|need|want|would|like|i|i'?m|we|cotizar|cotizaci[oó]n|reservar|reserva|presupuesto|orçamento|quote|book|"
    r"de|do|da|para|for|to|in|un|una|um|uma|a|an|the|el|o|me|hay|tem|tienen?|alg[uú]n|algum|any|some|cheap|nice|good)"
    r"\b[\s,.!¡¿]*)*(?:hot[eé](?:l|is|les|ls)|hostal|hospedajes?|hospedagem|alojamiento|accommodation|lodging|"
    r"habitaci[oó]n(?:es)?|rooms?|quartos?|estad[ií]a)\b",
    re.IGNORECASE,
)
_NO_HOTEL = re.compile(
    r"\b(?:sin|sem|without|no|nem|ni)\s+(?:(?:el|o|the|a|un|um)\s+)?(?:hot[eé]l|hospedaje|alojamiento|hospedagem|accommodation)\b",
    re.IGNORECASE,
)
_PACKAGE = re.compile(
    r"paquete|pacote|package|todo inclu|all.inclus|tudo inclu|\btours?\b|tra[sn]+lado|transfer|passeio|paseo|excurs",
    re.IGNORECASE,
)
_WHOLE_TRIP = re.compile(r"\b(?:paquetes?|pacotes?|packages?)\b(?!\s+tours?\b)", re.IGNORECASE)
# Intents that name products without choosing one.
NAMES_WITHOUT_CHOOSING = frozenset({"compare_options", "add_service", "remove_service"})
_HOTEL = r"(?:hotel|hospedaje|alojamiento|hospedagem|accommodation|categor[ií]a|category|estrellas|estrelas|stars)\b"
_ANY_HOTEL = re.compile(
    rf"\b(?:cualquier|qualquer|any|whatever|whichever)\s+(?:(?:tipo|kind|type|categor[ií]a)\s+(?:de|of)\s+)?{_HOTEL}|"
    r"\b(?:da (?:igual|lo mismo)|es lo mismo|no (?:me )?importa|tanto faz|n[ãa]o importa|don'?t (?:mind|care about)|doesn'?t matter)\s+"
    rf"(?:\w+\s+){{0,2}}{_HOTEL}",
    re.IGNORECASE,
)
# What it may cost matters and not the category: the options then begin with the cheapest.
_CHEAP = re.compile(
    r"\b(?:algo|bien|lo|muy|bem|o|bastante|something|somewhere|nothing too)\s+(?:m[aá]s\s+|mais\s+)?(?:barat|econ[oó]mic|econ[ôo]mic|cheap|budget|expensive|fancy)"
    r"|\b(?:no|not|n[aã]o|nada|nothing) (?:tan|muy|demasiado|too|so|very|muito|t[aã]o) (?:car[oa]|expensive|pricey)|\bem conta\b"
    r"|\bnothing (?:fancy|expensive)|\bnada (?:lujoso|caro|luxuoso|chique)|\b(?:poco|pouco) (?:presupuesto|or[çc]amento)|\bon a budget\b",
    re.IGNORECASE,
)
_BARE_STARS = re.compile(r"\D*([1-5])\D*")


def understand_interest(message: Message, context: Context, understood: Understanding) -> None:
    """Hotel, tour or transfer where that is what they look for, and the product that they name."""
    if named_beside(context):
        return
    wants = _without_hotel(message) or SEARCHES.get(message.intent) or _named_interest(message, context)
    if wants == "tour" and _WHOLE_TRIP.search(message.text):
        wants = "package"
    if wants and (wants != "transfer" or means_transfer(message.text)):
        understood.changes["interest"] = wants
        if context.slots.get("interest") not in (None, wants):
            understood.changes |= {"product": None, "offered": None, "services": None}
    if (
        message.intent == "search_trip"
        and understood.changes.get("destination")
        and not _without_hotel(message)
    ):
        understood.changes["interest"] = "package"
    named = context.product
    if named is None or message.intent in NAMES_WITHOUT_CHOOSING:
        return
    if message.intent == "choose_option":
        _choose_elsewhere(named, context, understood)
        return
    understood.changes |= {"product": named.code, "destination": named.destination}
    if named.kind != "hotel" or not context.slots.get("interest"):
        understood.changes["interest"] = named.kind


def _without_hotel(message: Message) -> str | None:
    """The tour or the ride of whoever wants no hotel: "sin hotel, solo el tour"."""
    if not _NO_HOTEL.search(message.text) or message.intent not in (*TRIP_WISHES, "inform", "remove_service"):
        return None
    return _ride_or_tour(message.text)


def _ride_or_tour(text: str) -> str | None:
    rides, tours = bool(_RIDE.search(text)), bool(_TOUR.search(text))
    return None if rides == tours else "transfer" if rides else "tour"


def named_beside(context: Context) -> bool:
    """Whether the product that is named was offered to be added to the trip, so that it is not a trip of its own."""
    offered = context.slots.get("offered") or ()
    code = context.product.code if context.product else None
    return any(one.get("beside") and one["product"] == code for one in offered)


def understand_destination(message: Message, context: Context, understood: Understanding) -> None:
    """Fills ``destination``; another place than before starts the choice of a product anew."""
    code = message.first("destination")
    if code is None:
        understand_elsewhere(message, context, understood)
        return
    if code != context.slots.get("destination"):
        understood.changes |= _begun_at(code, context)


def understand_stars(message: Message, context: Context, understood: Understanding) -> None:
    """Fills ``stars`` with 1 to 5, or ``any`` where they do not mind."""
    stars = message.first("stars")
    if stars is None and context.requested == "stars":
        stars = _answered_stars(message)
    if stars is None and (_ANY_HOTEL.search(message.text) or _says_cheap(message, context)):
        stars = "any"
    if stars is None:
        return
    if stars == "any" or (isinstance(stars, int) and 1 <= stars <= 5):
        understood.changes["stars"] = stars
        if stars != context.slots.get("stars") and context.slots.get("stars") is not None:
            understood.changes |= {"product": None, "offered": None}


def _says_cheap(message: Message, context: Context) -> bool:
    """Whether a wish for a trip, not a choice among options, is for a cheap one."""
    open_question = context.slots.get("stars") is None and not context.slots.get("offered")
    wishes = context.requested == "stars" or message.intent in (*TRIP_WISHES, "inform")
    return open_question and wishes and bool(_CHEAP.search(message.text))


def _begun_at(destination: str, context: Context) -> dict[str, Any]:
    """A trip to another place begins without the products of the one before."""
    begun: dict[str, Any] = {"destination": destination, "product": None, "offered": None}
    if context.slots.get("services"):
        begun["services"] = standing(context.slots["services"])
    return begun


def _choose_elsewhere(named: NamedProduct, context: Context, understood: Understanding) -> None:
    """A card of another place, pressed after the trip had changed, takes the trip back there."""
    if named.destination != context.slots.get("destination"):
        interest = context.slots.get("interest") if named.kind == "hotel" else named.kind
        understood.changes |= _begun_at(named.destination, context) | {"interest": interest}


def means_transfer(text: str) -> bool:
    """Whether a wish for transport is for a ride at the destination, as a button's always is; not a flight, train or bus."""
    return text.startswith("/") or bool(_TRANSFER.search(text))


def _named_interest(message: Message, context: Context) -> str | None:
    """What is asked for by its word, alone: a hotel ("hotel en Lima 2 adultos"), a ride, a tour."""
    if context.slots.get("interest") or context.requested or message.text.startswith("/"):
        return None
    if message.intent in (*TRIP_WISHES, "inform") and _HOTEL_FIRST.search(message.text):
        return None if _PACKAGE.search(message.text) else "hotel"
    if message.intent not in TRIP_WISHES or _LODGING.search(message.text):
        return None
    return _ride_or_tour(message.text)


def _answered_stars(message: Message) -> object:
    if message.intent in ("no_preference", "not_sure"):
        return "any"
    if found := find_stars(message.answer, message.language):
        return found.value
    says_more = message.entities.keys() & {"destination", "dates", "party", "ages", "budget"}
    bare = None if says_more else _BARE_STARS.fullmatch(message.answer)
    return int(bare[1]) if bare else None
