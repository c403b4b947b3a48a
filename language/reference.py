"""Booking references: ours, and codes of other shapes that travellers give as one."""

from __future__ import annotations

import re

from language.budget import find_budget
from language.contact import find_phone
from language.dates.spotting import find_dates
from language.mention import Mention
from language.normalise import fold

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
LENGTH = 6
ANY_CODE = "K7PQ2M"
_LONGEST_ANSWER = 80


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_REFERENCE = re.compile(rf"(?<![\w@./-])[{ALPHABET.lower()}]{{{LENGTH}}}(?![\w@-])")
_CODED = (
    r"codigo|cod|code|conf|referencias?|reference|ref|localizador|locator|confirmation|confirmacion|confirmacao|pnr|"
    r"folio|clave|expediente|itinerary|itinerario|protocolo"
)
_BOOKED = r"reservas?|reservacion|bookings?|reservation|voucher|pedido|order|orden"
_NUMBERED = r"numero|number|num|nro|nr|codigo|code|cod|id"
_ANNOUNCED = re.compile(
    rf"\b(?P<word>(?:(?:{_NUMBERED})[.:]?\s(?:(?:de|da|do|of|la|a|my|mi|minha)\s){{0,2}})?(?:{_CODED}|{_BOOKED}))\b"
    rf"(?P<links>(?:\s*(?:[:#.,'-]|n[ºo.]|\b(?:{_NUMBERED}|no|de|da|do|la|el|o|a|es|e|is|my|mi|minha|reserva|booking|"
    rf"reservation|reference|referencia|ref|confirmation|was|era|s)\b)){{0,5}})[\s'\"(]*"
    r"(?=[a-z0-9])"
)
_SURE = re.compile(rf"\b(?:{_CODED}|{_NUMBERED})\b|[#º]|\bn[o.]")
_GROUP = re.compile(r"[a-z0-9]+(?![\w@]|[.,/:]\d)")
_SEPARATOR = re.compile(r" ?- ?| {1,2}")
_ANSWER = re.compile(
    r"\W*(?:(?:hola|hi|hello|oi|ola|ok|si|sim|yes|claro|sure|es|e|it.?s|it is|this is|here|aqui|aca|esta|este|el|o|a|la|"
    r"tengo|tenho|i have|numero|number|nro|numero es|number is|mi|my|meu|the|and|y)[\s,:.!]+){0,5}"
)
_TURNED = re.compile(
    rf"\W+(?:is|es|e|era|was)\s+(?:(?:my|mi|minha|meu|the|el|la|o|a|nuestra|our)\s+)?(?:\w+\s+){{0,2}}(?:{_CODED}|{_BOOKED})\b"
)
_CLOSING = re.compile(r"\W*(?:(?:por favor|please|pls|porfa|gracias|thanks|thank you|obrigad[oa])\W*)?$")

# "23july", "22pers": a number glued to its noun. After "reserva" any such word is one ("reserva 10dias").
_COUNT = re.compile(r"\d{2}(?:july|june|sept|pers|pess|days|kids|adul|noch)")
_COUNTED = re.compile(r"\d{1,2}[a-z]{3,}")
# "18h30", "10am", "2ad": a time, a length or people.
_MEASURE = re.compile(
    r"(?:\d+(?:h|hs|hrs?|m|min|am|pm|d|n|k|kg|km|st|nd|rd|th|a|x|o|ad|adt|ch|chd|pax|hab)){1,3}\d*"
)
# Words of up to three letters that stand beside numbers without making a code of them.
_WORDS = _words(
    """
    a al ao as at by d da de del di do dos e el em en eu for i in is it la las le lo los me mi my na no nos o of
    on or os ou p para por pra q que r s se si so su te the to tu u um un una us vs we with x y ya yo and con
    com sin sem mas am pm h hr hrs hs min dia day mes an year k kg kgs km kms m mts cm ft mb gb tv wc usd eur
    pen cop mxn ars brl clp uyu mil sol ene jan feb fev mar abr apr may mai jun jul ago aug sep set oct out nov
    dic dec dez lun mie jue vie sab dom seg ter qua qui sex mon tue wed thu fri sat sun st nd rd th er ro ra ta
    pax per ad adt ads ch chd inf bb nin hab dbl tpl sgl twn ap apt dpto tel cel fax fila cpf rg dni via av nro
    num box bus van avo ver was not all ate has han are our you new old yes sim nao ok bar spa sur sul one two
    six ten uno tres seis es sao sou soy wp wsp wpp ws wa tlf sr sra mr ms
    """
)
_FLIGHT = re.compile(r"\b(?:flights?|vuelos?|voos?|aerolinea|airline|companhia aerea)\b")


