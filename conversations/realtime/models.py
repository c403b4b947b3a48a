"""The realtime log: what happened, for whoever reads along or comes back.

It names messages and never repeats them, so that what is erased is gone from here too.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Identity, Index, Text, func
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from conversations.tables import Base


class EventLog(Base):
    """One row: the log's name. Offsets of another epoch mean nothing."""

    __tablename__ = "event_log"

    epoch: Mapped[UUID] = mapped_column(primary_key=True)


class StoredEvent(Base):
    """Something that happened; ``position`` is given once it is committed, so that nothing appears behind a reader."""

    __tablename__ = "events"
    __table_args__ = (
        Index("uq_events_position", "position", unique=True),
        Index("ix_events_unplaced", "id", postgresql_where="position IS NULL"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    position: Mapped[int | None] = mapped_column(BigInteger)
    kind: Mapped[str]
    rooms: Mapped[list[str]] = mapped_column(ARRAY(Text))
    conversation_id: Mapped[UUID | None]
    message_offset: Mapped[int | None]
    data: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    at: Mapped[datetime] = mapped_column(server_default=func.now())
