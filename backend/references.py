"""References that people read aloud: no 0 and O, no 1 and I."""

from __future__ import annotations

import secrets

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
DIGITS = "23456789"


def new_reference(length: int = 6) -> str:
    """A random reference with at least one letter and one digit, so that it is neither a word nor a number."""
    while True:
        reference = "".join(secrets.choice(LETTERS + DIGITS) for _ in range(length))
        if not reference.isalpha() and not reference.isdigit():
            return reference
