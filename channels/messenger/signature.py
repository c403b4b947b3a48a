"""Meta's signatures: of what it delivers, over the raw bytes, and of what we ask, over the token ("Secure Graph API calls")."""

from __future__ import annotations

import hashlib
import hmac

HEADER = "X-Hub-Signature-256"


def signature_of(body: bytes, secret: str) -> str:
    """What Meta puts into `HEADER`."""
    return f"sha256={_digest(body, secret)}"


def is_signed(given: str | None, secret: str, body: bytes) -> bool:
    """Compares in constant time; nothing given, or no secret set, is never right."""
    return same(given or "", signature_of(body, secret)) and bool(secret)


def same(given: str, expected: str) -> bool:
    """Whether two words are the same, in a time that tells nothing about them."""
    return hmac.compare_digest(given.encode(), expected.encode())


def proof_of(token: str, secret: str) -> str:
    """The `appsecret_proof`: a token that was stolen is worth nothing without the app's secret."""
    return _digest(token.encode(), secret)


def _digest(message: bytes, secret: str) -> str:
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()
