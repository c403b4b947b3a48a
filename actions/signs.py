"""Messages of signs alone, empty or endless ones: a thumb is a yes, a smile is only a smile."""

from __future__ import annotations

import unicodedata

LONG_TEXT = 1000
_YES = frozenset("👍👌✅☑✔🆗🙌💯🤝")


def only_signs(text: str) -> bool:
    """Whether a text has neither letters nor digits, but something to see."""
    return bool(text.strip()) and not any(character.isalnum() for character in text)


def is_no_answer(text: str) -> bool:
    """Whether a text of signs alone must not be taken for a yes."""
    return only_signs(text) and not any(character in _YES for character in text)


def kind_of_nonsense(text: str, intent: str) -> str:
    """What kind of message was not understood: the key of its text below ``talk``."""
    text = text.strip()
    if not text:
        return "empty"
    if len(text) > LONG_TEXT:
        return "too_long"
    if only_signs(text):
        return (
            "emoji" if any(unicodedata.category(character) == "So" for character in text) else "misunderstood"
        )
    return "out_of_scope" if intent == "out_of_scope" else "misunderstood"
