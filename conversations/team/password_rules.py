"""Which new passwords are too easy: length and what anybody would try first; no rules about signs and digits."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

SHORTEST, LONGEST = 10, 200
FEWEST_DIFFERENT = 5
LEAST_OF_ITS_OWN = 5
"""Different characters that have to be left beside somebody's name, what is commonest, and digits at the end."""
COMMONEST = (
    *("password", "passwort", "contrasena", "senha", "clave", "secreto", "secret", "welcome", "bienvenido"),
    *("bemvindo", "letmein", "iloveyou", "teamo", "teamomucho", "amorcito", "administrator", "administrador"),
    *("admin", "changeme", "cambiame", "qwertyuiop", "qwerty", "asdfghjkl", "zxcvbnm", "asdf", "abcdef"),
    *("football", "futbol", "baseball", "princess", "princesa", "monkey", "dragon", "sunshine", "superman"),
    *("batman", "pokemon", "trustno", "master", "hola", "hello", "viajes", "viagens", "travel", "turismo"),
    *("brasil", "espana", "argentina", "colombia", "mexico", "peru", "ecuador", "chile", "barcelona"),
    *("realmadrid", "flamengo", "corinthians", "palmeiras", "jesus", "familia", "estrella", "mariposa"),
)
_NOT_A_LETTER = re.compile(r"[^a-z]+")
_ENDS = re.compile(r"^[\W\d_]+|[\W\d_]+$")
"""Digits and signs put before or after a word."""
_LEET = str.maketrans("@4310$57", "aaeiosst")


def weakness(password: str, *, name: str, email: str) -> str | None:
    """`short`, `long` or `obvious`; None for a password that may be chosen."""
    if len(password) < SHORTEST:
        return "short"
    if len(password) > LONGEST:
        return "long"
    plain = _plain(password)
    if len(set(plain)) < FEWEST_DIFFERENT or _runs(plain):
        return "obvious"
    known = sorted({*_words(name), *_words(email), *COMMONEST}, key=len, reverse=True)
    forms = (plain, plain.translate(_LEET))
    return "obvious" if any(_of_its_own(form, known) < LEAST_OF_ITS_OWN for form in forms) else None


def _of_its_own(plain: str, known: list[str]) -> int:
    """Different characters left without what anybody would try, and without digits and signs before and after."""
    for word in known:
        plain = plain.replace(word, " ")
    return len(set(_ENDS.sub("", plain)) - {" "})


def _runs(plain: str) -> bool:
    """Whether it goes up or down by one throughout, as `1234567890` and `abcdefghij` do."""
    steps = [ord(later) - ord(earlier) for earlier, later in pairwise(plain)]
    return sum(abs(step) <= 1 for step in steps) >= len(steps) - 1


def _plain(said: str) -> str:
    spread = unicodedata.normalize("NFKD", said.casefold())
    return "".join(sign for sign in spread if not unicodedata.combining(sign))


def _words(said: str) -> list[str]:
    return [word for word in _NOT_A_LETTER.split(_plain(said)) if len(word) > 2]
