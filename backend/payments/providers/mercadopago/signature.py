"""Mercado Pago's signature: an HMAC over the notice's id, the request's id and a timestamp.

"Webhooks" in its documentation: the id comes from the address, in lower case; a part that is not there is left out.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from backend.payments.ports import NoticeForged

TOLERANCE: Final = 300.0
"""Seconds that a signature may be old, or ahead of our clock."""
_MILLISECONDS: Final = 12
"""So many digits and more are milliseconds; the documentation has examples of both."""


def sign(secret: str, data_id: str | None, request_id: str | None, at: int) -> str:
    """The header `x-signature` at a moment in milliseconds since 1970."""
    return f"ts={at},v1={_mac(secret, data_id, request_id, str(at))}"


def check(headers: Mapping[str, str], query: Mapping[str, str], secret: str, now: datetime) -> None:
    """NoticeForged unless the header signs this address."""
    header = headers.get("x-signature")
    if not header:
        raise NoticeForged("unsigned")
    parts = {
        name.strip(): value.strip() for name, _, value in (part.partition("=") for part in header.split(","))
    }
    moment, given = parts.get("ts", ""), parts.get("v1", "")
    if not (moment.isascii() and moment.isdigit() and len(moment) <= 16 and given):
        raise NoticeForged("unsigned")
    expected = _mac(secret, query.get("data.id"), headers.get("x-request-id"), moment)
    if not hmac.compare_digest(expected.encode(), given.encode()):
        raise NoticeForged("forged")
    at = int(moment) / (1_000 if len(moment) >= _MILLISECONDS else 1)
    if abs(now.timestamp() - at) > TOLERANCE:
        raise NoticeForged("stale")


def _mac(secret: str, data_id: str | None, request_id: str | None, moment: str) -> str:
    parts = (("id", (data_id or "").lower()), ("request-id", request_id or ""), ("ts", moment))
    manifest = "".join(f"{name}:{value};" for name, value in parts if value)
    return hmac.new(secret.encode(), manifest.encode(), hashlib.sha256).hexdigest()
