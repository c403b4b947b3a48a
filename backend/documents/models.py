"""The tables of documents and of what is owed to suppliers."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.database import Base


class DocumentSeries(Base):
    """Counts without gaps: its row is locked until the document is committed."""

    __tablename__ = "document_series"

    code: Mapped[str] = mapped_column(primary_key=True)
    last_number: Mapped[int] = mapped_column(BigInteger)


class Document(Base):
    """An invoice, receipt or credit note as it was issued; ``content`` is all that its PDF is drawn from."""

    __tablename__ = "documents"
    __table_args__ = (
        UniqueConstraint("series", "number"),
        CheckConstraint("kind IN ('invoice', 'receipt', 'credit_note')", name="kind"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    series: Mapped[str] = mapped_column(ForeignKey("document_series.code"))
    number: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str]
    key: Mapped[str] = mapped_column(unique=True)
    booking_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("bookings.id"), index=True)
    corrects_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("documents.id"))
    language: Mapped[str]
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)
    issued_at: Mapped[datetime]


class SupplierPayable(Base):
    """What one supplier gets for one booking, and when."""

    __tablename__ = "supplier_payables"
    __table_args__ = (
        UniqueConstraint("booking_id", "supplier_code"),
        CheckConstraint("amount >= 0", name="amount"),
        Index("ix_supplier_payables_due", "due_on", postgresql_where="paid_on IS NULL"),
        Index(
            "ix_supplier_payables_supplier",
            "supplier_code",
            text("(paid_on IS NOT NULL)"),
            text("due_on DESC"),
            "id",
            postgresql_where="amount > 0",
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    booking_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("bookings.id"))
    supplier_code: Mapped[str] = mapped_column(ForeignKey("suppliers.code"))
    currency: Mapped[str]
    amount: Mapped[int] = mapped_column(BigInteger)
    due_on: Mapped[date]
    paid_on: Mapped[date | None]
