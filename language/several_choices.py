"""Which of the offered options a traveller sets side by side."""

from __future__ import annotations

import re

from language.choices import find_choice, read_choice_answer
from language.normalise import fold
from language.numbers import read_number

_FEW = r"dos|tres|cuatro|two|three|four|dois|duas|quatro|[2-5]"
# "the first two", "las dos primeras", "os tres ultimos"
_FIRST = re.compile(
    rf"\b(?:first|top|primer[oa]s|primeir[oa]s)\s+({_FEW})\b|\b({_FEW})\s+(?:primeir?[oa]s|primer[oa]s|first)\b"
)
# "the two cheapest", "los dos hoteles más baratos"
_BEST = re.compile(rf"\b({_FEW})\s+(?:(?:hotel\w*|hote\w+|opcion\w*|opco\w*|options?|tours?)\s+)?")
_LAST = re.compile(rf"\b(?:last|ultim[oa]s)\s+({_FEW})\b|\b({_FEW})\s+ultim[oa]s\b")
# Where one choice ends and the next begins.
_ASKED = re.compile(
    r"^\W*(?:(?:me|puedes|podrias|can you|could you|pode|quiero|quero) )*compar\w*\s+(?:entre\s+)?"
)
_JOINT = re.compile(
    r"\s*(?:,|;|/|\b(?:y|e|o|u|ou|and|or|vs|versus|contra|against|frente|con|com|with|to|than|que)\b|\bx\b)\s*"
)
# What makes an ordinal a day, alone ("between the first and the third"), and none here.
_BETWEEN = re.compile(r"\b(?:between|from)\b")
# A number that counts something else than an option.
_COUNTED = re.compile(
    r"\b\d{1,2}\s*(?:estrel\w*|stars?|\*|noch\w*|nights?|noit\w*|person\w*|pess\w*|people|adult\w*|pax|dias?|days?)"
)
_NUMBER = re.compile(
    r"\b(\d{1,2})\b|\b(?:la|las|el|los|the|a|o|as|os|opcion|opcao|option)\s+(dos|tres|cuatro|quatro|cinco|duas|two|three|four|five)\b"
)


def find_choices(text: str, language: str) -> list[dict[str, object]]:
    """The options that a text names, in its order and each once: `{"ordinal": n}` or `{"superlative": ...}`.

    The ``rank`` of a superlative is 1 where none is said: the two cheapest are those of ranks 1 and 2.
    """
    folded = _ASKED.sub("", fold(text).replace("'", " "))
    folded = _BETWEEN.sub(" ", _COUNTED.sub(" ", folded))
    for pattern, last in ((_FIRST, False), (_LAST, True)):
        if match := pattern.search(folded):
            count = read_number(next(filter(None, match.groups())), language) or 0
            return [{"ordinal": place} for place in (range(-count, 0) if last else range(1, count + 1))]
    if ranked := _ranked(folded, language):
        return ranked
    found: list[dict[str, object]] = []
    for part in _JOINT.split(folded):
        choice = _one(part.strip(" ?!.¿¡"), language)
        if choice and choice not in found:
            found.append(choice)
    return found


def _ranked(folded: str, language: str) -> list[dict[str, object]]:
    """Several of one superlative, each with its ``rank`` from 1."""
    for match in _BEST.finditer(folded):
        mention = find_choice(folded[match.end() :], language)
        if (
            mention
            and mention.start == 0
            and isinstance(mention.value, dict)
            and "superlative" in mention.value
        ):
            count = read_number(match[1], language) or 0
            return [{**mention.value, "rank": rank} for rank in range(1, count + 1)]
    return []


def _one(part: str, language: str) -> dict[str, object] | None:
    if choice := read_choice_answer(part, language):
        return choice
    if mention := find_choice(part, language):
        return dict(mention.value) if isinstance(mention.value, dict) else None
    if (match := _NUMBER.search(part)) and (number := read_number(match[1] or match[2], language)):
        return {"ordinal": number}
    return None
