"""The tables of the team."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, ForeignKey, Identity, Index, Text, false, func
from sqlalchemy.orm import Mapped, mapped_column

from conversations.tables import Base


class Role(StrEnum):
    """What somebody may see and do; the first three are of the house."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    SUPPLIER = "supplier"
    RESELLER = "reseller"


HOUSE = frozenset({Role.AGENT, Role.SUPERVISOR, Role.ADMINISTRATOR})
LEADING = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})


class Agent(Base):
    """A person who can sign in. Suppliers and resellers are bound to their code in the catalogue."""

    __tablename__ = "agents"
    __table_args__ = (
        CheckConstraint(f"role IN ({', '.join(repr(role.value) for role in Role)})", name="role"),
        CheckConstraint("email = lower(email)", name="email"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[str]
    language: Mapped[str] = mapped_column(server_default="es", doc="of the console's own words")
    languages: Mapped[list[str]] = mapped_column(
        ARRAY(Text), server_default="{}", doc="they write to travellers in"
    )
    skills: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    capacity: Mapped[int] = mapped_column(server_default="4", doc="conversations they are offered at once")
    on_duty: Mapped[bool] = mapped_column(server_default=false(), doc="whether they are offered any")
    supplier_code: Mapped[str | None]
    reseller_code: Mapped[str | None]
    password_hash: Mapped[str | None] = mapped_column(doc="argon2id; none until an invitation is taken")
    totp_secret: Mapped[str | None]
    totp_confirmed: Mapped[bool] = mapped_column(server_default=false())
    totp_last_step: Mapped[int] = mapped_column(BigInteger, server_default="0", doc="no code counts twice")
    disabled_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class AgentSession(Base):
    """A signed-in browser; the cookie's token is kept as its SHA-256 only."""

    __tablename__ = "agent_sessions"

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    agent_id: Mapped[UUID] = mapped_column(ForeignKey("agents.id"), index=True)
    csrf: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    last_seen_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime] = mapped_column(server_default=func.now())


class AgentInvitation(Base):
    """A link with which somebody chooses their password, once."""

    __tablename__ = "agent_invitations"

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    agent_id: Mapped[UUID] = mapped_column(ForeignKey("agents.id"))
    expires_at: Mapped[datetime] = mapped_column(server_default=func.now())
    used_at: Mapped[datetime | None]


class SignInTry(Base):
    """How often in a row somebody was wrong for an account, which need not exist: whoever tries cannot tell."""

    __tablename__ = "sign_in_tries"

    account: Mapped[bytes] = mapped_column(primary_key=True, doc="SHA-256 of the e-mail")
    wrong: Mapped[int] = mapped_column(server_default="0")
    locked_until: Mapped[datetime | None]
    at: Mapped[datetime] = mapped_column(server_default=func.now())


class AuditEntry(Base):
    """Who saw or did what; the database refuses every change."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("ix_audit_entries_agent_id", "agent_id", "id"),
        Index("ix_audit_entries_conversation_id", "conversation_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    at: Mapped[datetime] = mapped_column(server_default=func.now())
    agent_id: Mapped[UUID | None] = mapped_column(ForeignKey("agents.id"))
    action: Mapped[str]
    conversation_id: Mapped[UUID | None] = mapped_column(ForeignKey("conversations.id"))
    subject: Mapped[str | None]
    detail: Mapped[dict[str, Any]] = mapped_column(server_default="{}")


class TeamSetting(Base):
    """What administrators set: opening hours, times."""

    __tablename__ = "team_settings"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
