"""Bookings."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend.database import Base
from backend.quotes.models import Quote


class Booking(Base):
    """A booking of a quote's places; ``penalty`` is what its cancellation cost, in minor units."""

    __tablename__ = "bookings"
    __table_args__ = (
        CheckConstraint(
            "state IN ('ON_HOLD', 'CONFIRMED', 'EXPIRED', 'CANCELLED', 'REDEEMED', 'PENDING', 'REJECTED')",
            name="state",
        ),
        CheckConstraint("(state = 'ON_HOLD') = (expires_at IS NOT NULL)", name="expires_at"),
        CheckConstraint("penalty BETWEEN 0 AND total", name="penalty"),
        Index("ix_bookings_lead_email", text("lower(btrim(lead_email))")),
        Index("ix_bookings_on_hold", "expires_at", postgresql_where=text("state = 'ON_HOLD'")),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str]
    quote_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("quotes.id"), index=True)
    hold_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("holds.id"), unique=True)
    lead_name: Mapped[str]
    lead_email: Mapped[str]
    lead_phone: Mapped[str]
    conversation_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    language: Mapped[str]
    currency: Mapped[str]
    total: Mapped[int] = mapped_column(BigInteger)
    penalty: Mapped[int | None] = mapped_column(BigInteger)
    expires_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]

    quote: Mapped[Quote] = relationship()


class BookingClaim(Base):
    """A conversation that proved to be with whoever has an e-mail.

    By a code sent to it, for all that is booked in this e-mail: ``made_in`` is empty. By a booking's reference and e-mail
    together, for what was booked in this e-mail where that booking was made, in the conversation ``made_in``.
    """

    __tablename__ = "booking_claims"
    __table_args__ = (
        UniqueConstraint("conversation_id", "email", "made_in", postgresql_nulls_not_distinct=True),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    conversation_id: Mapped[uuid.UUID]
    email: Mapped[str]
    made_in: Mapped[uuid.UUID | None]
    proved_at: Mapped[datetime]


class WrongPair(Base):
    """A reference and an e-mail that do not belong together, as a digest, given in a conversation."""

    __tablename__ = "wrong_pairs"

    conversation_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    digest: Mapped[bytes] = mapped_column(primary_key=True)
    given_at: Mapped[datetime]


class EmailCode(Base):
    """A code that a conversation asked to be sent to an e-mail; ``code_hash`` is empty until it is on its way, where
    nothing is booked in the e-mail, and once it was used."""

    __tablename__ = "email_codes"
    __table_args__ = (
        Index("ix_email_codes_conversation_id", "conversation_id", "id"),
        Index("ix_email_codes_email", "email", "requested_at"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    conversation_id: Mapped[uuid.UUID]
    email: Mapped[str]
    voice: Mapped[str]
    code_hash: Mapped[bytes | None]
    tries: Mapped[int] = mapped_column(server_default="0")
    requested_at: Mapped[datetime]
    mailed_at: Mapped[datetime | None]
