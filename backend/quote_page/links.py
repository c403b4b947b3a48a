"""Addresses of quotes' pages, which cannot be guessed: a reference alone, read aloud or over a shoulder, opens none."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from typing import Final
from uuid import UUID

from itsdangerous import BadSignature, Signer

PREFIX: Final = "/quotes"


class QuoteLinks:
    """Makes and reads the addresses below ``address``, signed with one secret; they are good as long as it is."""

    def __init__(self, *, secret: str, address: str) -> None:
        self._address = address.rstrip("/")
        self._signer = Signer(secret, salt="quote page", digest_method=sha256)

    def link(self, quote_id: UUID) -> str:
        """Where the page of a quote is."""
        return f"{self._address}{self.path(quote_id)}"

    def path(self, quote_id: UUID) -> str:
        """The same, seen from the page itself."""
        named = urlsafe_b64encode(quote_id.bytes).rstrip(b"=")
        return f"{PREFIX}/{self._signer.sign(named).decode()}"

    def read(self, token: str) -> UUID | None:
        """The quote whose address ends so; None where none does."""
        try:
            return UUID(bytes=urlsafe_b64decode(self._signer.unsign(token.encode()) + b"=="))
        except (BadSignature, ValueError):
            return None
