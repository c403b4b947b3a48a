"""How a name stands in its text: what tells a place from a word that only looks like one."""

from __future__ import annotations

import re
from typing import NamedTuple

from language.normalise import fold

_GOES = (
    r"a|ao?s?|hacia|hasta|para|pra|pro|p/|pa|en|em|no|na|nos|nas|ate|desde|visit\w*|conoc\w+|conhec\w+|recorrer|"
    r"explor\w+|via|destino|entre"
)
_ROMANCE = re.compile(rf"(?<![^\W_])(?:{_GOES})\s+(?:(?:o|os|as)\s+)?$")
_ROMANCE_WEAK = re.compile(r"\b(?:de|do|da|dos|das|por|sobre)\s+$")
_ENGLISH = re.compile(
    r"\b(?:to|in|into|from|near|around|at|towards?|reach|visit|visiting|explore|via|destination|leaving|between|"
    r"outside|through)\s+$"
)
_ENGLISH_WEAK = re.compile(r"\b(?:of|about|for|over|and)\s+$")
# "El Calafate" has its article in its name; before the name of a city it makes something else of it, "the Hilton".
_ARTICLE = re.compile(r"\b(?:al|del|el|la|los|las|the)\s+$")
_CAPITALISED_AFTER = re.compile(r" [A-ZÁÉÍÓÚÑÇÂÊÔÃÕ][^\W\d_]+")
_CAPITALISED_BEFORE = re.compile(r"(?:^|[^.!?,])\b[A-ZÁÉÍÓÚÑÇÂÊÔÃÕ][^\W\d_]+ $")
_BEGINS = re.compile(r"(?:^|[.!?¿¡\n])[^\w]*$")
_CLAUSE_ENDS = re.compile(r"\s*(?:$|[,.;:!?)])")
_NUMBER = re.compile(r"\s?\d")


class Signs(NamedTuple):
    """How a name is written and what stands around it.

    `capital` is one inside a sentence, `weak` a preposition that stands before anything as readily as before a place,
    `alone` a message that says nothing else, `among_names` another capitalised word right beside it.
    """

    capital: bool
    capitals: bool
    begins: bool
    preposition: bool
    weak: bool
    article: bool
    alone: bool
    among_names: bool
    clause_ends: bool
    numbered: bool


def signs_of(text: str, start: int, end: int, language: str) -> Signs:
    """The signs of the name at `start:end`."""
    before = fold(text[:start])
    bare = _ARTICLE.sub("", before)
    strong, weak = (_ENGLISH, _ENGLISH_WEAK) if language == "en" else (_ROMANCE, _ROMANCE_WEAK)
    preposition = bool(strong.search(bare))
    begins = bool(_BEGINS.search(before))
    shouted = text.isupper() and end - start < len(text.strip(" ,.!?¿¡"))
    beside = _CAPITALISED_AFTER.match(text, end) or (
        not (preposition or weak.search(bare)) and _CAPITALISED_BEFORE.search(text[:start])
    )
    return Signs(
        capital=text[start].isupper() and not text.isupper() and not begins,
        capitals=text[start:end].isupper() and not shouted,
        begins=begins,
        preposition=preposition,
        weak=bool(weak.search(bare)),
        article=bare != before,
        alone=not text.replace(text[start:end], "", 1).strip(" ,.!?¿¡"),
        among_names=bool(text[start].isupper() and not text.isupper() and beside),
        clause_ends=bool(_CLAUSE_ENDS.match(text, end)),
        numbered=bool(_NUMBER.match(text, end)),
    )
