"""Whether a place is where a journey begins: "desde Lima", "from Madrid", "saindo de São Paulo", "de Lima a Cusco"."""

from __future__ import annotations

import re

from language.normalise import fold

_LEAVES = (
    r"sal(?:go|imos|iendo|ir|dria|driamos|e|en)|part(?:o|imos|iendo|ir|indo|e)|saindo|sa(?:io|imos|ir)|veng?o|venimos|"
    r"vindo|venho|viajo|viajamos|viajando|(?<!en )vivo|vivimos|moro|moramos|soy|somos|sou|volando|voando|"
    r"a partir"
)
_AT = r"(?:(?:el|la|los|las|the|o|os|as)\s+)?(?:(?:la\s+)?(?:ciudad|cidade|city)\s+(?:de|of)\s+)?$"
_BEFORE = re.compile(
    rf"\b(?:(?:des?de|dsde|from|origen|origem|origin)|(?:{_LEAVES})\s+(?:de|del|do|da|desde|em|en)|"
    rf"leaving|departing|(?:i|we)\s+live\s+in|(?:based|living)\s+in)\s*:?\s+{_AT}"
)
_OF = re.compile(rf"\b(?:de|do|da|del)\s+{_AT}")
_ONWARDS = re.compile(r"\s*(?:->|→|-|(?:a|al|para|pra|pa|pro|hasta|hacia|ate|ao|to)\s+(?:(?:o|the)\s+)?)")
# Excursions begin where they take place, and at an airport one arrives.
_STAYS = re.compile(
    r"\b(?:tours?|excurs\w+|paseos?|passeios?|trips?|trek\w*|caminatas?|escapadas?|transfers?|tra[sn]+lados?)\s+"
    r"(?:[^\W\d_]+\s+){0,2}$"
)
_AIRPORT = re.compile(r"'?s?\s+(?:airport|aeropuerto|aeroporto)")


def is_origin(text: str, start: int, end: int, next_start: int | None) -> bool:
    """Whether the place at `start:end` is named as the origin; `next_start` is where the next place begins, if any."""
    plain = fold(text)
    before = _BEFORE.search(plain[:start])
    if before is None and next_start is not None and _ONWARDS.fullmatch(plain, end, next_start):
        before = _OF.search(plain[:start])
    if before is None or _AIRPORT.match(plain, end):
        return False
    return not _STAYS.search(plain[: before.start()])
