"""What a hotel has, as far as the catalogue says so: a pool, a gym, parking. What it does not say is not known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from actions.intents import NOT_UNDERSTOOD, QUESTIONS, TRIP_WISHES
from actions.replies import human_buttons, payload
from actions.turn import Desk, Turn
from backend import wording
from backend.catalogue.schemas import ProductView
from backend.catalogue.service import get_product
from backend.errors import ProductNotFound
from language.normalise import fold

MOST_BUTTONS = 3
# By feature the words for it, in what travellers write and in the catalogue alike; `texts` has its names.
_WORDS = {
    "pool": r"piscinas?|albercas?|piletas?|(?:swimming )?pools?",
    "jacuzzi": r"jacuzzis?|hidromasaje|hidromassagem|hot tubs?|tina caliente",
    "gym": r"gimnasios?|gyms?|fitness|academias?",
    "spa": r"spas?",
    "sauna": r"saunas?",
    "wifi": r"wi-?fi|internet",
    "parking": r"estacionamientos?|parqueaderos?|parking|cocheras?|car park|garage|garagem|estacionamento",
    "air_conditioning": r"aire acondicionado|air ?con(?:ditioning|ditioned)?|ac|ar[- ]condicionado",
    "heating": r"calefaccion|heating|aquecimento|calefactor",
    "breakfast": r"desayunos?|breakfasts?|cafe da manha|pequeno almoco",
    "restaurant": r"restaurantes?|restaurants?",
    "bar": r"bar(?:es)?|bars?",
    "terrace": r"terrazas?|terraces?|terracos?|azotea|rooftop",
    "garden": r"jardin(?:es)?|gardens?|jardim|jardins",
    "bicycles": r"bicicletas?|bicycles?|bikes?",
    "kids_club": r"club (?:de ninos|infantil)|kids'? club|clube infantil|clube de criancas",
    "kitchen": r"cocina|kitchen(?:ette)?|cozinha",
    "lift": r"ascensor(?:es)?|elevador(?:es)?|lifts?|elevators?",
    "fireplace": r"chimenea|estufa a lena|fireplace|wood stove|lareira",
    "balcony": r"balcon(?:es)?|balcony|balconies|sacadas?|varandas?",
    "sea_view": r"vistas? al? (?:mar|oceano)|(?:sea|ocean) views?|vista (?:para o |pro )?mar",
}
_FEATURES = {
    name: re.compile(rf"(?<!\w)(?<!sin )(?<!sem )(?<!without )(?:{words})(?!\w)")
    for name, words in _WORDS.items()
}
# How it is asked for, or which one has it is chosen.
_ASKS = re.compile(
    r"[?¿]|^\W*(?:y |and |e )?(?:cual|que hotel|hay\b|tienen?\b|algun|which|what hotel|does|do they|is there|are there|any\b"
    r"|has\b|qual|quais|tem\b)|\b(?:el|la|los|las|o|os|a|one|ones|hotel)\s+(?:que (?:tenga|tiene|tenha|tem)|with|con|com|that has)\b"
)
# What is asked of it that is not whether it is there.
_OTHERWISE = re.compile(
    r"\b(?:hora|horas|horario|abren?|cierran?|hours?|opens?|close[sd]?|fecha|cuesta|costo|cost|custa|clave|password|senha|cerca|near"
    r"|perto|climatizada|heated|aquecida|profund\w+|deep|funciona\w*|works?)\b"
)
_ASKED_BY = (
    QUESTIONS
    | NOT_UNDERSTOOD
    | TRIP_WISHES
    | {
        *("compare_options", "choose_option", "see_options", "inform", "no_preference", "ask_recommendation"),
        *("add_service", "change_trip"),
    }
)


def asked_feature(turn: Turn) -> str | None:
    """The feature that a message asks for, or by which it chooses."""
    folded = fold(turn.text)
    if turn.intent not in _ASKED_BY or turn.text.startswith("/") or _OTHERWISE.search(folded):
        return None
    if not _ASKS.search(folded):
        return None
    return next((name for name, words in _FEATURES.items() if words.search(folded)), None)


async def answer_feature(desk: Desk, turn: Turn, feature: str) -> bool | None:
    """Tells which of what is spoken of has it, and whether a person was offered because the catalogue does not say so;
    None where nothing in particular is spoken of."""
    products = await _spoken_of(desk, turn)
    if not products:
        return None
    name = turn.words(f"feature.{feature}")
    having = [one for one in products if _has(one, feature)]
    if not having:
        names = wording.listed(turn.language, [one.name[turn.language] for one in products])
        turn.tell(turn.words("feature.not_known", feature=name, names=names), human_buttons(turn))
        return True
    names = wording.listed(turn.language, [one.name[turn.language] for one in having])
    key = "feature.single" if len(products) == 1 else "feature.have"
    turn.tell(turn.words(key, feature=name, names=names), _choices(turn, having, products))
    return False


async def _spoken_of(desk: Desk, turn: Turn) -> list[ProductView]:
    """What the message names, else the options that are shown, else what is quoted."""
    offered: list[dict[str, Any]] = turn.slots.get("offered") or []
    shown = [] if turn.slots.get("pending") == "book" else [one["product"] for one in offered]
    codes = turn.entities("product") or shown or [turn.slots.get("product")]
    products = []
    async with desk.sessions() as session:
        for code in dict.fromkeys(code for code in codes if code):
            try:
                products.append(await get_product(session, code=str(code)))
            except ProductNotFound:
                continue
    return products


def _has(product: ProductView, feature: str) -> bool:
    said = [*product.description.values(), *(item for items in product.includes.values() for item in items)]
    return any(_FEATURES[feature].search(fold(words)) for words in said)


def _choices(
    turn: Turn, having: Sequence[ProductView], products: Sequence[ProductView]
) -> list[dict[str, str]]:
    if len(products) == 1:
        return []
    return [
        {"title": one.name[turn.language], "payload": payload("choose_option", product=one.code)}
        for one in having[:MOST_BUTTONS]
    ]
