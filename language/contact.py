"""How to reach a traveller, and what they are called."""

from __future__ import annotations

import re

from language.mention import Mention
from language.normalise import fold


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_EMAIL = re.compile(
    r"(?<![\w.+-])[a-z0-9][\w.+-]{0,63}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,5}\.[a-z]{2,24}\b", re.ASCII
)
_PHONE = re.compile(r"(?<![\w.,/@#$€£-])(?:\+|00)?\(?\d(?:[\s().-]{0,2}\d){6,17}(?![\w@]|[.,/]\d|\s*[%€$])")
_DATE_LIKE = re.compile(
    r"(?<!\d)(?:\d{1,2}[-./ ]\d{1,2}[-./ ](?:19|20)?\d\d|(?:19|20)\d\d[-./ ]\d{1,2}[-./ ]\d{1,2})(?!\d)|^\d{4}\s?-\s?\d{4}$"
)
_LONG_GROUP = re.compile(r"\d{3}")
_GROUPED_PRICE = re.compile(r"^\d{1,3}(?:\.\d{3})+$")
_PRICE_BEFORE = re.compile(r"(?:usd|us\$|r\$|brl|cop|pen|eur|mxn|ars|clp|[$€£])\s*$")
_PRICE_AFTER = re.compile(r"\s*(?:usd|cop|pen|eur|mxn|ars|clp|dolares|dollars|pesos|reais|soles|euros)\b")
_REFERENCE_BEFORE = re.compile(
    r"(?:reserva|booking|codigo|code|referencia|reference|ref|localizador|pedido|passport|pasaporte|passaporte|dni|cpf|rg)\b[\s:#nºo.]{0,4}(?:es|is|e|numero|number)?\s*$"
)

_ANNOUNCED = re.compile(
    r"^(?:.{0,60}?[,.!:;]\s*)?(?:(?:hola|oi|ola|hi|hello|hey|buen[oa]s? \w+|bom dia|boa \w+|sim|si|yes|claro|ok)[\s,.!]+)*"
    r"(?:me llamo|mi nombre (?:completo )?es|mi nombre|soy(?: el| la)?|a nombre de|(?:la )?reserva a nombre de|nombre\s*[:=-]?|"
    r"my (?:full )?name(?:'s| is|s)|my name|i am|i'm|im|this is|it's|its|call me|under the name(?: of)?|name\s*[:=-]?|the name is|"
    r"(?:eu )?me chamo|(?:o )?meu nome(?: completo)? e|meu nome|(?:eu )?sou(?: o| a)?|chamo-me|pode me chamar de|em nome de|no nome de|nome\s*[:=-]?|aqui e [oa]|e [oa]|"
    r"es|el titular es|seria|sera|seja)\s+"
)
_TAIL = re.compile(
    r"\s*(?:[,;(|/\n]|\by mi\b|\be (?:o )?meu\b|\band my\b|\bmi (?:correo|email|mail|tel|cel|numero)|\bmy (?:e-?mail|phone|number|cell)|\bmeu (?:e-?mail|tel|cel|numero|zap|whats)|\bcorreo\b|\be-?mail\b|\btel\b|\bgracias\b|\bobrigad[oa]\b|\bthanks?\b|\bplease\b|\bpor favor\b|\S+@).*$",
    re.DOTALL,
)
_NAME = re.compile(
    r"[^\W\d_][^\W\d_'’.-]*(?:['’.-][^\W\d_]+)*\.?(?:\s+[^\W\d_][^\W\d_'’.-]*(?:['’.-][^\W\d_]+)*\.?){0,5}"
)
_PARTICLES = {
    "de",
    "del",
    "da",
    "do",
    "das",
    "dos",
    "la",
    "las",
    "los",
    "e",
    "y",
    "di",
    "van",
    "von",
    "der",
    "den",
    "le",
}
_TITLES = {
    "sr",
    "sra",
    "srta",
    "senor",
    "senora",
    "senorita",
    "senhor",
    "senhora",
    "dr",
    "dra",
    "doutor",
    "doctora",
    "doctor",
    "mr",
    "mrs",
    "ms",
    "miss",
    "don",
    "dona",
    "mister",
}
_NOT_NAMES = _words(
    """
    si no sim nao yes yeah nope ok okay vale dale claro hola oi ola hi hello hey gracias obrigado obrigada thanks
    quiero quisiera quero queria want would like need necesito preciso cuanto quanto how what que cual qual when
    cuando quando donde onde where why porque por favor please reservar reserva book booking cancelar cancel cancelo
    cambiar change mudar hotel tour vuelo voo flight precio preco price pagar pay ayuda ajuda help persona pessoa
    person humano human agente agent after before despues depois luego later bueno bom boa good adios tchau bye
    espera wait nada nothing ninguno nenhum none otro otra outro outra other todo tudo all mismo mesmo same
    manana tomorrow amanha hoy hoje today luego digo dice te lo le les nos se no una un uma um ahi ahora agora now es
    lunes martes miercoles jueves viernes sabado domingo monday tuesday wednesday thursday friday saturday sunday
    creo acho think solo so just only aun ainda still muy muito very bien bem well mas mais more menos less mucho
    cheapest barato barata caro cara primera primeira segunda ultima last one ones dates fechas datas
    yo eu me mi my meu minha tu you voce el ella ele ela ellos eles we nosotros nos entiendo entendo understand
    tengo tenho have has puedo posso can could is are es eh estoy estou am voy vou vamos go going viajar travel
    adultos adulto adults ninos criancas kids personas pessoas people correo email telefono telefone phone nombre
    nome name mejor melhor better se sei know not sure seguro primero first segundo second this that esto esta
    este isso isto ese esa to the and for with para con com sin sem
    """
)


