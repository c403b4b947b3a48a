"""What the log names, read at the moment it is told: one query a table for as many events as there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from backend.quotes.priced import PricedQuote, list_priced
from conversations.console.entries import LoggedMessage, LoggedNote
from conversations.console.models import Note
from conversations.models import Conversation, Message, Owner, Turn
from conversations.realtime.events import Event, Talk
from conversations.realtime.models import StoredEvent
from conversations.schemas import MessageView
from conversations.team.names import Names, names_of


@dataclass(slots=True)
class _Found:
    """What was read for some events."""

    messages: Mapping[tuple[UUID, int], MessageView] = field(default_factory=dict)
    notes: Mapping[UUID, Note] = field(default_factory=dict)
    quotes: Mapping[UUID, PricedQuote] = field(default_factory=dict)
    talks: Mapping[UUID, Talk] = field(default_factory=dict)
    names: Names = field(default_factory=dict)


async def hydrate(session: AsyncSession, rows: Sequence[StoredEvent]) -> list[Event]:
    """The events, each with what it is about."""
    found = _Found(
        messages=await _messages(session, rows),
        notes=await _notes(session, rows),
        quotes=await list_priced(session, quote_ids=_named(rows, "quote_id")),
        talks=await _talks(session, rows),
    )
    wrote = {one.agent_id for one in found.messages.values()} | {one.agent_id for one in found.notes.values()}
    found.names = await names_of(session, wrote)
    return [_event(row, found) for row in rows]


def _event(row: StoredEvent, found: _Found) -> Event:
    message = None
    shown: dict[str, Any] = {}
    if row.conversation_id is not None and row.message_offset is not None:
        message = found.messages.get((row.conversation_id, row.message_offset))
    if message is not None:
        shown["message"] = LoggedMessage.of(message, found.names).model_dump(mode="json")
    if (note_id := _id(row.data, "note_id")) and (note := found.notes.get(note_id)):
        shown["note"] = LoggedNote.of(note, found.names).model_dump(mode="json")
    quote_id = _id(row.data, "quote_id")
    return Event(
        offset=row.position or 0,
        kind=row.kind,
        rooms=tuple(row.rooms),
        conversation_id=row.conversation_id,
        data=row.data,
        at=row.at,
        message=message,
        names=found.names,
        shown=shown,
        quote=found.quotes.get(quote_id) if quote_id else None,
        talk=found.talks.get(row.conversation_id) if row.conversation_id else None,
    )


async def _messages(
    session: AsyncSession, rows: Iterable[StoredEvent]
) -> dict[tuple[UUID, int], MessageView]:
    places = {(row.conversation_id, row.message_offset) for row in rows if row.message_offset is not None}
    if not places:
        return {}
    query = select(Message).where(tuple_(Message.conversation_id, Message.offset).in_(places))
    stored = await session.scalars(query)
    return {(one.conversation_id, one.offset): MessageView.model_validate(one) for one in stored}


async def _notes(session: AsyncSession, rows: Iterable[StoredEvent]) -> dict[UUID, Note]:
    if not (ids := _named(rows, "note_id")):
        return {}
    return {note.id: note for note in await session.scalars(select(Note).where(Note.id.in_(ids)))}


async def _talks(session: AsyncSession, rows: Iterable[StoredEvent]) -> dict[UUID, Talk]:
    if not (ids := {row.conversation_id for row in rows if row.conversation_id is not None}):
        return {}
    pending = exists().where(Message.conversation_id == Conversation.id, Message.turn == Turn.PENDING)
    columns = (Conversation.id, Conversation.owner, Conversation.erased_to, pending)
    stored = await session.execute(select(*columns).where(Conversation.id.in_(ids)))
    return {
        one: Talk(owner, erased_to, owner == Owner.BOT and busy) for one, owner, erased_to, busy in stored
    }


def _named(rows: Iterable[StoredEvent], name: str) -> set[UUID]:
    return {one for row in rows if (one := _id(row.data, name)) is not None}


def _id(data: Mapping[str, Any], name: str) -> UUID | None:
    with suppress(ValueError):
        return UUID(str(data[name])) if name in data else None
    return None
