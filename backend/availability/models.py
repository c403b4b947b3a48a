"""Places taken by day, and the holds that take them."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, false, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.database import Base


class Availability(Base):
    """An option on a local day, once anything was taken or closed; before that the day has all of the option's places.

    ``capacity`` follows the option's daily capacity each time places are taken, but never falls below what is taken.
    A closed day gives no more places.
    """

    __tablename__ = "availabilities"
    __table_args__ = (
        CheckConstraint("taken >= 0", name="taken"),
        CheckConstraint("taken <= capacity", name="capacity"),
    )

    option_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("options.id"), primary_key=True)
    on: Mapped[date] = mapped_column(primary_key=True)
    capacity: Mapped[int]
    taken: Mapped[int] = mapped_column(server_default="0")
    closed: Mapped[bool] = mapped_column(server_default=false())


class Hold(Base):
    """Places kept for a quote: ``active`` until it expires, ``consumed`` by a paid booking, ``released`` or ``expired``.

    ``quote_id`` is no foreign key: availability does not know quotes. A quote has at most one hold that keeps places.
    """

    __tablename__ = "holds"
    __table_args__ = (
        CheckConstraint("state IN ('active', 'consumed', 'released', 'expired')", name="state"),
        CheckConstraint("state <> 'active' OR expires_at IS NOT NULL", name="expires_at"),
        Index(
            "uq_holds_quote_id",
            "quote_id",
            unique=True,
            postgresql_where=text("state IN ('active', 'consumed')"),
        ),
        Index("ix_holds_active", "expires_at", postgresql_where=text("state = 'active'")),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    quote_id: Mapped[uuid.UUID]
    state: Mapped[str]
    expires_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class HoldLine(Base):
    """So many places of an option on one day, kept by a hold."""

    __tablename__ = "hold_lines"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity"),
        Index("ix_hold_lines_option_id_on", "option_id", "on"),
    )

    hold_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("holds.id"), primary_key=True)
    option_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("options.id"), primary_key=True)
    on: Mapped[date] = mapped_column(primary_key=True)
    quantity: Mapped[int]
