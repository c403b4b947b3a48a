"""Who saw and did what. An entry is part of the transaction that does it; the database refuses to change one.

Neither ``subject`` nor ``detail`` ever holds what a traveller said or who they are, but for the words of a search.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from conversations.card_numbers import without_card_numbers
from conversations.rules import clean
from conversations.team.models import AuditEntry

OPENED = "conversation.opened"
SEARCHED = "conversations.searched"
OPENED_AGAIN_AFTER = timedelta(hours=1)


async def record(
    session: AsyncSession,
    *,
    agent_id: UUID | None,
    action: str,
    conversation_id: UUID | None = None,
    subject: str | None = None,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Writes that somebody did something: ``action`` is dotted past (`canned.changed`), ``subject`` what they did it to."""
    session.add(
        AuditEntry(
            agent_id=agent_id,
            action=action,
            conversation_id=conversation_id,
            subject=subject,
            detail=dict(detail or {}),
        )
    )
    await session.flush()


async def record_searched(session: AsyncSession, *, agent_id: UUID, typed: str) -> None:
    """Writes what somebody looked for among all conversations, as they typed it; never a card's number."""
    words = without_card_numbers(clean(" ".join(typed.split())))
    await record(session, agent_id=agent_id, action=SEARCHED, detail={"words": words})


async def record_opened(
    session: AsyncSession, *, agent_id: UUID, conversation_id: UUID, now: datetime
) -> None:
    """Writes that somebody looked into a conversation, at most once an hour."""
    lately = exists().where(
        AuditEntry.conversation_id == conversation_id,
        AuditEntry.agent_id == agent_id,
        AuditEntry.action == OPENED,
        AuditEntry.at > now - OPENED_AGAIN_AFTER,
    )
    if not await session.scalar(select(lately)):
        await record(session, agent_id=agent_id, action=OPENED, conversation_id=conversation_id)
