"""Reading the audit log."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from conversations.schemas import Frozen
from conversations.team.auditing import record
from conversations.team.models import Agent, AuditEntry

PAGE = 50


class Named(Frozen):
    """An agent by name."""

    id: UUID
    name: str


class Entry(Frozen):
    """Who did what; ``agent`` is none where nobody was signed in."""

    id: int
    at: datetime
    agent: Named | None
    action: str
    conversation_id: UUID | None
    subject: str | None
    detail: dict[str, Any]


class AuditPage(Frozen):
    """Newest first; ``next`` is where older ones begin."""

    entries: list[Entry]
    next: int | None


async def read_audit(
    session: AsyncSession,
    *,
    by: UUID,
    before: int | None,
    agent_id: UUID | None,
    conversation_id: UUID | None,
) -> AuditPage:
    """At most `PAGE` entries older than ``before``; that somebody reads is written down, once for each search."""
    query = select(AuditEntry, Agent.name).outerjoin(Agent, Agent.id == AuditEntry.agent_id)
    if before is not None:
        query = query.where(AuditEntry.id < before)
    if agent_id is not None:
        query = query.where(AuditEntry.agent_id == agent_id)
    if conversation_id is not None:
        query = query.where(AuditEntry.conversation_id == conversation_id)
    rows = (await session.execute(query.order_by(AuditEntry.id.desc()).limit(PAGE + 1))).all()
    if before is None:
        about = {
            "agent": agent_id and str(agent_id),
            "conversation": conversation_id and str(conversation_id),
        }
        asked = {name: value for name, value in about.items() if value}
        await record(session, agent_id=by, action="audit.read", detail=asked)
    entries = [_entry(entry, name) for entry, name in rows[:PAGE]]
    return AuditPage(entries=entries, next=entries[-1].id if len(rows) > PAGE else None)


def _entry(entry: AuditEntry, name: str | None) -> Entry:
    return Entry(
        id=entry.id,
        at=entry.at,
        agent=Named(id=entry.agent_id, name=name) if entry.agent_id and name else None,
        action=entry.action,
        conversation_id=entry.conversation_id,
        subject=entry.subject,
        detail=entry.detail,
    )
