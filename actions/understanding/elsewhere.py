"""Places that we do not sell: what lies near them, which of two namesakes is meant, and countries that we do go to."""

from __future__ import annotations

import json
import re
from typing import Any

from babel import Locale
from babel.numbers import format_decimal

from actions.intents import QUESTIONS
from actions.understanding.message import Context, Message, Problem, Understanding
from actions.understanding.unclear import SUGGESTED, place_button, suggestion
from backend import wording
from language.themes import find_themes
from texts import say

Place = dict[str, Any]
NEAR = 2
# Words that the bot does not know as a place, where they stand like one: a village, a region, a park.
_NAMED = re.compile(
    r"\b(?i:ir|viajar|viaje|voy|vamos|volar|conocer|visitar|viajo|viagem|vou|go|going|travel|trip|fly|visit)\s+"
    r"(?i:(?:a|al|hacia|para|pra|to|ao|à|até|o|em)\s+)?(?i:(?:la|el|los|las|the|o|os|as)\s+)?"
    r"(?P<place>[^\W\d_][\w'’-]{2,}(?:\s+[A-ZÁÉÍÓÚÑÇÂÊÔÃÕ][\w'’-]+){0,2})"
)
# The same after where they would stay; there only what is written as a name.
_STAYED_IN = re.compile(
    r"\b(?i:estad[ií]as?|estancia|hospedaje|hospedagem|hospedar\w*|alojamiento|alojar\w*|quedar(?:me|nos)|caba[nñ]as?|ficar|"
    r"habitaci[oó]n(?:es)?|quartos?|rooms?|stay(?:ing)?|accommodation|lodging)\s+(?i:en|em|in|at|no|na)\s+"
    r"(?P<place>[A-ZÁÉÍÓÚÑÇÂÊÔÃÕ][\w'’-]{3,}(?:\s+[A-ZÁÉÍÓÚÑÇÂÊÔÃÕ][\w'’-]+){0,2})"
)
# What may follow "to travel" and is no name of a place.
_NO_PLACE = re.compile(
    r"ir|viajar|volar|conhecer|visitar|go|travel|fly|visit|"
    r"con|para|por|del|desde|sin|with|from|for|the|com|sem|des|playa|beach|praia|viaje|viagem|trip|vacaciones|"
    r"vacation|holiday|f[eé]rias|alg[uú]n|alguna?|algum|some|somewhere|lugar|place|unos|d[ií]as|days|next|"
    r"fam[ií]l\w+|hotel|reservar|book\w*|comprar|ver|pagar|conocer|hacer|fazer|que|hablar|falar|talk|una?|uma?|"
    r"there|here|all[áíi]|ah[íi]|aqu[íi]|l[áa]|a[íi]|ali|it|mi|my|meu|minha|around|alone|solo|sozinh\w|juntos|together|quiero|quero|want|somos|cancel\w*|pronto|soon",
    re.IGNORECASE,
)
_WISHES = frozenset(
    {
        "search_trip",
        "search_hotel",
        "search_tour",
        "request_quote",
        "ask_price",
        "check_availability",
        "change_trip",
    }
)
_ANSWERS = _WISHES | {"inform", "nlu_fallback", "ask_recommendation", "out_of_scope"}


def understand_elsewhere(message: Message, context: Context, understood: Understanding) -> None:
    """Remembers a place that is not on sale as ``wished_place``, and says what there is instead where they want to go.

    Said beside something else (a flight, the weather), it is only remembered, unless they are going elsewhere already.
    """
    if context.product or (message.intent in QUESTIONS and context.slots.get("wished_place")):
        return
    answers = context.requested == "destination" or message.text.startswith("/")
    place = _chosen(message.first("place"), context)
    if place is None:
        if message.intent in (_ANSWERS if answers else _WISHES) and (name := _unknown(message)):
            understood.refuse(suggestion("place_unknown", message.voice, context, place=name))
        return
    inside, going = _sold_in(place, context), context.slots.get("destination")
    if going in dict(inside):
        return
    if answers or message.intent in (_WISHES if going else _WISHES | {"inform"}):
        understood.changes["wished_place"] = place
        understood.refuse(_instead(place, inside, message.voice, context))
    elif going is None:
        understood.changes["wished_place"] = place


def instead_of(place: Place, context: Context, voice: str) -> Problem:
    """What there is instead of a place that is not on sale, as a question with buttons."""
    return _instead(place, _sold_in(place, context), voice, context)


def _chosen(place: Any, context: Context) -> Place | None:
    """The place said, or the one of two namesakes that a button chose."""
    if not isinstance(place, dict):
        return None
    if "lat" in place or "candidates" in place:
        return place
    wished = context.slots.get("wished_place") or {}
    return next((one for one in wished.get("candidates", ()) if one["country"] == place.get("country")), None)


def _instead(place: Place, inside: list[tuple[str, str]], voice: str, context: Context) -> Problem:
    if candidates := place.get("candidates"):
        buttons = tuple(_candidate_button(one, voice) for one in candidates)
        return Problem("destination", say(voice, "problem.place_which", place=place["name"]), buttons)
    if inside:
        shown = inside[:SUGGESTED]
        return _offer("place_inside", voice, place, [name for _, name in shown], shown)
    near = _near(place, context)[:NEAR]
    if not near:
        return suggestion("place_unknown", voice, context, place=place["name"])
    told = [say(voice, "problem.place_at", place=name, km=_rounded(km, voice)) for _, name, km in near]
    return _offer("place_near", voice, place, told, [(code, name) for code, name, _ in near])


def _offer(key: str, voice: str, place: Place, told: list[str], shown: list[tuple[str, str]]) -> Problem:
    text = say(voice, f"problem.{key}", place=place["name"], places=wording.listed(voice, told))
    return Problem("destination", text, tuple(place_button(code, name) for code, name in shown))


def _candidate_button(place: Place, voice: str) -> tuple[str, str]:
    country = Locale.parse(wording.locale(voice)).territories[place["country"]]
    title = say(voice, "problem.place_of", place=place["name"], country=country)
    chosen = {"place": {"name": place["name"], "country": place["country"]}}
    return title, f"/inform{json.dumps(chosen, ensure_ascii=False)}"


def _sold_in(place: Place, context: Context) -> list[tuple[str, str]]:
    """Our destinations in the country that was named, as (code, name)."""
    if place.get("kind") != "country":
        return []
    return [(code, name) for code, name in context.places if context.countries.get(code) == place["country"]]


def _near(place: Place, context: Context) -> list[tuple[str, str, int]]:
    """Our destinations near the place as (code, name, km); the bot may have taken one for its namesake elsewhere."""
    names = dict(context.places)
    return [
        (one["destination"], names[one["destination"]], one["km"])
        for one in place.get("near") or ()
        if context.countries.get(one["destination"]) == one["country"]
    ]


def _rounded(km: int, voice: str) -> str:
    """As people say distances: to the next ten."""
    return format_decimal(max(10, round(km, -1)), locale=wording.locale(voice))


def _unknown(message: Message) -> str | None:
    """A name that stands where a place would and that nobody knows."""
    found = _NAMED.search(message.text) or _STAYED_IN.search(message.text)
    if found is None or _NO_PLACE.fullmatch(found["place"].split()[0]):
        return None
    name = found["place"]
    if find_themes(name, message.language):
        return None
    if any(name.lower() in str(dates).lower() for dates in message.entities.get("dates", ())):
        return None
    if any(name.lower() in origin["name"].lower() for origin in message.entities.get("origin", ())):
        return None
    return name if name[0].isupper() else name.title()
