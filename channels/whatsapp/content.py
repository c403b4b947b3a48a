"""Buttons and lists are templates of Twilio's Content API: one for each shape, filled with variables at every use.

A shape is all that variables cannot say: how many lines and buttons there are, and which rows have a description. A
variable may neither be empty nor hold a line break, so that every line of a text is a variable of its own (error
21656). A template's name tells its shape, which is how the ones made earlier are found again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from twilio.rest import Client
from twilio.rest.content.v1.content import ContentList

from channels.whatsapp.errors import ERRORS, is_passing

QUICK_REPLY: Final = "twilio/quick-reply"
LIST_PICKER: Final = "twilio/list-picker"


class ContentRefused(Exception):
    """Twilio does not take the template."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A template and what is said with it this time."""

    kind: str
    definition: Mapping[str, Any]
    values: Mapping[str, str]

    @property
    def name(self) -> str:
        """The same for the same shape, whatever is said."""
        shape = json.dumps([self.kind, self.definition], sort_keys=True)
        return f"assistant_{hashlib.sha256(shape.encode()).hexdigest()[:24]}"

    @property
    def variables(self) -> str:
        """As `ContentVariables` wants them: Twilio has been seen to trip over bare apostrophes, which JSON may escape."""
        return json.dumps(dict(self.values)).replace("'", "\\u0027")


def fill(kind: str, body: str, choices: Sequence[Mapping[str, str]], opener: str) -> Filled:
    """Quick replies, or a list that ``opener`` opens; a choice has `id`, `title` and perhaps a `description`."""
    slots = _Slots()
    text = "\n".join(slots.put(line) for line in body.split("\n"))
    if kind == QUICK_REPLY:
        actions = [
            {"type": "QUICK_REPLY", "title": slots.put(one["title"]), "id": slots.put(one["id"])}
            for one in choices
        ]
        return Filled(kind, {"body": text, "actions": actions}, slots.values)
    items = [
        {
            "item": slots.put(one["title"]),
            "id": slots.put(one["id"]),
            **({"description": slots.put(one["description"])} if one.get("description") else {}),
        }
        for one in choices
    ]
    return Filled(kind, {"body": text, "button": slots.put(opener), "items": items}, slots.values)


@dataclass(slots=True)
class _Slots:
    values: dict[str, str] = field(default_factory=dict)

    def put(self, value: str) -> str:
        said = in_one_line(value)
        if not said:
            return ""
        key = str(len(self.values) + 1)
        self.values[key] = said
        return f"{{{{{key}}}}}"


def in_one_line(text: str) -> str:
    """Without the breaks, tabs and runs of spaces that no variable may have."""
    return " ".join(text.split())


class Templates:
    """The templates at Twilio; those in use are remembered."""

    def __init__(self, twilio: Client) -> None:
        self._twilio = twilio
        self._sids: dict[str, str] = {}

    async def sid_of(self, filled: Filled) -> str:
        """The template's id, made if there is none; ContentRefused, or Twilio's passing errors."""
        if filled.name not in self._sids:
            self._sids[filled.name] = await self._found(filled.name) or await self._made(filled)
        return self._sids[filled.name]

    def forget(self, filled: Filled) -> None:
        """Somebody may have deleted it at Twilio."""
        self._sids.pop(filled.name, None)

    async def _found(self, name: str) -> str | None:
        found = await self._twilio.content.v2.contents.list_async(content_name=name, limit=20)
        return next((one.sid for one in found if one.friendly_name == name), None)

    async def _made(self, filled: Filled) -> str:
        request = ContentList.ContentCreateRequest(
            {
                "friendly_name": filled.name,
                "language": "en",
                "variables": {key: key for key in filled.values},
                "types": {filled.kind: filled.definition},
            }
        )
        try:
            made = await self._twilio.content.v1.contents.create_async(request)
        except ERRORS as error:
            if is_passing(error):
                raise
            raise ContentRefused from None
        return str(made.sid)
