"""What the Graph API says no to, as its emulator says it: `{"error": {...}}` ("Handling Errors")."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from fastapi.responses import JSONResponse

Json = dict[str, Any]


def error(
    code: int,
    message: str,
    *,
    subcode: int | None = None,
    status: int = 400,
    headers: dict[str, str] | None = None,
    **more: Any,
) -> JSONResponse:
    """An error of the Graph API."""
    told = {"message": f"(#{code}) {message}", "type": "OAuthException", "code": code, **more}
    if subcode is not None:
        told["error_subcode"] = subcode
    return JSONResponse(
        {"error": {**told, "fbtrace_id": uuid4().hex[:11]}}, status_code=status, headers=headers
    )


def too_much(message: Json) -> str | None:
    """What of a message is beyond a limit of the platform, or missing."""
    payload = (message.get("attachment") or {}).get("payload") or {}
    elements = payload.get("elements") or []
    if not message.get("text") and not elements and not payload.get("text"):
        return "Message cannot be empty, must provide valid attachment or text"
    limits = {
        "message[text]": (len(message.get("text") or ""), 2000),
        "message[quick_replies]": (len(message.get("quick_replies") or ()), 13),
        "elements": (len(elements), 10),
        "template[text]": (len(payload.get("text") or ""), 640),
        "template[buttons]": (len(payload.get("buttons") or ()), 3),
    }
    for place, button in enumerate(payload.get("buttons") or ()):
        limits[f"buttons[{place}][title]"] = (len(button["title"]), 20)
        if not button["url"].startswith("https://"):
            return f"Param buttons[{place}][url] must be an https address"
    for place, element in enumerate(elements):
        limits[f"elements[{place}][title]"] = (len(element["title"]), 80)
        limits[f"elements[{place}][subtitle]"] = (len(element.get("subtitle") or ""), 80)
        limits[f"elements[{place}][buttons]"] = (len(element.get("buttons") or ()), 3)
    beyond = (name for name, (length, most) in limits.items() if length > most)
    return next((f"Length of param {name} is too long" for name in beyond), None)
