"""Words that only their bearer knows: of sessions, of invitations. We keep their SHA-256 alone."""

from __future__ import annotations

import hashlib
import secrets

BYTES = 32
MOST = 128
"""Characters of anything that is looked at as a token at all."""


def new_token() -> str:
    """256 random bits, fit for a cookie or an address."""
    return secrets.token_urlsafe(BYTES)


def hash_of(token: str) -> bytes:
    """What is kept; a token has so much chance in it that no salt is needed."""
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()
