"""Whether a place is where a journey begins, or ends at home: "desde Lima", "de Lima a Cusco", "vuelvo a Madrid"."""

from __future__ import annotations

import re

from language.normalise import fold

_LEAVES = (
    r"sal(?:go|imos|iendo|ir|dria|driamos|e|en)|part(?:o|imos|iendo|ir|indo|e)|saindo|sa(?:io|imos|ir)|veng?o|venimos|"
    r"vindo|venho|viajo|viajamos|viajando|(?<!en )vivo|vivimos|moro|moramos|(?:soy|somos|sou)(?: (?!de |do |da )[^\W_]+){0,4}|volando|voando|"
    r"a partir"
)
_AT = r"(?:(?:el|la|los|las|the|o|os|as)\s+)?(?:(?:la\s+)?(?:ciudad|cidade|city)\s+(?:de|of)\s+)?$"
_BEFORE = re.compile(
    rf"\b(?:(?:des?de|dsde|from|origen|origem|origin)|(?:{_LEAVES})\s+(?:de|del|do|da|desde|em|en)|"
    rf"leaving|departing|(?:i|we)\s+live\s+in|(?:based|living)\s+in)\s*:?\s+{_AT}"
)
# Whoever goes back goes home. To want to go back is to wish for the place.
_RETURNS = re.compile(
    r"(?:(?:vuelvo|volvemos|regreso|regresamos|retorno|retornamos|volto|voltamos)(?: (?!de |do |da )[^\W_]+){0,3}|de (?:vuelta|regreso|"
    r"volta)|(?<!to )(?<!to go )(?:return(?:ing)?|go(?:ing)? back|come back|coming back|fly(?:ing)? back|back))\s+"
    rf"(?:a|al|hacia|para|pra|pro|ao|to|home to)\s+{_AT}"
)
_OF = re.compile(rf"\b(?:de|do|da|del)\s+{_AT}")
_ONWARDS = re.compile(r"\s*(?:->|→|-|>|(?:a|al|x|para|pra|pa|pro|hasta|hacia|ate|ao|to)\s+(?:(?:o|the)\s+)?)")
_BARE_ONWARDS = re.compile(r"\s*(?:->|→|>|(?<=\s)x(?=\s)|(?<=\s)(?:a|to|hasta|ate|para)(?=\s))\s*")
_CODES = re.compile(r"[A-Z]{3}\s*[-–/]\s*[A-Z]{3}\b")
_GOES = re.compile(
    r"\b(?:en|in|a|al|to|em|no|na|at|visit\w*|conoc\w+|conhec\w+|para|pra|por|hasta|ate|y|e|and)\s+$"
)
# Excursions begin where they take place, and at an airport one arrives.
_STAYS = re.compile(
    r"\b(?:tours?|excurs\w+|paseos?|passeios?|trips?|trek\w*|caminatas?|escapadas?|transfers?|tra[sn]+lados?)\s+"
    r"(?:[^\W\d_]+\s+){0,2}$"
)
_AIRPORT = re.compile(r"'?s?\s+(?:airport|aeropuerto|aeroporto)")


def is_origin(text: str, start: int, end: int, next_start: int | None) -> bool:
    """Whether the place at `start:end` is named as the origin; `next_start` is where the next place begins, if any."""
    plain = fold(text)
    before = _BEFORE.search(plain[:start]) or _RETURNS.search(plain[:start])
    if before is None and next_start is not None and _ONWARDS.fullmatch(plain, end, next_start):
        before = _OF.search(plain[:start])
    route = _BARE_ONWARDS.fullmatch(plain, end, next_start or end) or _CODES.match(text, start)
    if before is None and next_start is not None and route:
        return not _GOES.search(plain[:start]) and not _STAYS.search(plain[:start])
    if before is None or _AIRPORT.match(plain, end):
        return False
    return not _STAYS.search(plain[: before.start()])
