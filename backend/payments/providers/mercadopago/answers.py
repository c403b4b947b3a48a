"""Mercado Pago's objects as far as we need them."""

from __future__ import annotations

from decimal import Decimal

from pydantic import AwareDatetime, field_validator

from backend.payments.providers.reading import Answer


class Preference(Answer):
    """What a link is made of; it may be paid more than once."""

    id: str
    init_point: str
    external_reference: str | None = None
    expires: bool | None = None
    expiration_date_to: AwareDatetime | None = None


class Fee(Answer):
    """What Mercado Pago keeps, and from whom: the `collector` is us, the `payer` pays for instalments."""

    amount: Decimal
    fee_payer: str


class Refund(Answer):
    """Money that goes back."""

    id: str
    amount: Decimal
    status: str
    date_created: AwareDatetime


class Payment(Answer):
    """One try to pay, and what became of it."""

    id: str
    status: str
    status_detail: str | None = None
    currency_id: str
    transaction_amount: Decimal
    transaction_amount_refunded: Decimal | None = None
    date_created: AwareDatetime
    date_approved: AwareDatetime | None = None
    external_reference: str | None = None
    fee_details: tuple[Fee, ...] = ()
    refunds: tuple[Refund, ...] = ()

    @field_validator("fee_details", "refunds", mode="before")
    @classmethod
    def _none_is_empty(cls, value: object) -> object:
        return value or ()


class Paging(Answer):
    """How much there is."""

    total: int


class Page(Answer):
    """A part of what was searched."""

    paging: Paging
    results: tuple[Payment, ...]


class Chargeback(Answer):
    """A bank that wants the money back."""

    id: str
    payments: tuple[str, ...]
