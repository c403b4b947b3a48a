"""The tables of the console: what agents write for each other, and how far they have read."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ForeignKey, Index, UniqueConstraint, func
from sqlalchemy import Uuid as UuidColumn
from sqlalchemy import text as sql_text
from sqlalchemy.orm import Mapped, mapped_column

from conversations.tables import Base


class Note(Base):
    """A word among agents, at its place in a conversation; travellers never see it."""

    __tablename__ = "notes"
    __table_args__ = (
        Index("ix_notes_conversation_id", "conversation_id", "after_offset"),
        Index("ix_notes_words", sql_text("words_of(text)"), postgresql_using="gin"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id"))
    agent_id: Mapped[UUID] = mapped_column(ForeignKey("agents.id"))
    after_offset: Mapped[int] = mapped_column(server_default="0")
    text: Mapped[str]
    mentions: Mapped[list[UUID]] = mapped_column(ARRAY(UuidColumn), server_default="{}")
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class ConversationRead(Base):
    """How far an agent has read a conversation."""

    __tablename__ = "conversation_reads"

    agent_id: Mapped[UUID] = mapped_column(ForeignKey("agents.id"), primary_key=True)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    offset: Mapped[int] = mapped_column(server_default="0")


class CannedAnswer(Base):
    """A text that agents write often, in one language; ``{name}``, ``{agent}``, ``{reference}`` are filled in."""

    __tablename__ = "canned_answers"
    __table_args__ = (UniqueConstraint("shortcut", "language"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    shortcut: Mapped[str]
    language: Mapped[str]
    text: Mapped[str]
    updated_by: Mapped[UUID | None] = mapped_column(ForeignKey("agents.id"))
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Upload(Base):
    """A file that an agent has chosen and not sent yet."""

    __tablename__ = "uploads"

    media_id: Mapped[UUID] = mapped_column(primary_key=True)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id"))
    agent_id: Mapped[UUID] = mapped_column(ForeignKey("agents.id"))
    attachment: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now(), index=True)
