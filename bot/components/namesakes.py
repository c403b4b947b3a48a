"""People, streets and houses that are called like a place: "soy Santiago Rosario", "calle Larios", "el hotel Madrid"."""

from __future__ import annotations

import re

from language.normalise import fold

# A name follows in any spelling after these...
_INTRODUCES = (
    r"me llamo|mi nombre(?: completo)? es|el nombre es|my (?:full )?name(?:'s| is)|the name(?:'s| is)|me chamo|"
    r"(?:o )?(?:meu )?nome(?: completo)? e|a nombre de|en nombre de|em nome de|in the name of|"
    r"(?:nombre|name|nome|apellidos?|surname|sobrenome|pasajer[oa]s?|passengers?|passageir[oa]s?|titular)\s*:"
)
# ...and after these only with a capital.
_MAY_INTRODUCE = (
    r"soy|somos|(?:eu )?sou|i am|i'm|this is|it's|aqui e|sr|sra|srta|mrs?|ms|dra?|don|dona|senora?|senhora?"
)
_NAMED = re.compile(
    rf"\b(?:(?P<sure>{_INTRODUCES})|(?P<maybe>{_MAY_INTRODUCE}))\.?\s+(?P<between>(?:[^\W\d_]+\s+){{0,3}})$"
)
_COMPANY = re.compile(r"\b(?:con|with|com)\s+$")
_STREET_BEFORE = re.compile(
    r"\b(?:calle|avda?|avenida|ave|rua|travessa|jiron|jr|boulevard|bulevar|rodovia|ruta|estrada)\.?\s+"
    r"(?:(?:de|da|do|dos)\s+)?(?:(?:la|el|los|las)\s+)?$"
)
_HOUSE_BEFORE = re.compile(
    r"\b(?:el|al|del|este|the|this|o|ao|do|no)\s+(?:hotel|hostal|hostel|posada|pousada|restaurante?|bar|cafe|teatro|"
    r"theatre|estadio|stadium)\s+$"
)
_STREET_AFTER = re.compile(r"\s+(?:street|st\.?(?=\s+\d|$)|avenue|ave|road|rd|boulevard|blvd|lane|drive)\b")


def is_namesake(text: str, start: int, end: int) -> bool:
    """Whether what is named at `start:end` is a person, a street or a house, whatever else is called so."""
    plain = fold(text)
    return bool(
        _is_introduced(text, plain[:start], start)
        or _STREET_BEFORE.search(plain[:start])
        or _STREET_AFTER.match(plain, end)
        or _HOUSE_BEFORE.search(plain[:start])
    )


def is_company(text: str, start: int) -> bool:
    """Whether the name stands where companions do: "con Florencia"."""
    return bool(_COMPANY.search(fold(text[:start])))


def _is_introduced(text: str, before: str, start: int) -> bool:
    found = _NAMED.search(before)
    if not found:
        return False
    between = text[found.start("between") : start].split()
    if found["sure"] and not text[start].isupper():
        return len(between) <= 1 and all(word.isalpha() and len(word) > 2 for word in between)
    return text[start].isupper() and all(word.istitle() for word in between)
