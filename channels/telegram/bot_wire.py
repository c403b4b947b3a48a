"""How requests to the Bot API and its answers are written."""

from __future__ import annotations

import json
from dataclasses import dataclass
from email import policy
from email.parser import BytesParser
from typing import Any
from urllib.parse import parse_qsl

from fastapi.responses import JSONResponse

Json = dict[str, Any]
_STRUCTURED = frozenset({"reply_markup", "commands", "allowed_updates", "link_preview_options"})


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in a request."""

    name: str
    content: bytes


def fields_of(body: bytes, content_type: str) -> Json:
    """The parameters of a request: a form, whose structures are JSON; with files a multipart one (RFC 7578)."""
    if not content_type.startswith("multipart/form-data"):
        return {name: _read(name, value) for name, value in parse_qsl(body.decode(), keep_blank_values=True)}
    whole = BytesParser(policy=policy.HTTP).parsebytes(
        b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body
    )
    fields: Json = {}
    for part in whole.iter_parts():
        name = str(part.get_param("name", header="content-disposition"))
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        file = part.get_filename()
        fields[name] = _read(name, content.decode()) if file is None else Upload(file, content)
    return fields


def legible(fields: Json) -> str:
    """The parameters to be looked at: files by name and size."""
    shown = {
        name: f"({value.name}, {len(value.content)} bytes)" if isinstance(value, Upload) else value
        for name, value in fields.items()
    }
    return json.dumps(shown, ensure_ascii=False, indent=1)


def ok(result: Any) -> JSONResponse:
    """What was asked for."""
    return JSONResponse({"ok": True, "result": result})


def error(status: int, description: str, **more: Any) -> JSONResponse:
    """Why it was not done."""
    content = {"ok": False, "error_code": status, "description": description, **more}
    return JSONResponse(content, status_code=status)


def _read(name: str, value: str) -> Any:
    return json.loads(value) if name in _STRUCTURED else value
