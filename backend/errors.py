"""Every error of the backend states a fact, carries its object and knows its HTTP status."""

from __future__ import annotations


class BackendError(Exception):
    """The root of what the backend can refuse."""

    status = 400
    code = "backend_error"


class CurrencyMismatch(BackendError):
    """Two amounts of different currencies met."""

    code = "currency_mismatch"

    def __init__(self, left: str, right: str) -> None:
        super().__init__(f"{left} and {right} cannot be added")
