"""The tables of conversations: who talks, on which channel, what was said, who owns the next turn."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, Index, MetaData, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Owner(StrEnum):
    """Who takes the conversation's next turn; `queue` waits for an agent."""

    BOT = "bot"
    QUEUE = "queue"
    AGENT = "agent"


class Direction(StrEnum):
    """Seen from us: `in` comes from the traveller."""

    IN = "in"
    OUT = "out"


class Sender(StrEnum):
    """Who wrote a message."""

    TRAVELLER = "traveller"
    BOT = "bot"
    AGENT = "agent"
    SYSTEM = "system"


class Turn(StrEnum):
    """What became of an inbound message; `silent`: the bot did not own the turn, `deferred`: the bot was down."""

    PENDING = "pending"
    ANSWERED = "answered"
    SILENT = "silent"
    DEFERRED = "deferred"


WAITING = (Turn.PENDING, Turn.DEFERRED)


class Kind(StrEnum):
    """What an inbound message is, whatever the channel calls it."""

    TEXT = "text"
    IMAGE = "image"
    DOCUMENT = "document"
    AUDIO = "audio"
    VIDEO = "video"
    STICKER = "sticker"
    LOCATION = "location"
    CONTACT = "contact"
    REACTION = "reaction"
    EDITED = "edited"
    DELETED = "deleted"


class Delivery(StrEnum):
    """How far an outbound message has come on a channel that we push to; `sending`: the provider may have it already."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"


UNSENT = (Delivery.QUEUED, Delivery.SENDING)


def _one_of(column: str, values: type[StrEnum]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def _now() -> datetime:
    return datetime.now(UTC)


class Base(DeclarativeBase):
    """Parent of every table of conversations."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: DateTime(timezone=True),
        str: Text,
        dict[str, Any]: JSONB(none_as_null=True),
        list[Any]: JSONB,
    }


class Contact(Base):
    """A person on a channel; ``address`` is what the channel knows them by."""

    __tablename__ = "contacts"
    __table_args__ = (UniqueConstraint("channel", "address"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    channel: Mapped[str]
    address: Mapped[str]
    name: Mapped[str | None] = mapped_column(doc="as the channel shows it")
    opted_out_at: Mapped[datetime | None] = mapped_column(
        doc="since when nothing is sent that was not asked for"
    )
    created_at: Mapped[datetime] = mapped_column(default=_now)


class Conversation(Base):
    """One thread with one contact. Its row is the lock under which messages are stored and owners change."""

    __tablename__ = "conversations"
    __table_args__ = (_one_of("owner", Owner),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    channel: Mapped[str]
    contact_id: Mapped[UUID] = mapped_column(ForeignKey("contacts.id"), index=True)
    owner: Mapped[str] = mapped_column(default=Owner.BOT)
    language: Mapped[str]
    heard: Mapped[bool] = mapped_column(default=False, doc="whether `language` was spoken, not only guessed")
    version: Mapped[int] = mapped_column(default=0, doc="grows with every change of owner")
    last_offset: Mapped[int] = mapped_column(default=0)
    erased_to: Mapped[int] = mapped_column(default=0, doc="the offset up to which messages were erased")
    apologised_at: Mapped[datetime | None] = mapped_column(doc="when the outage that still lasts was excused")
    last_inbound_at: Mapped[datetime | None] = mapped_column(
        doc="opens the window in which a channel lets us write"
    )
    created_at: Mapped[datetime] = mapped_column(default=_now)


class Message(Base):
    """One thing said; offsets count from 1 without gaps in each conversation."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("conversation_id", "offset"),
        UniqueConstraint("channel", "provider_message_id"),
        _one_of("direction", Direction),
        _one_of("sender", Sender),
        _one_of("turn", Turn),
        _one_of("kind", Kind),
        _one_of("delivery", Delivery),
        CheckConstraint("(direction = 'in') = (turn IS NOT NULL)", name="turn_is_of_inbound"),
        Index(
            "ix_messages_waiting",
            "conversation_id",
            "offset",
            postgresql_where="turn IN ('pending', 'deferred')",
        ),
        Index(
            "ix_messages_unsent",
            "conversation_id",
            "offset",
            postgresql_where="delivery IN ('queued', 'sending')",
        ),
        Index(
            "ix_messages_fetching",
            "conversation_id",
            "offset",
            postgresql_where="fetching",
        ),
        Index("ix_messages_parts_sent", "parts_sent", postgresql_using="gin"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id"))
    offset: Mapped[int]
    direction: Mapped[str]
    sender: Mapped[str]
    channel: Mapped[str]
    provider_message_id: Mapped[str | None]
    text: Mapped[str]
    payload: Mapped[str | None] = mapped_column(doc="of a button that this conversation offered")
    buttons: Mapped[list[Any]] = mapped_column(default=list)
    cards: Mapped[list[Any]] = mapped_column(default=list)
    kind: Mapped[str] = mapped_column(default=Kind.TEXT)
    attachments: Mapped[list[Any]] = mapped_column(default=list)
    fetching: Mapped[bool] = mapped_column(default=False, doc="whether attachments are still to be fetched")
    delivery: Mapped[str | None] = mapped_column(
        doc="none on inbound messages and where the reader fetches them"
    )
    failure: Mapped[str | None] = mapped_column(
        doc="why it was not delivered: a reason of ours or the provider's code"
    )
    tries: Mapped[int] = mapped_column(default=0, doc="how often sending it failed in passing")
    parts_sent: Mapped[list[Any]] = mapped_column(
        default=list, doc="the provider's ids of what was sent of it"
    )
    understanding: Mapped[dict[str, Any] | None]
    turn: Mapped[str | None]
    failures: Mapped[int] = mapped_column(default=0, doc="how often the bot broke on this very message")
    created_at: Mapped[datetime] = mapped_column(default=_now)
    answered_at: Mapped[datetime | None]


class Handoff(Base):
    """A wish for a person; open until the conversation is given back to the bot."""

    __tablename__ = "handoffs"
    __table_args__ = (
        Index("uq_handoffs_open", "conversation_id", unique=True, postgresql_where="closed_at IS NULL"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id"), index=True)
    reason: Mapped[str]
    requested_at: Mapped[datetime] = mapped_column(default=_now)
    closed_at: Mapped[datetime | None]


class DiscardedFile(Base):
    """A file that no message names any more and that is still to be deleted."""

    __tablename__ = "discarded_files"

    media_id: Mapped[UUID] = mapped_column(primary_key=True)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id"), index=True)
