"""What an operator does from the command line, through the running app's console endpoints."""

from __future__ import annotations

import httpx

from app.settings import Settings


class OperatorRefused(Exception):
    """The console refused; the message says why."""


def mark_paid(settings: Settings, reference: str) -> str:
    """Marks the booking paid; the app tells the traveller. Returns a line to print."""
    booking = _post(settings, f"/console/bookings/{reference.upper()}/mark-paid")
    return f"{booking['reference']} is {booking['state']}"


def resume_bot(settings: Settings, conversation_id: str) -> str:
    """Gives the conversation back to the bot. Returns a line to print."""
    conversation = _post(settings, f"/console/conversations/{conversation_id}/resume-bot")
    return f"{conversation_id} is owned by the {conversation['owner']}"


def _post(settings: Settings, path: str) -> dict[str, str]:
    headers = {
        "Authorization": f"Bearer {settings.secrets['console_token']}",
        "Accept-Language": "en",  # As all that the command line says.
    }
    try:
        answer = httpx.post(f"http://127.0.0.1:{settings.app_port}{path}", headers=headers, timeout=15)
    except httpx.HTTPError as error:
        raise OperatorRefused(
            f"No assistant answers at {settings.address}. Start it with: make up"
        ) from error
    if answer.is_error:
        raise OperatorRefused(answer.json().get("error", {}).get("text", answer.text))
    body: dict[str, str] = answer.json()
    return body
