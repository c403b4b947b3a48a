"""References that people read aloud: no 0 and O, no 1 and I."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
DIGITS = "23456789"


LAST = LETTERS[-1] * 12
"""Behind this, after any beginning, no reference follows."""


@dataclass(frozen=True, slots=True)
class Referenced:
    """Something with a reference, the conversation it was made in, and when (UTC)."""

    reference: str
    conversation_id: UUID | None
    at: datetime


def beginning_of(typed: str) -> str | None:
    """What references could begin with that somebody types; None where no reference begins so, or all too many do."""
    plain = re.sub(r"[\s-]", "", typed).upper()
    return plain if re.fullmatch(rf"[{LETTERS}{DIGITS}]{{3,12}}", plain) else None


def new_reference(length: int = 6) -> str:
    """A random reference with at least one letter and one digit, so that it is neither a word nor a number."""
    while True:
        reference = "".join(secrets.choice(LETTERS + DIGITS) for _ in range(length))
        if not reference.isalpha() and not reference.isdigit():
            return reference
