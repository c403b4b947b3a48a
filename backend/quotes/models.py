"""Issued quotes: written once, never changed (a trigger of the database refuses)."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.database import Base


class Quote(Base):
    """A revision of a quote with its whole priced itinerary; amounts are minor units of ``currency``."""

    __tablename__ = "quotes"
    __table_args__ = (
        UniqueConstraint("reference", "revision"),
        CheckConstraint("net + markup + tax = total", name="total"),
        CheckConstraint("valid_until <= cut_off_at", name="valid_until"),
        Index(
            "ix_quotes_products",
            text("jsonb_path_query_array(itinerary, '$.lines[*].product')"),
            postgresql_using="gin",
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    reference: Mapped[str]
    revision: Mapped[int]
    product_code: Mapped[str] = mapped_column(ForeignKey("products.code"))
    request: Mapped[dict[str, Any]] = mapped_column(JSONB)
    itinerary: Mapped[dict[str, Any]] = mapped_column(JSONB)
    currency: Mapped[str]
    net: Mapped[int] = mapped_column(BigInteger)
    markup: Mapped[int] = mapped_column(BigInteger)
    tax: Mapped[int] = mapped_column(BigInteger)
    total: Mapped[int] = mapped_column(BigInteger)
    reseller_code: Mapped[str | None] = mapped_column(ForeignKey("resellers.code"))
    commission: Mapped[int] = mapped_column(BigInteger, server_default="0")
    conversation_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    language: Mapped[str]
    issued_at: Mapped[datetime]
    valid_until: Mapped[datetime]
    cut_off_at: Mapped[datetime]
