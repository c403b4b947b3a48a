"""The console's search: travellers by name, what was said, notes, and references of quotes and bookings."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.bookings import service as bookings
from backend.quotes import service as quotes
from conversations.console.words import excerpt, query_of
from conversations.schemas import Frozen

MOST: Final = 20
"""Hits of each sort, the newest first."""
NAMES: Final = """
    SELECT 'name' AS what, c.id AS conversation_id, contacts.name, c.channel, contacts.name AS text,
        CAST(NULL AS integer) AS "offset", CAST(NULL AS text) AS reference, c.touched_at AS at
    FROM contacts JOIN conversations AS c ON c.contact_id = contacts.id
    WHERE words_of(contacts.name) @@ to_tsquery('simple', :words) AND c.last_inbound_at IS NOT NULL
    ORDER BY c.touched_at DESC LIMIT :most
"""
SAID: Final = """
    SELECT 'message' AS what, c.id, contacts.name, c.channel, said.text, said."offset", NULL, said.created_at
    FROM (
        SELECT conversation_id, text, "offset", created_at FROM messages
        WHERE words_of(text) @@ to_tsquery('simple', :words) ORDER BY created_at DESC LIMIT :most
    ) AS said
    JOIN conversations AS c ON c.id = said.conversation_id JOIN contacts ON contacts.id = c.contact_id
"""
NOTED: Final = """
    SELECT 'note' AS what, c.id, contacts.name, c.channel, noted.text, noted.after_offset, NULL, noted.created_at
    FROM (
        SELECT conversation_id, text, after_offset, created_at FROM notes
        WHERE words_of(text) @@ to_tsquery('simple', :words) ORDER BY created_at DESC LIMIT :most
    ) AS noted
    JOIN conversations AS c ON c.id = noted.conversation_id JOIN contacts ON contacts.id = c.contact_id
"""
WORDS: Final = text(f"({NAMES}) UNION ALL ({SAID}) UNION ALL ({NOTED})")
NAMED: Final = text(
    """
    SELECT c.id, contacts.name, c.channel FROM conversations AS c JOIN contacts ON contacts.id = c.contact_id
    WHERE c.id = ANY(:ids)
    """
)


class Hit(Frozen):
    """A place where it was found; ``offset`` is the message's, or the one a note follows."""

    what: Literal["name", "message", "reference", "note"]
    conversation_id: UUID
    name: str | None
    channel: str
    text: str
    offset: int | None
    reference: str | None
    at: datetime


class Hits(Frozen):
    """What was found: references first, then names, messages and notes, each newest first."""

    hits: list[Hit]


async def search(session: AsyncSession, *, typed: str) -> Hits:
    """Looks everywhere for what an agent typed, in a fixed number of statements."""
    words = query_of(typed)
    if words is None:
        return Hits(hits=[])
    found = (await session.execute(WORDS, {"words": words, "most": MOST})).mappings()
    hits = [Hit(**{**row, "text": excerpt(row["text"] or "", typed)}) for row in found]
    return Hits(hits=[*await _references(session, typed), *hits])


async def _references(session: AsyncSession, typed: str) -> list[Hit]:
    """References are few letters; where the conversation was made for nobody, there is nothing to open."""
    found = [
        *await bookings.find_referenced(session, typed=typed, limit=MOST),
        *await quotes.find_referenced(session, typed=typed, limit=MOST),
    ]
    ids = [one.conversation_id for one in found if one.conversation_id is not None]
    if not ids:
        return []
    known = {row.id: row for row in (await session.execute(NAMED, {"ids": ids})).all()}
    return [
        Hit(
            what="reference",
            conversation_id=row.id,
            name=row.name,
            channel=row.channel,
            text=one.reference,
            offset=None,
            reference=one.reference,
            at=one.at,
        )
        for one in found
        if one.conversation_id is not None and (row := known.get(one.conversation_id)) is not None
    ]
