"""PayU's orders and transactions as far as we need them ("Queries API")."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, Final

from pydantic import Field, field_validator

from backend.payments.providers.reading import Answer

BOGOTA: Final = timezone(timedelta(hours=-5))
"""PayU's times without a zone are Colombia's, which has no summer time."""


class Value(Answer):
    """An amount."""

    value: Decimal
    currency: str


class Response(Answer):
    """How far a transaction came; ``at`` is missing while it is under way."""

    state: str
    response_code: str | None = Field(None, alias="responseCode")
    at: datetime | None = Field(None, alias="operationDate")

    @field_validator("at", mode="before")
    @classmethod
    def _moment(cls, written: Any) -> Any:
        """Milliseconds since 1970, or a text, by the age of the API."""
        if isinstance(written, (int, float)) and not isinstance(written, bool):
            return datetime.fromtimestamp(written / 1_000, UTC)
        if isinstance(written, str):
            at = datetime.fromisoformat(written)
            return at if at.tzinfo else at.replace(tzinfo=BOGOTA)
        return written


class Transaction(Answer):
    """One try to pay, or one to give back."""

    id: str
    type: str | None = None
    parent: str | None = Field(None, alias="parentTransactionId")
    response: Response | None = Field(None, alias="transactionResponse")
    reason: str | None = None
    values: dict[str, Value] = Field(default_factory=dict, alias="additionalValues")

    @field_validator("values", mode="before")
    @classmethod
    def _none_is_empty(cls, written: Any) -> Any:
        return {name: value for name, value in (written or {}).items() if value}


class Order(Answer):
    """Everything that was tried for a reference on one visit to PayU's page."""

    id: str
    reference: str = Field(alias="referenceCode")
    values: dict[str, Value] = Field(default_factory=dict, alias="additionalValues")
    transactions: tuple[Transaction, ...] = ()

    @field_validator("values", mode="before")
    @classmethod
    def _no_values(cls, written: Any) -> Any:
        return {name: value for name, value in (written or {}).items() if value}

    @field_validator("transactions", mode="before")
    @classmethod
    def _none_tried(cls, written: Any) -> Any:
        return written or ()
