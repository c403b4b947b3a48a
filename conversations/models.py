"""The tables of conversations: who talks, on which channel, what was said, who owns the next turn."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false, func
from sqlalchemy import text as sql_text
from sqlalchemy.orm import Mapped, mapped_column

import conversations.console.models
import conversations.realtime.models
import conversations.team.models  # noqa: F401, tables that those below refer to
from conversations.tables import Base, now_utc, one_of


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


class Contact(Base):
    """A person on a channel; ``address`` is what the channel knows them by."""

    __tablename__ = "contacts"
    __table_args__ = (
        UniqueConstraint("channel", "address"),
        Index("ix_contacts_words", sql_text("words_of(name)"), postgresql_using="gin"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    channel: Mapped[str]
    address: Mapped[str]
    name: Mapped[str | None] = mapped_column(doc="as the channel shows it")
    opted_out_at: Mapped[datetime | None] = mapped_column(
        doc="since when nothing is sent that was not asked for"
    )
    created_at: Mapped[datetime] = mapped_column(default=now_utc)


class Conversation(Base):
    """One thread with one contact. Its row is the lock under which messages are stored and owners change."""

    __tablename__ = "conversations"
    __table_args__ = (
        one_of("owner", Owner),
        CheckConstraint("agent_id IS NULL OR owner = 'agent'", name="agent"),
        Index(
            "ix_conversations_open",
            "touched_at",
            "id",
            postgresql_where="closed_at IS NULL AND last_inbound_at IS NOT NULL",
        ),
        Index("ix_conversations_closed", "touched_at", "id", postgresql_where="closed_at IS NOT NULL"),
        Index("ix_conversations_waiting", "touched_at", "id", postgresql_where="waiting_since IS NOT NULL"),
        Index("ix_conversations_agent", "agent_id", postgresql_where="agent_id IS NOT NULL"),
        Index("ix_conversations_held", "owner", "touched_at", postgresql_where="owner <> 'bot'"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    channel: Mapped[str]
    contact_id: Mapped[UUID] = mapped_column(ForeignKey("contacts.id"), index=True)
    owner: Mapped[str] = mapped_column(default=Owner.BOT)
    language: Mapped[str]
    heard: Mapped[bool] = mapped_column(default=False, doc="whether `language` was spoken, not only guessed")
    version: Mapped[int] = mapped_column(default=0, doc="grows with every change of owner")
    told_version: Mapped[int] = mapped_column(
        server_default="0", doc="the change of owner that the bot knows of"
    )
    last_offset: Mapped[int] = mapped_column(default=0)
    erased_to: Mapped[int] = mapped_column(default=0, doc="the offset up to which messages were erased")
    apologised_at: Mapped[datetime | None] = mapped_column(doc="when the outage that still lasts was excused")
    last_inbound_at: Mapped[datetime | None] = mapped_column(
        doc="opens the window in which a channel lets us write"
    )
    agent_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("agents.id"), doc="whose it is; none where an agent writes from a provider's own inbox"
    )
    closed_at: Mapped[datetime | None] = mapped_column(doc="since when an agent holds it to be over")
    waiting_since: Mapped[datetime | None] = mapped_column(doc="since when the traveller waits for a person")
    touched_at: Mapped[datetime] = mapped_column(
        server_default=func.now(), doc="when something was said last"
    )
    created_at: Mapped[datetime] = mapped_column(default=now_utc)


class Message(Base):
    """One thing said; offsets count from 1 without gaps in each conversation."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("conversation_id", "offset"),
        UniqueConstraint("channel", "provider_message_id"),
        one_of("direction", Direction),
        one_of("sender", Sender),
        one_of("turn", Turn),
        one_of("kind", Kind),
        one_of("delivery", Delivery),
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
        Index(
            "ix_messages_inbound",
            "created_at",
            "conversation_id",
            postgresql_where="direction = 'in'",
        ),
        Index("ix_messages_parts_sent", "parts_sent", postgresql_using="gin"),
        Index("ix_messages_words", sql_text("words_of(text)"), postgresql_using="gin"),
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
    agent_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("agents.id"), doc="who wrote it, where an agent did"
    )
    location: Mapped[dict[str, Any] | None] = mapped_column(
        doc='`{"latitude", "longitude", "name", "address"}`, the last two may be null'
    )
    understanding: Mapped[dict[str, Any] | None]
    turn: Mapped[str | None]
    failures: Mapped[int] = mapped_column(default=0, doc="how often the bot broke on this very message")
    created_at: Mapped[datetime] = mapped_column(default=now_utc)
    answered_at: Mapped[datetime | None]


class Handoff(Base):
    """A wish for a person, from the queue to its end; open until the conversation is given back to the bot or closed."""

    __tablename__ = "handoffs"
    __table_args__ = (
        Index("uq_handoffs_open", "conversation_id", unique=True, postgresql_where="closed_at IS NULL"),
        Index("ix_handoffs_agent_id", "agent_id", "assigned_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id"), index=True)
    reason: Mapped[str]
    requested_at: Mapped[datetime] = mapped_column(default=now_utc, index=True)
    agent_id: Mapped[UUID | None] = mapped_column(ForeignKey("agents.id"), doc="who has it, or had it last")
    skill: Mapped[str | None] = mapped_column(doc="what whoever takes it must know")
    priority: Mapped[int] = mapped_column(server_default="0", doc="the higher, the sooner")
    offered_to: Mapped[UUID | None] = mapped_column(ForeignKey("agents.id"))
    offered_until: Mapped[datetime | None]
    declined: Mapped[list[Any]] = mapped_column(server_default="[]", doc="ids of agents who let it pass")
    assigned_at: Mapped[datetime | None]
    first_answer_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None] = mapped_column(
        doc="when its agent was told that the traveller waits"
    )
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[UUID | None] = mapped_column(ForeignKey("agents.id"))
    outcome: Mapped[str | None] = mapped_column(doc="`bot`: given back; `closed`")
    summary: Mapped[dict[str, Any]] = mapped_column(
        server_default="{}", doc="what is known when it is asked for"
    )
    agreed: Mapped[dict[str, Any]] = mapped_column(server_default="{}", doc="slots that agents' actions set")
    left_word: Mapped[bool] = mapped_column(server_default=false(), doc="came while nobody was there")


class Satisfaction(Base):
    """How content a traveller was with an agent's help, from 1 to 5."""

    __tablename__ = "satisfactions"
    __table_args__ = (CheckConstraint("score BETWEEN 1 AND 5", name="score"),)

    handoff_id: Mapped[UUID] = mapped_column(ForeignKey("handoffs.id"), primary_key=True)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id"), index=True)
    agent_id: Mapped[UUID | None] = mapped_column(ForeignKey("agents.id"))
    asked_at: Mapped[datetime] = mapped_column(server_default=func.now(), index=True)
    score: Mapped[int | None]
    comment: Mapped[str | None]
    answered_at: Mapped[datetime | None]


class DiscardedFile(Base):
    """A file that no message names any more and that is still to be deleted."""

    __tablename__ = "discarded_files"

    media_id: Mapped[UUID] = mapped_column(primary_key=True)
    conversation_id: Mapped[UUID] = mapped_column(ForeignKey("conversations.id"), index=True)


class EarlyReport(Base):
    """What a provider told of a part before we had written down its id."""

    __tablename__ = "early_reports"

    channel: Mapped[str] = mapped_column(primary_key=True)
    provider_message_id: Mapped[str] = mapped_column(primary_key=True)
    delivery: Mapped[str] = mapped_column(primary_key=True)
    failure: Mapped[str | None]
    at: Mapped[datetime] = mapped_column(server_default=func.now())
