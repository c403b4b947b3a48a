"""Stripe's signature: a timestamped HMAC over the raw body (https://docs.stripe.com/webhooks#verify-manually)."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime
from typing import Final

from backend.payments.ports import NoticeForged

TOLERANCE: Final = 300.0
"""Seconds that a signature may be old, or ahead of our clock."""


def sign(body: bytes, secret: str, at: int) -> str:
    """The header `Stripe-Signature` of a body at a second since 1970."""
    return f"t={at},v1={_mac(body, secret, at)}"


def check(header: str | None, body: bytes, secret: str, now: datetime) -> None:
    """NoticeForged unless any `v1` of the header is ours; there are several while a secret is being replaced."""
    if not header:
        raise NoticeForged("unsigned")
    parts = [part.strip().partition("=") for part in header.split(",")]
    times = [value for name, _, value in parts if name == "t"]
    given = [value for name, _, value in parts if name == "v1"]
    if len(times) != 1 or not (times[0].isascii() and times[0].isdigit()) or len(times[0]) > 12 or not given:
        raise NoticeForged("unsigned")
    at = int(times[0])
    expected = _mac(body, secret, at)
    if not any(hmac.compare_digest(expected.encode(), one.encode()) for one in given):
        raise NoticeForged("forged")
    if abs(now.timestamp() - at) > TOLERANCE:
        raise NoticeForged("stale")


def _mac(body: bytes, secret: str, at: int) -> str:
    return hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
