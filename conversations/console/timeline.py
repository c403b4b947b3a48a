"""A conversation as it went: a page of its messages, with the notes and changes between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from conversations import repository
from conversations.console.entries import (
    Change,
    ChangeEntry,
    Entry,
    LoggedMessage,
    LoggedNote,
    MessageEntry,
    NoteEntry,
    Timeline,
    person,
)
from conversations.console.models import Note
from conversations.models import Handoff, Message
from conversations.schemas import MessageView
from conversations.team.models import AuditEntry
from conversations.team.names import Names, names_of

HANDOVERS: Final = (
    "taken",
    "accepted",
    "released",
    "requeued",
    "transferred",
    "handed_back",
    "closed",
    "reopened",
)
"""What the audit log calls changes of who has a conversation, each after ``conversation.``."""


async def read_timeline(
    session: AsyncSession, *, conversation_id: UUID, before: int | None, limit: int
) -> Timeline:
    """At most ``limit`` messages before an offset (or the newest), oldest first, with what happened between them.

    Raises ConversationNotFound.
    """
    await repository.get_conversation(session, conversation_id)
    page = select(Message).where(Message.conversation_id == conversation_id)
    if before is not None:
        page = page.where(Message.offset < before)
    found = (await session.scalars(page.order_by(Message.offset.desc()).limit(limit + 1))).all()
    messages, more = found[:limit][::-1], len(found) > limit
    since = messages[0] if more else None
    until = await _first_after(session, conversation_id, before)
    notes = (await session.scalars(_notes(conversation_id, since, before))).all()
    changes = [
        *await _requested(session, conversation_id, since, until),
        *await _handed_over(session, conversation_id, since, until),
    ]
    wrote = [one.agent_id for one in messages] + [one.agent_id for one in notes]
    names = await names_of(session, [*wrote, *(agent_id for _, agent_id, _, _ in changes)])
    return Timeline(
        entries=_in_order(messages, notes, changes, names), next=messages[0].offset if more else None
    )


_Change = tuple[str, UUID | None, str | None, datetime]
"""What happened, through whom, why, and when."""


async def _first_after(session: AsyncSession, conversation_id: UUID, before: int | None) -> datetime | None:
    """When the page ends: what happened later stands on the page after it."""
    if before is None:
        return None
    at = select(Message.created_at).where(
        Message.conversation_id == conversation_id, Message.offset == before
    )
    return await session.scalar(at)


def _notes(conversation_id: UUID, since: Message | None, before: int | None) -> Select[Note]:
    notes = select(Note).where(Note.conversation_id == conversation_id)
    if since is not None:
        notes = notes.where(Note.after_offset >= since.offset)
    if before is not None:
        notes = notes.where(Note.after_offset < before)
    return notes.order_by(Note.after_offset, Note.created_at)


async def _requested(
    session: AsyncSession, conversation_id: UUID, since: Message | None, until: datetime | None
) -> list[_Change]:
    handoffs = select(Handoff).where(Handoff.conversation_id == conversation_id)
    if since is not None:
        handoffs = handoffs.where(Handoff.requested_at >= since.created_at)
    if until is not None:
        handoffs = handoffs.where(Handoff.requested_at < until)
    return [
        ("requested", None, one.reason, one.requested_at) for one in (await session.scalars(handoffs)).all()
    ]


async def _handed_over(
    session: AsyncSession, conversation_id: UUID, since: Message | None, until: datetime | None
) -> list[_Change]:
    entries = select(AuditEntry).where(
        AuditEntry.conversation_id == conversation_id,
        AuditEntry.action.in_([f"conversation.{verb}" for verb in HANDOVERS]),
    )
    if since is not None:
        entries = entries.where(AuditEntry.at >= since.created_at)
    if until is not None:
        entries = entries.where(AuditEntry.at < until)
    return [
        (one.action.partition(".")[2], one.agent_id, one.subject, one.at)
        for one in (await session.scalars(entries.order_by(AuditEntry.id))).all()
    ]


def _in_order(
    messages: Sequence[Message], notes: Sequence[Note], changes: Iterable[_Change], names: Names
) -> list[Entry]:
    """Messages by their offset, notes after the message they followed, changes by the time."""
    first = messages[0].offset if messages else 0
    placed: list[tuple[tuple[int, bool, datetime], Entry]] = []
    for message in messages:
        logged = LoggedMessage.of(MessageView.model_validate(message), names)
        placed.append(((message.offset, False, message.created_at), MessageEntry(message=logged)))
    for note in notes:
        place = max(note.after_offset, first - 1)
        placed.append(((place, True, note.created_at), NoteEntry(note=LoggedNote.of(note, names))))
    for kind, agent_id, reason, at in changes:
        place = max((one.offset for one in messages if one.created_at <= at), default=first - 1)
        change = Change(kind=kind, agent=person(agent_id, names), reason=reason, outcome=None, at=at)
        placed.append(((place, True, at), ChangeEntry(change=change)))
    return [entry for _, entry in sorted(placed, key=lambda one: one[0])]
