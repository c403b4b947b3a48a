"""Which of the options a traveller means: by number, by superlative, by the words of a title. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from rapidfuzz import fuzz

ALIKE = 85
# Words of titles that are said of other things: "vale" is "all right", and what is worth it.
_SAID_OTHERWISE = frozenset({"vale"})
_THAT_ONE = re.compile(
    r"\W*(?:(?:s[ií]|yes|sim|ok|dale|quiero|i(?:'ll| will)? (?:want|take)|quero)\W+)?"
    r"(?:es[ea]|est[ea]|eso|th(?:at|is)(?: one)?|ess[ea]|est[ea]|isso)(?: (?:mismo|misma|mesmo|mesma|a[ií]))?\W*",
    re.IGNORECASE,
)
_ORDERS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "cheapest": lambda one: one["price_minor"],
    "priciest": lambda one: -one["price_minor"],
    "best_rated": lambda one: (-(one["rating"] or 0), one["price_minor"]),
}
_WORD = re.compile(r"[^\W\d_]{4,}")


def pick(offered: Sequence[dict[str, Any]], choice: dict[str, Any] | None) -> str | None:
    """The product that an ordinal or a superlative picks among the options, None when it picks none."""
    if not offered or not choice:
        return None
    ordinal = choice.get("ordinal")
    if ordinal is not None and ordinal < 0:
        return str(offered[ordinal]["product"]) if -ordinal <= len(offered) else None
    if ordinal is not None:
        return next((str(one["product"]) for one in offered if one["number"] == ordinal), None)
    order = _ORDERS.get(str(choice.get("superlative")))
    rank = int(choice.get("rank") or 1)
    if order is None or rank > len(offered):
        return None
    return str(sorted(offered, key=order)[rank - 1]["product"])


def pick_by_title(text: str, titles: dict[str, dict[str, str]]) -> str | None:
    """The product of which the text says a word that no other title has, misspellings forgiven."""
    meant = picked_by_title(text, titles)
    return meant[0] if len(meant) == 1 else None


def picked_by_title(text: str, titles: dict[str, dict[str, str]]) -> list[str]:
    """All products of which the text says a word that no other title has."""
    words = {
        product: set(_WORD.findall(" ".join(names.values()).lower())) for product, names in titles.items()
    }
    said = [word for word in _WORD.findall(text.lower()) if word not in _SAID_OTHERWISE]
    return [
        product
        for product, own in words.items()
        if any(
            fuzz.ratio(word, spoken) >= ALIKE
            for word in own.difference(*(words[other] for other in words if other != product))
            for spoken in said
        )
    ]


def points_at_it(text: str) -> bool:
    """Whether a text is nothing but "that one", said of the only thing that is spoken of."""
    return bool(_THAT_ONE.fullmatch(text))
