"""Booking references: six characters that nobody confuses when reading them aloud."""

from __future__ import annotations

import re

from language.mention import Mention
from language.normalise import fold

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
LENGTH = 6

_REFERENCE = re.compile(rf"(?<![\w@./-])[{ALPHABET.lower()}]{{{LENGTH}}}(?![\w@-])")
_ANNOUNCED = re.compile(
    r"\b(?:reservas?|reservacion|bookings?|reservation|codigo|cod|code|referencias?|reference|ref|"
    r"localizador|confirmation|confirmacion|confirmacao|pnr|voucher)\b"
    r"(?:\s*(?:[:#.,-]|n[ºo.]|\b(?:numero|number|num|nro|no|de|da|do|la|el|o|a|es|e|is|my|mi|minha|"
    r"codigo|code|cod|id|reserva|booking|reference|referencia|ref)\b)){0,4}\s*"
    r"([a-z0-9]{5,10})(?![\w@-])"
)

# "23july", "22pers": a number glued to its noun. After "reserva" any such word is one ("reserva 10dias").
_COUNT = re.compile(r"\d{2}(?:july|june|sept|pers|pess|days|kids|adul|noch)")
_COUNTED = re.compile(r"\d{1,2}[a-z]{3,}")


def find_reference(text: str) -> Mention | None:
    """The first booking reference in a text, upper case.

    A token of our alphabet with a digit and a letter is one wherever it stands. One of other characters
    or another length ("ABC123", with its 1) counts after a word such as "reserva", so that it can be
    answered as unknown.
    """
    folded = fold(text)
    for match in _REFERENCE.finditer(folded):
        if _mixed(match.group()) and not _COUNT.fullmatch(match.group()):
            return _mention(text, match.start(), match.end())
    for match in _ANNOUNCED.finditer(folded):
        if _mixed(match.group(1)) and not _COUNTED.fullmatch(match.group(1)):
            return _mention(text, match.start(1), match.end(1))
    return None


def _mixed(token: str) -> bool:
    return any(c.isdigit() for c in token) and any(c.isalpha() for c in token)


def _mention(text: str, start: int, end: int) -> Mention:
    return Mention(start, end, text[start:end], fold(text[start:end]).upper())
