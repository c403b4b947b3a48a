"""Stripe's objects as far as we need them (https://docs.stripe.com/api)."""

from __future__ import annotations

from backend.payments.providers.reading import Answer


class BalanceTransaction(Answer):
    """What a charge came to in the account: ``fee`` in its own ``currency``, the account's."""

    amount: int
    currency: str
    fee: int


class Refund(Answer):
    """Money that goes back."""

    id: str
    amount: int
    currency: str
    status: str | None
    created: int
    metadata: dict[str, str] | None = None
    payment_intent: str | None = None


class Refunds(Answer):
    """The newest ten refunds of a charge."""

    data: tuple[Refund, ...]
    has_more: bool = False


class Charge(Answer):
    """Money that was taken, or was to be."""

    id: str
    amount: int
    amount_captured: int | None = None
    currency: str
    paid: bool
    captured: bool = True
    created: int
    disputed: bool = False
    payment_intent: str | None = None
    metadata: dict[str, str] | None = None
    balance_transaction: BalanceTransaction | str | None = None
    refunds: Refunds | None = None


class Failure(Answer):
    """Why a card was not taken."""

    code: str | None = None
    decline_code: str | None = None


class PaymentIntent(Answer):
    """One attempt after the other to take an amount."""

    id: str
    status: str
    metadata: dict[str, str] | None = None
    latest_charge: Charge | str | None = None
    last_payment_error: Failure | None = None


class Session(Answer):
    """A page of Checkout."""

    id: str
    status: str | None
    payment_status: str
    client_reference_id: str | None = None
    payment_intent: PaymentIntent | str | None = None
    url: str | None = None
    expires_at: int


class Dispute(Answer):
    """A bank that wants the money back, or asks what it was for."""

    id: str
    amount: int
    currency: str
    status: str
    reason: str | None = None
    created: int
    payment_intent: str | None = None
    charge: str | None = None