def find_email(text: str, language: str = "") -> Mention | None:
    """The first e-mail address in a text, as written."""
    match = _EMAIL.search(fold(text))
    return _as_written(text, match) if match else None


def find_phone(text: str, language: str = "") -> Mention | None:
    """The first telephone number of 7 to 15 digits, as written; no dates, prices or references."""
    folded = fold(text)
    for match in _PHONE.finditer(folded):
        written = match.group()
        digits = re.sub(r"\D", "", written)
        before, plus = folded[: match.start()][-30:], written.startswith("+")
        if not 7 <= len(digits) <= 15 or _GROUPED_PRICE.match(written):
            continue
        if not plus and (_DATE_LIKE.search(written) or not _LONG_GROUP.search(written)):
            continue
        if not plus and (
            _PRICE_BEFORE.search(before)
            or _PRICE_AFTER.match(folded, match.end())
            or _REFERENCE_BEFORE.search(before)
        ):
            continue
        return _as_written(text, match)
    return None


def find_name(text: str, language: str = "") -> str | None:
    """The name that a text gives, or None when it reads as anything else than a name."""
    if "?" in text or "¿" in text or len(text) > 200:
        return None
    folded = fold(text)
    announced = _ANNOUNCED.match(folded)
    begin = announced.end() if announced else len(folded) - len(folded.lstrip(" \t\n.,:;!*\"'"))
    tail = _TAIL.search(folded, begin)
    said = text[begin : tail.start() if tail and tail.start() > begin else len(text)].strip(" \t\n.,:;!*\"'")
    if not said or not _NAME.fullmatch(said):
        return None
    words = said.split()
    bare = [fold(word).strip(".") for word in words]
    while len(bare) > 1 and bare[0] in _TITLES:
        words, bare = words[1:], bare[1:]
    if any(word in _NOT_NAMES for word in bare) or bare[-1] in _PARTICLES or max(map(len, bare)) < 2:
        return None
    return " ".join(_capitalised(word, first=not place) for place, word in enumerate(words))


def _capitalised(word: str, *, first: bool) -> str:
    if fold(word) in _PARTICLES and not first:
        return word.lower()
    if word.islower() or (word.isupper() and len(word) > 2):
        return re.sub(r"[^\W\d_]+", lambda part: part.group().capitalize(), word)
    return word


def _as_written(text: str, match: re.Match[str]) -> Mention:
    written = text[match.start() : match.end()]
    return Mention(match.start(), match.end(), written, written)
