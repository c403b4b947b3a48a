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
    """Places kept for a quote.

    ``active`` and ``booked`` ones keep them until they expire, ``consumed`` ones, whose booking is paid, for good;
    ``released`` and ``expired`` ones keep none. ``quote_id`` is no foreign key: availability does not know quotes. A quote has at most one hold that keeps places.
    """

    __tablename__ = "holds"
    __table_args__ = (
        CheckConstraint("state IN ('active', 'booked', 'consumed', 'released', 'expired')", name="state"),
        CheckConstraint("state NOT IN ('active', 'booked') OR expires_at IS NOT NULL", name="expires_at"),
        Index(
            "uq_holds_quote_id",
            "quote_id",
            unique=True,
            postgresql_where=text("state IN ('active', 'booked', 'consumed')"),
        ),
        Index("ix_holds_expiring", "expires_at", postgresql_where=text("state IN ('active', 'booked')")),
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
