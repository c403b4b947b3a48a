"""Messages of signs alone: a thumb is a yes, a smile is only a smile."""

from __future__ import annotations

_YES = frozenset("👍👌✅☑✔🆗🙌💯🤝")


def only_signs(text: str) -> bool:
    """Whether a text has neither letters nor digits, but something to see."""
    return bool(text.strip()) and not any(character.isalnum() for character in text)


def is_no_answer(text: str) -> bool:
    """Whether a text of signs alone must not be taken for a yes."""
    return only_signs(text) and not any(character in _YES for character in text)
