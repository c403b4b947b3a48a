"""Numbers of payment cards that somebody types into the chat: none is kept, nor given to the bot or an agent."""

from __future__ import annotations

import re
from typing import Final

# 16 digits of Visa, Mastercard and most others, 15 of American Express; telephone numbers have at most 15, and none of
# these beginnings with so many.
_LIKELY: Final = re.compile(r"(?<![\d+])(?:3[47]\d{2}(?:[ .-]?\d){11}|[2-6]\d{3}(?:[ .-]?\d){12})(?!\d)")


def without_card_numbers(text: str) -> str:
    """The text with the last four digits left of each card number in it."""
    return _LIKELY.sub(_masked, text)


def _masked(found: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", found[0])
    return f"•••• {digits[-4:]}" if _is_valid(digits) else found[0]


def _is_valid(digits: str) -> bool:
    """Whether the last digit is the check digit of ISO/IEC 7812 ("Luhn")."""
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
