"""What Twilio's error codes mean to us (twilio.com/docs/api/errors)."""

from __future__ import annotations

from typing import Final, TypeAlias

from twilio.base.exceptions import TwilioRestException, TwilioServiceException

from conversations.ports import SendDelayed, SendRefused

OUTSIDE_WINDOW: Final = "outside_window"
UNKNOWN_ADDRESS: Final = "unknown_address"
BLOCKED: Final = "blocked"
MEDIA_NOT_FETCHED: Final = "media_not_fetched"
REJECTED: Final = "rejected"
RATE_LIMITED: Final = "rate_limited"
WRONG_CREDENTIALS: Final = "wrong_credentials"

REASONS: Final = {
    63016: OUTSIDE_WINDOW,
    63024: UNKNOWN_ADDRESS,
    21211: UNKNOWN_ADDRESS,
    21614: UNKNOWN_ADDRESS,
    21610: BLOCKED,
    63019: MEDIA_NOT_FETCHED,
}
TOO_FAST: Final = frozenset({20429, 21611, 63018})
"""Requests, queued messages, messages on the channel."""
CONTENT_REFUSED: Final = frozenset({21655, 21656, 21657, 21658})
"""The template is gone, does not fit, or its variables do not; the same words as plain text would be taken."""

ERRORS: Final = (TwilioRestException, TwilioServiceException)
TwilioError: TypeAlias = TwilioRestException | TwilioServiceException


def reason_of(code: str | None) -> str | None:
    """A word of ours for a code in a status report, else the code itself."""
    return REASONS.get(int(code), code) if code and code.isdecimal() else code


def is_passing(error: TwilioError) -> bool:
    """Whether the same request may be taken later: a wrong token is put right by somebody."""
    return error.status in (401, 429) or error.status >= 500 or error.code in TOO_FAST


def failure_of(error: TwilioError) -> SendDelayed | SendRefused:
    """What a failed request means for the message."""
    if error.code in REASONS:
        return SendRefused(REASONS[error.code])
    if error.status == 401:
        return SendDelayed(WRONG_CREDENTIALS)
    if is_passing(error):
        return SendDelayed(RATE_LIMITED if error.status < 500 else f"status_{error.status}")
    return SendRefused(REJECTED)
