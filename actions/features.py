"""What a hotel has, as far as the catalogue says so: a pool, a gym, parking. What it does not say is not known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, TypeVar

from actions.intents import NOT_UNDERSTOOD, QUESTIONS, TRIP_WISHES
from actions.replies import human_buttons, payload
from actions.turn import Desk, Turn
from actions.understanding.features import FEATURES
from backend import wording
from backend.catalogue.schemas import ProductView
from backend.catalogue.service import get_product
from backend.errors import ProductNotFound
from backend.quotes.schemas import Proposal
from language.normalise import fold

Offer = TypeVar("Offer", ProductView, Proposal)
MOST_BUTTONS = 3
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
    return next((name for name, words in FEATURES.items() if words.search(folded)), None)


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


def with_wished(turn: Turn, offers: Sequence[Offer]) -> list[Offer]:
    """Those that have all that the hotel shall have."""
    return [one for one in offers if all(_has(one, feature) for feature in _wished(turn))]


def told_of_wished(turn: Turn, offers: Sequence[Offer]) -> str | None:
    """Which of several have it, or that none says so; None where nothing is wished for."""
    if not (wished := _wished(turn)):
        return None
    feature = wording.listed(turn.language, [turn.words(f"feature.{name}") for name in wished])
    if not (having := with_wished(turn, offers)):
        return turn.words("feature.none", feature=feature)
    names = wording.listed(turn.language, [one.name[turn.language] for one in having])
    return turn.words("feature.have", feature=feature, names=names)


def _wished(turn: Turn) -> list[str]:
    return (turn.slots.get("hints") or {}).get("features") or []


def _has(product: ProductView | Proposal, feature: str) -> bool:
    said = [*product.description.values(), *(item for items in product.includes.values() for item in items)]
    return any(FEATURES[feature].search(fold(words)) for words in said)


def _choices(
    turn: Turn, having: Sequence[ProductView], products: Sequence[ProductView]
) -> list[dict[str, str]]:
    if len(products) == 1:
        return []
    return [
        {"title": one.name[turn.language], "payload": payload("choose_option", product=one.code)}
        for one in having[:MOST_BUTTONS]
    ]
