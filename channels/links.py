"""Links that open a chat with something in mind: `https://t.me/<bot>?start=...`, `https://m.me/<page>?ref=...`."""

from __future__ import annotations

import json
import re
from typing import Final

from language.reference import ALPHABET, LENGTH, find_reference

_QUOTE: Final = re.compile(rf"Q-[{ALPHABET}]{{{LENGTH}}}")


def command_of(reference: str) -> str | None:
    """What a link says to the bot: a quote's reference opens the quote, a booking's asks for it; None for anything else."""
    if quote := _QUOTE.fullmatch(reference.strip().upper()):
        return f"/see_options{json.dumps({'quote': quote.group()})}"
    found = find_reference(reference.strip())
    return f"/booking_status{json.dumps({'reference': found.value})}" if found else None
