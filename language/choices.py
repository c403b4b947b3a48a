"""Which of the offered options a traveller picks."""

from __future__ import annotations

import re

from language.mention import Mention
from language.normalise import fold
from language.numbers import read_number

_ORDINALS = {
    1: "primer|primer[oa]s?|primeir[oa]s?|first|1st",
    2: "segund[oa]|second|2nd",
    3: "tercer[oa]?|terceir[oa]|third|3rd",
    4: "cuart[oa]|quart[oa]|fourth|4th",
    5: "quint[oa]|fifth|5th",
    6: "sext[oa]|sixth|6th",
    -1: "ultim[oa]|last",
}
_WORD = "|".join(f"(?:{words})" for words in _ORDINALS.values())
_THING = (
    r"opcion|opciones|opcao|opcoes|option|choice|alternativa|alternative|hotel|tour|paquete|pacote|package|"
    r"passeio|paseo|propuesta|proposta|proposal|oferta|offer|one|card|tarjeta|cartao|item"
)
_NUMBER = r"\d{1,2}|un[oa]?|uma?|dos|dois|duas|tres|cuatro|quatro|cinco|seis|one|two|three|four|five|six"
# What makes an ordinal something else: a time, a visit, a place in a date or a class of travel.
_NOT_A_CHOICE = (
    r"(?!\s*-?\s*(?:vez|vezes|veces|feira|time|class|clase|classe|semana|week|quincena|quinzena|noche|noite|"
    r"night|dia|day|piso|andar|floor|hora|minuto|moment|plano|fase|dosis|dose|parcela|cuota|name|nombre|"
    r"(?:of|de) (?:[a-z]+|\d)))"
)
_ORDINAL = re.compile(
    rf"\b(?:(?P<article>la|el|lo|los|las|a|o|the|esa|ese|essa|esse|that)\s+(?P<articled>{_WORD})\b{_NOT_A_CHOICE}(?:\s+(?:{_THING})\b)?"
    rf"|(?P<named>{_WORD})\s+(?:{_THING})\b)"
)
_DAY_BEFORE = re.compile(r"\b(?:from|to|on|not|until|till|through|between|and|by|dia|del|al)\s+$")
_ENGLISH = re.compile(r"first|second|third|fourth|fifth|sixth|last|\d(?:st|nd|rd|th)")
# After a choice the sentence ends or goes on; a noun there makes it something else ("the last train").
_GOES_ON = re.compile(
    r"\s*(?:$|[^\w\s]|(?:por|porfa|please|pls|pfv|gracias|thanks|obrigad[oa]|y|and|e|que|with|con|com|for|para|pra|is|es|esta|"
    r"parece|looks|seems|sounds|suena|se|si|no|nao|me|te|but|pero|mas|of (?:them|the list|those|all|these)|de (?:la lista|tod[oa]s|l[oa]s|ellos|ellas|esos|esas)|"
    r"da lista|deles|delas|dessas|desses|entonces|then|entao|mejor|melhor|en la lista|on the list|one|ones|then|i|lo|la|o|a|esta bien|sounds|would|seria|sera|serve|funciona|works|"
    r"hay|there|ha|tem|tiene)\b)"
)
_PRAISE = re.compile(r"\b(?:you re|youre|you are|eres|sos|es usted|voce e|vc e|sois|usted es)\s+$")
_NUMBERED = re.compile(
    rf"\b(?:(?:{_THING}|numero|number|num|nro|no\.|nº)\s*[.:]?\s*(?:(?:numero|number|num|nro|nº|no)\.?\s*)?#?|#)\s*"
    rf"({_NUMBER})\b(?![.,]?\d|\s*(?:estrel|star|\*|noch|noit|night|pers|pess|people|adult|pax|/|-))"
)
_HASH = re.compile(r"(?<!\w)#\s?(\d{1,2})\b")
_PICKED = re.compile(
    r"\b(?:quiero|elijo|escojo|prefiero|tomo|dame|me quedo con|me voy con|vamos con|voy con|pode ser|vou de|vou com|go with|let.?s go with|quero|escolho|prefiro|fico com|i(?:'ll| will)? (?:take|choose|want|pick)|"
    rf"choose|pick)\s+(?:la|el|a|o|the)?\s*(?:opcion|option|opcao)?\s*(?:la|el|the)?\s*({_NUMBER})\s*(?:[.!,]|por favor|please|pls|$)"
)
_CHEAP = (
    r"barat[oa]s?|baratit[oa]s?|barati(?:nh|)[oa]s?|economic[oa]s?|en cuenta|em conta|acessivel|accesible|"
    r"comod[oa] de precio|affordable|inexpensive|cheap"
)
_SUPERLATIVES = {
    "cheapest": (
        rf"(?:mas|mais|most)\s+(?:{_CHEAP})|cheapest|cheepest|"
        r"(?:menos|least)\s+(?:car[oa]|costos[oa]|expensive)|lowest[- ]price[d]?|(?:precio|preco) mas bajo|"
        r"(?:de |con |com )?(?:el |o )?(?:menor|mas bajo) (?:precio|preco|costo|custo|valor)|"
        r"(?:mejor|melhor|best) (?:precio|preco|price)|mas baratit[oa]|que (?:menos cueste|cueste menos|custe menos)"
    ),
    "priciest": (
        r"(?:mas|mais) (?:car[oa]|costos[oa]|lujos[oa]|luxuos[oa])|most (?:expensive|luxurious)|priciest|"
        r"(?:mayor|maior) (?:precio|preco)"
    ),
    "best_rated": (
        r"(?:con |com |de |with |the )*(?:la |a |o |el )?(?:mejor|melhor|mas alta|mais alta|mayor|maior|best|highest|top) "
        r"(?:calificacion|calificad[oa]|puntuacion|puntuad[oa]|puntaje|nota|valoracion|valorad[oa]|avaliac(?:ao|oes)|avaliad[oa]|"
        r"classificac(?:ao|oes)|resena|resenas|review|reviews|reviewed|rating|ratings|rated|score)|"
        r"(?:mais|mas) bem avaliad[oa]|bem mais avaliad[oa]|top rated"
    ),
}
_SUPERLATIVE = re.compile(
    r"\b(?:(?:el|la|lo|los|las|o|a|the|os|as)\s+)?(?:(?:hotel|opcion|opcao|option|tour|paquete|pacote|one)\s+)?"
    r"(?:(?:que (?:sea|seja|tenga|tenha)|con|com|with|de)\s+)?(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _SUPERLATIVES.items())
    + r")\b(?:\s+(?:one|option|opcion|opcao|de (?:tod[oa]s|l[oa]s \w+)))?"
)
_BEST = re.compile(rf"\b(?:the best|(?:el|la|lo) mejor|[oa] melhor)\b(?:\s+(?:{_THING})\b)?")
_BARE = re.compile(
    rf"^\W*(?:(?:la|el|a|o|the|numero|number|opcion|opcao|option|nº)\s+)?({_NUMBER}|{_WORD})\W*(?:por favor|please|pls|pfv|porfa|gracias|obrigad[oa]|thanks)?\W*$"
)


