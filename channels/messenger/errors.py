"""What an error of the Graph API means for the message ("Common Error Codes", "Handling Errors")."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

import httpx

from channels.messenger.window import OUTSIDE_WINDOW
from conversations.ports import SendDelayed, SendRefused

BLOCKED: Final = "blocked"
UNKNOWN_ADDRESS: Final = "unknown_address"
RATE_LIMITED: Final = "rate_limited"
WRONG_CREDENTIALS: Final = "wrong_credentials"
REJECTED: Final = "rejected"

# By code and subcode, None for any.
_REFUSED: Final[Mapping[tuple[int, int | None], str]] = {
    (551, None): BLOCKED,
    (100, 2018001): UNKNOWN_ADDRESS,
    (10, 2018278): OUTSIDE_WINDOW,
}
_NOT_AVAILABLE: Final = 1545041
_RATE_CODES: Final = {4, 17, 32, 613, 80006, 80007}
_PASSING_CODES: Final = {1, 2, 1200}
_TOKEN_CODE: Final = 190


def failure_of(response: httpx.Response) -> SendDelayed | SendRefused:
    """Why an answer that is no success means to try again, or not to."""
    error = _error(response)
    code, subcode = _number(error.get("code")), _number(error.get("error_subcode"))
    if subcode == _NOT_AVAILABLE:
        return SendRefused(BLOCKED)
    if refused := _REFUSED.get((code, subcode)) or _REFUSED.get((code, None)):
        return SendRefused(refused)
    if code == _TOKEN_CODE:
        return SendDelayed(WRONG_CREDENTIALS)
    after = _seconds(response.headers.get("Retry-After"))
    if code in _RATE_CODES or response.status_code == httpx.codes.TOO_MANY_REQUESTS:
        return SendDelayed(RATE_LIMITED, after)
    if code in _PASSING_CODES or error.get("is_transient") or response.status_code >= 500:
        return SendDelayed(f"status {response.status_code}", after)
    return SendRefused(REJECTED)


def _error(response: httpx.Response) -> Mapping[str, Any]:
    try:
        error = json.loads(response.content)["error"]
    except (ValueError, KeyError, TypeError):
        return {}
    return error if isinstance(error, dict) else {}


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _seconds(told: str | None) -> float | None:
    """What `Retry-After` says in seconds; its other form, a date, is left to our own patience."""
    return float(told) if told and told.isdecimal() else None
