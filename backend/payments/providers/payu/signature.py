"""PayU's signatures: a digest over the API key and what is paid, and the token of our own page."""

from __future__ import annotations

import hashlib
import hmac
from typing import Final
from uuid import UUID

from backend.payments.providers.payu.settings import PayUSettings

_BY_LENGTH: Final = {32: "md5", 40: "sha1", 64: "sha256"}
"""Which digest a signature is: PayU's technical configuration says which one it uses."""


def of_form(access: PayUSettings, reference: str, amount: str, currency: str, digest: str = "sha256") -> str:
    """The signature of the payment form ("Signature for Payment Form")."""
    return _digest(digest, access.api_key, access.merchant_id, reference, amount, currency)


def of_confirmation(
    access: PayUSettings, *, reference: str, value: str, currency: str, state: str, digest: str = "md5"
) -> str:
    """The signature of the confirmation page ("Signature validation")."""
    return _digest(digest, access.api_key, access.merchant_id, reference, new_value(value), currency, state)


def digest_of(signature: str) -> str | None:
    """The digest that a signature was made with, by its length."""
    return _BY_LENGTH.get(len(signature))


def new_value(value: str) -> str:
    """The amount as it is signed: one decimal where the second is zero (150.00 -> 150.0, 150.26 -> 150.26)."""
    whole, _, decimals = value.partition(".")
    two = f"{decimals}00"[:2]
    return f"{whole}.{two[0]}" if two[1] == "0" else f"{whole}.{two}"


def page_token(access: PayUSettings, payment_id: UUID) -> str:
    """What opens our page that leads to PayU: nobody can guess somebody else's."""
    made = hmac.new(access.api_key.encode(), f"page:{payment_id}".encode(), hashlib.sha256)
    return made.hexdigest()[:32]


def _digest(name: str, *parts: str) -> str:
    return hashlib.new(name, "~".join(parts).encode(), usedforsecurity=False).hexdigest()