def find_choice(text: str, language: str) -> Mention | None:
    """The option that a text picks: `{"ordinal": n}`, -1 for the last, or `{"superlative": ...}`."""
    folded = fold(text).replace("'", " ")
    for match in _ORDINAL.finditer(folded):
        if _picks(folded, match) and (number := _ordinal(match["articled"] or match["named"], language)):
            return _mention(text, match, {"ordinal": number})
    for pattern in (_NUMBERED, _HASH, _PICKED):
        if (match_ := pattern.search(folded)) and (number := _ordinal(match_[1], language)):
            return _mention(text, match_, {"ordinal": number})
    if match_ := _SUPERLATIVE.search(folded):
        return _mention(text, match_, {"superlative": match_.lastgroup})
    for match in _BEST.finditer(folded):
        if _GOES_ON.match(folded, match.end()) and not _PRAISE.search(folded[: match.start()][-12:]):
            return _mention(text, match, {"superlative": "best_rated"})
    return None


def _picks(folded: str, match: re.Match[str]) -> bool:
    """Whether an ordinal is a choice and no date, no English word after a Portuguese article, no "last train"."""
    if match["articled"]:
        english = _ENGLISH.fullmatch(match["articled"]) is not None
        if english != (match["article"] in ("the", "that")) or _DAY_BEFORE.search(
            folded[: match.start()][-9:]
        ):
            return False
    return _GOES_ON.match(folded, match.end()) is not None


def _mention(text: str, match: re.Match[str], value: dict[str, object]) -> Mention:
    return Mention(match.start(), match.end(), text[match.start() : match.end()], value)


def read_choice_answer(text: str, language: str) -> dict[str, object] | None:
    """The choice that a bare answer to "which one?" makes ("2", "dos", "la segunda", "the cheapest")."""
    if match := _BARE.match(fold(text)):
        number = _ordinal(match[1], language)
        return {"ordinal": number} if number else None
    mention = find_choice(text, language)
    return dict(mention.value) if mention and isinstance(mention.value, dict) else None


def _ordinal(word: str, language: str) -> int | None:
    for number, words in _ORDINALS.items():
        if re.fullmatch(words, word):
            return number
    return read_number(word, language)
