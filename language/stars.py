"""The class of hotel that a text asks for."""

from __future__ import annotations

import re

from language.mention import Mention
from language.normalise import fold
from language.numbers import read_number

_COUNT = r"[1-5]|un[ao]?|uma?|one|dos|dois|duas|two|tres|three|cuatro|quatro|four|cinco|five"
_STARRED = re.compile(
    rf"(?<![\w.,/+*])({_COUNT})\s*(?:-\s*)?(?:(?:estrell?as?|estreyas?|estrelas|stars?)\b|\*(?!\*|\s*\d)|⭐|★|🌟)"
)
_ROW = re.compile(r"(?<![\w*])\*{2,5}(?![\w*])|(?:⭐\ufe0f?){2,5}|★{2,5}|🌟{2,5}")
_LODGING = (
    r"hotel\w*|hotles|hospedajes?|hospedage\w*|alojamientos?|hostal\w*|hostel\w*|pousadas?|posadas?|"
    r"accomm?odations?|lodging|categoria|category|clase|classe|nivel|quarto|habitacion|room"
)
# Words of comfort, read as the stars that operators sell under them.
_CLASSES = {
    5: r"(?:super ?)?lujo|lujos[oa]s?|luxo|luxuos[oa]|luxur(?:y|ious)|deluxe|high end|alto padrao",
    4: r"confort|confortables?|comfort|comfortable|confortavel|confortaveis|conforto|comod[oa]s?|primera clase|superior",
    3: (
        r"economic[oa]s?|barat(?:o|a|os|as|ito|ita|inho|inha)|budget|cheap|low cost|turistic[oa]|turista|tourist|simples|"
        r"sencill[oa]s?|standard|estandar|basic[oa]?|modest[oa]|inexpensive"
    ),
}
_CLASS = "|".join(f"(?P<{{prefix}}{stars}>{words})" for stars, words in _CLASSES.items())
_MODEST = (
    r"(?:(?:muy|bien|bem|very|really|algo|de|do|con|com|tipo|mas o menos|que sea|que seja|not too)\s+){0,2}"
)
_AROUND = re.compile(
    rf"\b(?:(?:{_LODGING})\s+{_MODEST}(?:{_CLASS.format(prefix='a')})"
    rf"|(?<!mas )(?<!mais )(?<!most )(?<!menos )(?<!less )(?:{_CLASS.format(prefix='b')})\s+(?:{_LODGING})"
    rf"|(?:de|gran|super|hotel)\s+(?P<c5>lujo|luxo)|(?P<d5>luxury|deluxe))\b(?!\s+(?:de|of|airline|price))"
)
_ASKED_FOR = (
    r"(?:(?:algo|alguno|something|anything|quiero|quisiera|prefiero|quero|prefiro|want|i|a|an|uno|un|um|de|en|em|bien|nivel|"
    r"categoria|tipo|would|d|like|rather|prefer|ok|si|sim|yes|mejor|melhor)\s+){0,4}"
)
_ANSWER = re.compile(
    rf"\W*{_ASKED_FOR}(?:{_CLASS.format(prefix='e')})(?:\s+(?:por favor|please|pls|porfa|nomas))?\W*"
)


def find_stars(text: str, language: str) -> Mention | None:
    """The number of stars, 1 to 5, that a text asks for.

    Words of comfort count beside a word for lodging or as all that is said; "el más barato" is a choice
    among offers and no class of hotel.
    """
    folded = fold(text)
    if match := _STARRED.search(folded):
        return _mention(text, match.start(), match.end(), read_number(match[1], language))
    if match := _ROW.search(folded):
        count = sum(match.group().count(sign) for sign in "*⭐★🌟")
        return _mention(text, match.start(), match.end(), count)
    if match := _AROUND.search(folded) or (_ANSWER.fullmatch(folded) if len(folded) < 60 else None):
        group = str(match.lastgroup)
        return _mention(text, match.start(group), match.end(group), int(group[1:]))
    return None


def _mention(text: str, start: int, end: int, stars: int | None) -> Mention:
    return Mention(start, end, text[start:end], stars)
