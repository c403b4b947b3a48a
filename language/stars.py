"""The class of hotel that a text asks for."""

from __future__ import annotations

import re

from language.mention import Mention
from language.normalise import fold
from language.numbers import read_number

_COUNT = r"[1-5]|un[ao]?|uma?|one|dos|dois|duas|two|tres|three|cuatro|quatro|four|cinco|five"
_STARRED = re.compile(
    rf"(?<![\w.,/+*])({_COUNT})\s*(?:-\s*)?(?:[a-z]{{1,2}}\s+)?(?:[ou/-]\s*(?:mas|more)?\s*)?"
    r"(?:(?:estrell?as?|estrel+as?|estrls?|stars?|strs?|llaves)(?:\b|(?=\d))|\*(?!\*|\s*\d)|⭐️?|★|🌟)"
)
_ROW = re.compile(r"(?<![\w*])\*{2,5}(?![\w*])|(?:⭐️?){2,5}|★{2,5}|🌟{2,5}")
_LODGING = r"(?:hotel\w*|hotles|hospedajes?|hospedage\w*|alojamientos?|hostal\w*|hostel\w*|pousadas?|posadas?|accommodation|accomodation|lodging|categoria|category|class|clase|classe)"
_CLASSES = (
    (
        5,
        r"(?:de )?(?:super ?)?luj+o|luxo|luxur(?:y|ious)|deluxe|de primera|high end|alto padrao|gran lujo|cinco estrelas",
    ),
    (4, r"confort(?:able)?s?|comfort(?:able)?|confortavel|confortaveis|first class|primera clase|superior"),
    (
        3,
        r"economic[oa]s?|barat(?:o|a|os|as|ito|itos|inho)|budget|cheap|low cost|turistic[oa]|tourist|simples|sencill[oa]s?|standard|estandar|basic[oa]?",
    ),
)
_CLASS = re.compile("|".join(f"(?P<c{stars}>{words})" for stars, words in _CLASSES))
_SUPERLATIVE = re.compile(r"(?:mas|mais|most|el|the|menos|least|more)\s+$")
_NEAR = re.compile(_LODGING)
_SURE = re.compile(r"luj+o$|^luxo$|luxur|deluxe|budget|alto padrao")


def find_stars(text: str, language: str) -> Mention | None:
    """The number of stars, 1 to 5, that a text asks for; words of comfort count beside a word for hotel."""
    folded = fold(text)
    if match := _STARRED.search(folded):
        return Mention(
            match.start(), match.end(), text[match.start() : match.end()], read_number(match[1], language)
        )
    if match := _ROW.search(folded):
        count = sum(match.group().count(sign) for sign in "*⭐★🌟")
        return Mention(match.start(), match.end(), text[match.start() : match.end()], count)
    return _find_class(text, folded)


def _find_class(text: str, folded: str) -> Mention | None:
    for match in _CLASS.finditer(folded):
        if _inside_word(folded, match.start(), match.end()) or _SUPERLATIVE.search(
            folded[: match.start()][-12:]
        ):
            continue
        around = folded[max(0, match.start() - 25) : match.end() + 25]
        if _SURE.search(match.group()) or _NEAR.search(around) or folded.strip(" .!,") == match.group():
            stars = int((match.lastgroup or "c3")[1:])
            return Mention(match.start(), match.end(), text[match.start() : match.end()], stars)
    return None


def _inside_word(folded: str, start: int, end: int) -> bool:
    return (start > 0 and folded[start - 1].isalnum()) or (end < len(folded) and folded[end].isalnum())
