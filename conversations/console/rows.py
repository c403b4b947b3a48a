"""A conversation in the inbox."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row as ResultRow

from conversations.schemas import Frozen

LONGEST = 160
"""Characters of the last message that the inbox shows."""


class Person(Frozen):
    """An agent by name."""

    id: UUID
    name: str


class LastMessage(Frozen):
    """What was said last, cut to one line."""

    text: str
    sender: str
    kind: str
    at: datetime
    offset: int


class OpenHandoff(Frozen):
    """The wish for a person that is not settled; ``offered_to`` is an agent's id."""

    id: UUID
    reason: str
    skill: str | None
    priority: int
    offered_to: UUID | None
    offered_until: datetime | None


class Row(Frozen):
    """One line of the inbox, for one agent: ``unread`` counts what the traveller wrote since they looked, up to 99.

    ``waiting_since`` is when the traveller began to wait for a person, who should answer within ``target_seconds``.
    """

    id: UUID
    channel: str
    language: str
    name: str | None
    owner: str
    agent: Person | None
    version: int
    closed: bool
    unread: int
    last: LastMessage | None
    waiting_since: datetime | None
    target_seconds: int
    handoff: OpenHandoff | None
    touched_at: datetime

    @classmethod
    def of(cls, row: ResultRow[Any], *, target_seconds: int) -> Row:
        """From a row of `conversations.console.inbox`."""
        return cls(
            id=row.id,
            channel=row.channel,
            language=row.language,
            name=row.name,
            owner=row.owner,
            agent=Person(id=row.agent_id, name=row.agent_name) if row.agent_id else None,
            version=row.version,
            closed=row.closed_at is not None,
            unread=row.unread,
            last=_last(row),
            waiting_since=row.waiting_since,
            target_seconds=target_seconds,
            handoff=_handoff(row),
            touched_at=row.touched_at,
        )


class Counts(Frozen):
    """Conversations in each view, up to `conversations.console.inbox.MOST_COUNTED`."""

    unassigned: int
    mine: int
    all: int
    waiting: int
    closed: int


class Inbox(Frozen):
    """A page of the inbox; ``next`` is what the following page is asked for with, None at the end."""

    conversations: list[Row]
    counts: Counts
    next: str | None


def _last(row: ResultRow[Any]) -> LastMessage | None:
    if row.last_offset == 0:
        return None
    text = " ".join(row.last_text.split())
    shown = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    return LastMessage(
        text=shown, sender=row.last_sender, kind=row.last_kind, at=row.last_at, offset=row.last_offset
    )


def _handoff(row: ResultRow[Any]) -> OpenHandoff | None:
    if row.handoff_id is None:
        return None
    return OpenHandoff(
        id=row.handoff_id,
        reason=row.reason,
        skill=row.skill,
        priority=row.priority,
        offered_to=row.offered_to,
        offered_until=row.offered_until,
    )
