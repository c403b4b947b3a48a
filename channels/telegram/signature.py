"""Whether a request comes from Telegram: the secret that `setWebhook` was given comes back in a header."""

from __future__ import annotations

import hmac

HEADER = "X-Telegram-Bot-Api-Secret-Token"


def is_signed(given: str | None, secret: str) -> bool:
    """Compares in constant time; nothing given is never right."""
    return hmac.compare_digest((given or "").encode(), secret.encode()) and bool(secret)
