"""The tables of the ledger; the database refuses changes, and transactions that do not add up to zero."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, SmallInteger, String, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.database import Base


class LedgerTransaction(Base):
    """Entries that belong together; the same ``key`` is never posted twice."""

    __tablename__ = "ledger_transactions"
    __table_args__ = (Index("ix_ledger_transactions_at", "at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    booking_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("bookings.id"), index=True)
    at: Mapped[datetime]
    memo: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    written_at: Mapped[datetime] = mapped_column(server_default=func.now())
    written_in: Mapped[int] = mapped_column(
        BigInteger, server_default=func.txid_current(), doc="no entry is added by any other transaction"
    )


class LedgerEntry(Base):
    """An amount in minor units on one account: debit above zero, credit below."""

    __tablename__ = "ledger_entries"
    __table_args__ = (
        CheckConstraint("amount <> 0", name="amount"),
        Index("ix_ledger_entries_account", "account", "currency", postgresql_include=["amount"]),
    )

    transaction_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("ledger_transactions.id"), primary_key=True)
    position: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    account: Mapped[str] = mapped_column(
        String(collation="C"), doc="in the order of its letters, so that a prefix is a range"
    )
    currency: Mapped[str] = mapped_column(String(3))
    amount: Mapped[int] = mapped_column(BigInteger)