def find_reference(text: str) -> Mention | None:
    """The first booking reference in a text, upper case, without the spaces and hyphens people write in it.

    A token of our alphabet with a digit and a letter is one wherever it stands. One of another shape ("ABC-120",
    "lk 3652", or digits alone after "número de reserva") counts after a word such as "reserva", or where it is all
    that the text says, so that it can be answered as unknown.
    """
    folded = fold(text)
    for match in _REFERENCE.finditer(folded):
        if _mixed(match.group()) and not _COUNT.fullmatch(match.group()):
            return _mention(text, match.start(), match.end())
    for match in _ANNOUNCED.finditer(folded):
        sure = _SURE.search(match["word"] + match["links"]) is not None
        if end := _code_end(text, folded, match.end(), sure=sure):
            return _mention(text, match.end(), end)
    return _whole_answer(text, folded) if len(text) <= _LONGEST_ANSWER else None


def with_codes_alike(text: str) -> str:
    """The text with its booking code replaced by one that always is the same: what its letters happen to spell says
    nothing of what the traveller wants."""
    found = find_reference(text)
    return text if found is None else f"{text[: found.start]}{ANY_CODE}{text[found.end :]}"


def _code_end(text: str, folded: str, start: int, *, sure: bool) -> int | None:
    """The end of a code announced here: one token, or short groups of letters and digits."""
    joined, end = "", start
    for group in _groups(folded, start):
        word = group.group()
        if _COUNTED.fullmatch(word) or (word.isalpha() and _is_word(word, first=not joined)):
            break
        if joined and _mixed(joined) and len(joined) >= LENGTH and not (len(word) == 1 and word.isalpha()):
            break
        joined, end = joined + word, group.end()
    spaced = end - start > len(joined)
    if _mixed(joined) and (5 if sure or not spaced else LENGTH) <= len(joined) <= 10:
        return end
    if sure and joined.isdigit() and 4 <= len(joined) <= 12:
        return end
    return start + LENGTH if sure and _is_shouted(text, folded, start) else None


def _is_shouted(text: str, folded: str, start: int) -> bool:
    """Whether six capitals stand here in a text that is not all capitals: "localizador QWTRPD"."""
    word = _GROUP.match(folded, start)
    if not word or not word.group().isalpha() or len(word.group()) != LENGTH:
        return False
    nearby = text[:_LONGEST_ANSWER]
    return text[start : word.end()].isupper() and sum(map(str.isupper, nearby)) <= sum(
        map(str.islower, nearby)
    )


def _groups(folded: str, start: int) -> list[re.Match[str]]:
    """The runs of letters and digits from here, parted by a space or a hyphen, at most eight."""
    groups: list[re.Match[str]] = []
    at = start
    while len(groups) < 8 and (group := _GROUP.match(folded, at)):
        groups.append(group)
        separator = _SEPARATOR.match(folded, group.end())
        if separator is None:
            break
        at = separator.end()
    return groups


def _whole_answer(text: str, folded: str) -> Mention | None:
    """A code that is all a text says: letters and digits that are no date, price, telephone or words."""
    opening = _ANSWER.match(folded)
    for start in (opening.end() if opening else 0, len(folded) - len(folded.lstrip())):
        groups = _groups(folded, start)
        ends = (_TURNED.match(folded, group.end()) or _CLOSING.match(folded, group.end()) for group in groups)
        groups = groups[: next((place for place, end in enumerate(ends, 1) if end), 0)]
        joined = "".join(group.group() for group in groups)
        if not groups or not 6 <= len(joined) <= 10 or _FLIGHT.search(folded):
            continue
        if _is_code([group.group() for group in groups], joined) and not (
            find_dates(text, "") or find_phone(text) or find_budget(text, "")
        ):
            return _mention(text, start, groups[-1].end())
    return None


def _is_code(groups: list[str], joined: str) -> bool:
    """Two digits and two letters at least, in groups that are neither words nor measures."""
    digits = sum(letter.isdigit() for letter in joined)
    if digits < 2 or len(joined) - digits < 2:
        return False
    if len(joined) == len(groups) == LENGTH:  # read out sign by sign
        return set(joined.upper()) <= set(ALPHABET)
    return not any(
        _MEASURE.fullmatch(group)
        or (group.isalpha() and _is_word(group, first=not place))
        or any(len(run) > 3 for run in re.findall(r"[a-z]+", group))
        for place, group in enumerate(groups)
    )


def _is_word(group: str, *, first: bool) -> bool:
    """Whether letters between spaces are a word; a lone letter inside a code is its own ("pk 45 d 9")."""
    if len(group) == 1 and not first:
        return group in "aeoyx"
    return len(group) > 3 or group in _WORDS


def _mixed(token: str) -> bool:
    return any(c.isdigit() for c in token) and any(c.isalpha() for c in token)


def _mention(text: str, start: int, end: int) -> Mention:
    code = re.sub(r"[^a-z0-9]", "", fold(text[start:end])).upper()
    return Mention(start, end, text[start:end], code)
