"""One turn as the app sends it (docs/architecture.md), checked."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bot.components.language_choice import DEFAULT, LANGUAGES
from bot.components.payloads import MalformedPayload, as_free_text, with_language

LONGEST_TEXT = 10_000
LARGEST_BODY = 64 * 1024
MOST_OVERHEARD = 20


class InvalidTurn(ValueError):
    """The body is not a turn; the message says which part and why."""


@dataclass(frozen=True)
class TurnRequest:
    """A traveller's message. `words` is what Rasa reads: free text, never an intent, or the button's payload.

    `overheard` is what they told somebody else before, oldest first: it comes with a payload and is listened to for
    what it names.
    """

    conversation_id: str
    message_id: str
    words: str
    language: str | None
    heard: bool = True
    overheard: tuple[str, ...] = ()


def read_turn(body: bytes) -> TurnRequest:
    """The turn of a JSON body; raises `InvalidTurn`."""
    if len(body) > LARGEST_BODY:
        raise InvalidTurn(f"The body is larger than {LARGEST_BODY} bytes.")
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise InvalidTurn(f"The body is not JSON: {error}.") from error
    if not isinstance(fields, dict):
        raise InvalidTurn("The body is not a JSON object.")
    language = _language(fields.get("language"))
    return TurnRequest(
        conversation_id=_uuid(fields, "conversation_id"),
        message_id=_uuid(fields, "message_id"),
        words=_words(fields.get("text"), fields.get("payload"), language or DEFAULT),
        language=language,
        heard=fields.get("heard", True) is not False,
        overheard=_overheard(fields.get("overheard") or []),
    )


def _uuid(fields: dict[str, Any], name: str) -> str:
    value = fields.get(name)
    try:
        return str(UUID(value)) if isinstance(value, str) else _refuse(name)
    except ValueError:
        return _refuse(name)


def _refuse(name: str) -> str:
    raise InvalidTurn(f"{name} is not a UUID.")


def _language(value: object) -> str | None:
    if value is not None and value not in LANGUAGES:
        raise InvalidTurn(f"language is none of {', '.join(LANGUAGES)}, nor null.")
    return str(value) if value else None


def _words(text: object, payload: object, language: str) -> str:
    if payload is not None:
        try:
            return (
                with_language(payload, language) if isinstance(payload, str) else with_language("", language)
            )
        except MalformedPayload as error:
            raise InvalidTurn('payload is not of the form /intent or /intent{"entity": value}.') from error
    if not isinstance(text, str):
        raise InvalidTurn("text is not a string.")
    if len(text) > LONGEST_TEXT:
        raise InvalidTurn(f"text has more than {LONGEST_TEXT} characters.")
    return as_free_text(_readable(text))


def _overheard(lines: object) -> tuple[str, ...]:
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        raise InvalidTurn("overheard is not a list of strings.")
    return tuple(as_free_text(_readable(line[:LONGEST_TEXT])) for line in lines[-MOST_OVERHEARD:])


def _readable(text: str) -> str:
    """Composed as everybody writes it, without halves of characters, which no encoding can carry, and without NUL."""
    whole = text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")
    return unicodedata.normalize("NFC", whole)
