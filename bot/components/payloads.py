"""A button's payload, `/intent{"entity": value}`: how to know one, read one, and keep free text from being one."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

_PAYLOAD = re.compile(r"/(?P<intent>[a-z][a-z0-9_]*)(?P<entities>\{.*\})?", re.DOTALL)
_LEADING = re.compile(r"^[\s/]+")


class MalformedPayload(ValueError):
    """What came as a payload is not `/intent` with an optional JSON object of entities."""


def is_payload(text: str) -> bool:
    """Whether Rasa will read `text` as an intent rather than as words; free text never is one (see `as_free_text`)."""
    return text.lstrip().startswith("/")


def as_free_text(text: str) -> str:
    """What a traveller wrote, without the leading slashes that Rasa would read as an intent."""
    return _LEADING.sub("", text)


def with_language(payload: str, language: str) -> str:
    """The payload carrying the `language` entity every message has, unless it names one; raises `MalformedPayload`."""
    return with_entities(payload, {"language": language})


def with_entities(payload: str, entities: Mapping[str, Any]) -> str:
    """The payload with these entities too; what it names itself stands. Raises `MalformedPayload`."""
    match = _PAYLOAD.fullmatch(payload)
    if match is None:
        raise MalformedPayload(payload)
    own = _read_entities(match["entities"] or "{}")
    return f"/{match['intent']}{json.dumps({**entities, **own})}"


def _read_entities(text: str) -> dict[str, Any]:
    try:
        entities: dict[str, Any] = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise MalformedPayload(text) from error
    return entities
