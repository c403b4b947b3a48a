"""How the emulator answers our sender: Twilio's Messages and Content APIs as far as we use them, with their checks."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from fastapi.responses import JSONResponse

from channels.phones import Choices, Row, Shown, Tap

Json = dict[str, Any]
_SLOT = re.compile(r"\{\{(\w+)\}\}")
_FIT_FOR_NO_VARIABLE = re.compile(r"[\n\t]| {5}")


class Refused(Exception):
    """Twilio answers with an error."""

    def __init__(
        self, status: int, code: int, message: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.response = error(status, code, message, headers)


def error(status: int, code: int, message: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """An error as Twilio writes it."""
    told = {"code": code, "message": message, "more_info": f"https://www.twilio.com/docs/errors/{code}"}
    return JSONResponse({**told, "status": status}, status_code=status, headers=dict(headers or {}))


@dataclass
class Contents:
    """The templates of an account, by sid; while ``refusing`` none is taken."""

    account: str
    templates: dict[str, Json] = field(default_factory=dict)
    refusing: bool = False

    def create(self, asked: Json) -> Json:
        """A new template."""
        if self.refusing:
            raise Refused(400, 20001, "Invalid parameter")
        return self.add(f"HX{uuid4().hex}", asked)

    def add(self, sid: str, asked: Json) -> Json:
        """A template under this sid."""
        self.templates[sid] = {"sid": sid, "account_sid": self.account, **asked}
        return self.templates[sid]

    def search(self, name: str) -> Json:
        """Templates with this in their name, as a page."""
        found = [one for one in self.templates.values() if name in one["friendly_name"]]
        meta = {"page": 0, "page_size": 50, "next_page_url": None, "key": "contents"}
        return {"contents": found, "meta": meta}

    def shown(self, sid: str, variables: str) -> Shown:
        """What a phone shows of a template; Refused where it, or what is said with it, does not fit."""
        if sid not in self.templates:
            raise Refused(400, 21655, "The ContentSid Parameter is invalid")
        try:
            values = json.loads(variables or "{}")
        except ValueError:
            raise Refused(400, 21656, "The Content Variables parameter is invalid") from None
        if any(not value or _FIT_FOR_NO_VARIABLE.search(value) for value in values.values()):
            raise Refused(400, 21656, "The Content Variables parameter is invalid")
        ((kind, asked),) = self.templates[sid]["types"].items()
        content = _filled(asked, values)
        if not _fits(kind, content):
            raise Refused(400, 21656, "The Content Variables parameter is invalid")
        if kind == "twilio/list-picker":
            rows = tuple(Row(one["item"], one["id"], one.get("description", "")) for one in content["items"])
            return Shown(sender="us", text=content["body"], list=Choices(content["button"], rows))
        taps = tuple(Tap(one["title"], one["id"]) for one in content.get("actions", ()))
        return Shown(sender="us", text=content["body"], buttons=taps)


def _filled(asked: Any, values: Mapping[str, str]) -> Any:
    if isinstance(asked, str):
        return _SLOT.sub(lambda slot: values.get(slot[1], slot[1]), asked)
    if isinstance(asked, list):
        return [_filled(one, values) for one in asked]
    return {key: _filled(one, values) for key, one in asked.items()}


def _fits(kind: str, content: Json) -> bool:
    """The limits of WhatsApp in an open window."""
    actions, items = content.get("actions", []), content.get("items", [])
    return (
        0 < len(content["body"]) <= (1600 if kind == "twilio/text" else 1024)
        and len(actions) <= 3
        and len(items) <= 10
        and len(content.get("button", "")) <= 20
        and len({one["title"] for one in actions}) == len(actions)
        and all(len(one["title"]) <= 20 and len(one["id"]) <= 256 for one in actions)
        and all(len(one["item"]) <= 24 and len(one["id"]) <= 200 for one in items)
        and all(len(one.get("description", "")) <= 72 for one in items)
    )
