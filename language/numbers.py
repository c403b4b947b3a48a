"""Numbers in words and digits, up to 999."""

from __future__ import annotations

from language.tokens import tokenise

LARGEST = 999


def _counted(words: str, start: int = 0, step: int = 1) -> dict[str, int]:
    return {
        word: start + step * place for place, words_ in enumerate(words.split()) for word in words_.split("|")
    }


_ES = {
    **_counted(
        "cero un|uno|una dos tres|trez cuatro|cuatros|qatro cinco|sinco seis|ceis siete ocho nueve diez|dies "
        "once doce|dose trece catorce quince dieciseis diecisiete dieciocho diecinueve veinte|vente "
        "veintiuno|veintiun|veintiuna veintidos veintitres veinticuatro veinticinco veintiseis "
        "veintisiete veintiocho veintinueve"
    ),
    **_counted("treinta cuarenta cincuenta sesenta setenta ochenta noventa cien|ciento", 30, 10),
    **_counted(
        "doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos",
        200,
        100,
    ),
    **_counted(
        "doscientas trescientas cuatrocientas quinientas seiscientas setecientas ochocientas novecientas",
        200,
        100,
    ),
    **{"par": 2, "pareja": 2, "docena": 12, "quincena": 15},
}
_EN = {
    **_counted(
        "zero a|an|one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen twenty"
    ),
    **_counted("thirty forty|fourty fifty sixty seventy eighty ninety", 30, 10),
    **{"couple": 2, "pair": 2, "dozen": 12},
}
_PT = {
    **_counted(
        "zero um|uma|hum dois|duas|doi tres quatro|qatro cinco seis sete oito nove dez|des onze doze treze "
        "catorze|quatorze quinze dezesseis|dezasseis dezessete|dezassete dezoito dezenove|dezanove vinte"
    ),
    **_counted("trinta quarenta cinquenta|cinquoenta sessenta setenta oitenta noventa cem|cento", 30, 10),
    **_counted(
        "duzentos trezentos quatrocentos quinhentos seiscentos setecentos oitocentos novecentos", 200, 100
    ),
    **_counted(
        "duzentas trezentas quatrocentas quinhentas seiscentas setecentas oitocentas novecentas", 200, 100
    ),
    **{"par": 2, "duzia": 12},
}
WORDS = {"es": _ES, "en": _EN, "pt": _PT}
_AND = {"es": "y", "en": "and", "pt": "e"}
_COLLECTIVE = {"par", "pareja", "docena", "quincena", "couple", "pair", "dozen", "duzia"}
_ARTICLES = {"un", "una", "um", "uma", "a", "an", "o", "el", "la", "the", "de", "of"}


def read_number(word: str, language: str) -> int | None:
    """The number that a word or a few words say ("10", "veintiuno", "a couple"), or None.

    The language is tried first, then the two others. Numbers above 999 are not read.
    """
    parts = [token.text for token in tokenise(word) if token.text != "-"]
    if not 0 < len(parts) <= 6:
        return None
    if len(parts) == 1 and parts[0].isdecimal():
        value = int(parts[0]) if len(parts[0]) <= 4 else LARGEST + 1
        return value if value <= LARGEST else None
    for tried in (language, *(other for other in WORDS if other != language)):
        value_ = _sum(parts, tried) if tried in WORDS else None
        if value_ is not None:
            return value_
    return None


def _sum(parts: list[str], language: str) -> int | None:
    words = WORDS[language]
    collective = [part for part in parts if part in _COLLECTIVE]
    if collective:
        rest = [part for part in parts if part not in _ARTICLES and part not in _COLLECTIVE]
        half = rest in (["media"], ["half"], ["meia"])
        if len(collective) > 1 or (rest and not half):
            return None
        value = words.get(collective[0])
        return value // 2 if value and half else value
    total, scale = 0, LARGEST + 1
    for place, part in enumerate(parts):
        if part == _AND[language] and 0 < place < len(parts) - 1:
            continue
        if part == "hundred" and 1 <= total <= 9:
            total, scale = total * 100, 100
            continue
        value = words.get(part)
        if value is None or value >= scale or (value >= 10 and scale == 10):
            return None
        total += value
        scale = 100 if value >= 100 else 10 if value >= 20 and value % 10 == 0 else 1
    return total
