"""The tables of payments; amounts are minor units of ``currency``, times UTC."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.database import Base


class Payment(Base):
    """A wish to be paid a part of a booking through one provider, by a link with an end."""

    __tablename__ = "payments"
    __table_args__ = (
        CheckConstraint("kind IN ('deposit', 'balance', 'full')", name="kind"),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint(
            "state IN ('requested', 'open', 'processing', 'paid', 'failed', 'expired')", name="state"
        ),
        UniqueConstraint("provider", "reference"),
        Index(
            "ix_payments_open",
            "expires_at",
            postgresql_where="state IN ('requested', 'open', 'processing', 'failed')",
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    booking_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("bookings.id"), index=True)
    kind: Mapped[str]
    provider: Mapped[str]
    currency: Mapped[str]
    amount: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str]
    reference: Mapped[str | None] = mapped_column(doc="the provider's id of the link")
    url: Mapped[str | None]
    expires_at: Mapped[datetime]
    conversation_id: Mapped[uuid.UUID | None]
    language: Mapped[str]
    failure: Mapped[str | None]
    requested_at: Mapped[datetime]
    paid_at: Mapped[datetime | None]


class Capture(Base):
    """Money that a provider took; ``rule`` is what we made of it. Without a payment it is money of nobody known."""

    __tablename__ = "captures"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        UniqueConstraint("provider", "provider_payment_id"),
        Index("ix_captures_paid_at", "provider", "paid_at"),
        Index("ix_captures_short", "booking_id", postgresql_where="rule = 'short'"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    provider: Mapped[str]
    provider_payment_id: Mapped[str]
    payment_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("payments.id"), index=True)
    booking_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("bookings.id"), index=True)
    currency: Mapped[str]
    amount: Mapped[int] = mapped_column(BigInteger)
    fee: Mapped[int] = mapped_column(BigInteger, server_default="0")
    rule: Mapped[str]
    paid_at: Mapped[datetime]
    recorded_at: Mapped[datetime]


class Refund(Base):
    """Money that goes back: first as a wish, then as what the provider says of it."""

    __tablename__ = "refunds"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("state IN ('requested', 'pending', 'done', 'failed')", name="state"),
        Index("ix_refunds_open", "requested_at", postgresql_where="state IN ('requested', 'pending')"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    capture_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("captures.id"), index=True)
    booking_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("bookings.id"), index=True)
    currency: Mapped[str]
    amount: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str]
    state: Mapped[str]
    provider_refund_id: Mapped[str | None]
    failure: Mapped[str | None]
    requested_by: Mapped[uuid.UUID | None]
    requested_at: Mapped[datetime]
    done_at: Mapped[datetime | None]


class Dispute(Base):
    """A traveller who asked their bank for the money back."""

    __tablename__ = "disputes"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'won', 'lost')", name="state"),
        UniqueConstraint("provider", "provider_dispute_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    capture_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("captures.id"), index=True)
    provider: Mapped[str]
    provider_dispute_id: Mapped[str]
    currency: Mapped[str]
    amount: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str]
    reason: Mapped[str | None]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class PaymentNotice(Base):
    """A webhook as it came, once; what it says is asked for anew when it is settled."""

    __tablename__ = "payment_notices"
    __table_args__ = (
        UniqueConstraint("provider", "event_id"),
        Index("ix_payment_notices_settled", "settled_at"),
        Index("ix_payment_notices_unsettled", "received_at", postgresql_where="settled_at IS NULL"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    provider: Mapped[str]
    event_id: Mapped[str]
    kind: Mapped[str]
    reference: Mapped[str | None] = mapped_column(doc="what to ask the provider for")
    body: Mapped[bytes] = mapped_column(LargeBinary)
    received_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    outcome: Mapped[str | None]


class ProviderCall(Base):
    """A call that changes something there: written down before it is made, and its result after it."""

    __tablename__ = "provider_calls"
    __table_args__ = (
        CheckConstraint("action IN ('create_link', 'expire', 'refund')", name="action"),
        UniqueConstraint("action", "subject_id"),
        Index("ix_provider_calls_open", "began_at", postgresql_where="ended_at IS NULL"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, doc="the idempotency key")
    provider: Mapped[str]
    action: Mapped[str]
    subject_id: Mapped[uuid.UUID] = mapped_column(doc="of the payment or refund")
    began_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(server_default="0")
    ended_at: Mapped[datetime | None]
    result: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    failure: Mapped[str | None]


class Reconciliation(Base):
    """One comparison of a provider's list with ours."""

    __tablename__ = "reconciliations"
    __table_args__ = (Index("ix_reconciliations_ran_at", "provider", "ran_at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    provider: Mapped[str]
    since: Mapped[datetime]
    until: Mapped[datetime]
    ran_at: Mapped[datetime]
    compared: Mapped[int]
    repaired: Mapped[int]
    ended_at: Mapped[datetime | None] = mapped_column(doc="None: it broke off, or is under way")


class Discrepancy(Base):
    """What the two lists do not agree on, with both sides."""

    __tablename__ = "discrepancies"
    __table_args__ = (
        CheckConstraint("kind IN ('ours_only', 'theirs_only', 'different')", name="kind"),
        CheckConstraint("state IN ('open', 'repaired', 'settled')", name="state"),
        UniqueConstraint("provider", "provider_payment_id", "kind"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    reconciliation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("reconciliations.id"))
    provider: Mapped[str]
    provider_payment_id: Mapped[str]
    kind: Mapped[str]
    ours: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    theirs: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    state: Mapped[str]
    settled_by: Mapped[uuid.UUID | None]
    settled_at: Mapped[datetime | None]
    note: Mapped[str | None]
