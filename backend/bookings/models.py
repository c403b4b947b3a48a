"""Bookings."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, func, text
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
    """A conversation that proved, by a booking's reference and e-mail together, to be with whoever has the e-mail."""

    __tablename__ = "booking_claims"

    conversation_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(primary_key=True)
    proved_at: Mapped[datetime] = mapped_column(server_default=func.now())
