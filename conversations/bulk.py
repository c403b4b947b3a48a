"""The queries that take in many messages at once: few statements, whatever their number."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncSession

from conversations.models import Conversation, Message
from conversations.realtime.publishing import by_notify

# In one order, so that two of these never wait for each other.
LOCK_CONTACTS = text(
    """
    INSERT INTO contacts (id, channel, address, name, created_at)
    SELECT gen_random_uuid(), channel, address, name, now()
    FROM unnest(CAST(:channels AS text[]), CAST(:addresses AS text[]), CAST(:names AS text[]))
        AS caller (channel, address, name)
    ORDER BY channel, address
    ON CONFLICT (channel, address) DO UPDATE SET name = coalesce(excluded.name, contacts.name)
    RETURNING id, channel, address
    """
)
NEWEST = text(
    """
    SELECT newest.* FROM unnest(CAST(:contacts AS uuid[])) AS asked (id), LATERAL (
        SELECT contact_id, id FROM conversations
        WHERE contact_id = asked.id ORDER BY created_at DESC LIMIT 1
    ) AS newest
    """
)
LOCK = text("SELECT id, channel, last_offset FROM conversations WHERE id = ANY(:ids) ORDER BY id FOR UPDATE")
# Each looked up in the index, however little the planner knows of a table that grows.
KNOWN = text(
    """
    SELECT stored.* FROM unnest(CAST(:channels AS text[]), CAST(:provider_ids AS text[])) AS asked (channel, id),
    LATERAL (
        SELECT channel, provider_message_id, id, "offset" FROM messages
        WHERE channel = asked.channel AND provider_message_id = asked.id LIMIT 1
    ) AS stored
    """
)
LAST_ANSWERS = text(
    """
    WITH recent AS (
        SELECT log.* FROM unnest(CAST(:ids AS uuid[])) AS wanted (id), LATERAL (
            SELECT conversation_id, "offset", direction, channel, buttons, cards FROM messages
            WHERE conversation_id = wanted.id ORDER BY "offset" DESC LIMIT :most
        ) AS log
    ), newest AS (
        SELECT conversation_id, max("offset") AS "offset" FROM recent WHERE direction = 'out' GROUP BY 1
    )
    SELECT recent.* FROM recent JOIN newest USING (conversation_id)
    WHERE recent.direction = 'out' AND recent."offset" > coalesce((
        SELECT max(before."offset") FROM recent AS before
        WHERE before.conversation_id = newest.conversation_id
            AND before.direction = 'in' AND before."offset" < newest."offset"
    ), 0)
    ORDER BY recent."offset" DESC
    """
)
# One statement with one parameter: rows of an executemany cost their number in round trips and parsing.
ADD_INBOUND = text(
    """
    INSERT INTO messages (
        id, conversation_id, "offset", channel, provider_message_id, text, payload, kind, attachments, fetching, turn,
        direction, sender, buttons, cards, parts_sent, tries, failures, created_at
    )
    SELECT id, conversation_id, "offset", channel, provider_message_id, text, payload, kind, attachments, fetching, turn,
        'in', 'traveller', '[]', '[]', '[]', 0, 0, clock_timestamp()
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS row (
        id uuid, conversation_id uuid, "offset" integer, channel text, provider_message_id text, text text,
        payload text, kind text, attachments jsonb, fetching boolean, turn text
    )
    """
)
MOVE_ON = text(
    """
    WITH arrived AS (
        SELECT * FROM unnest(CAST(:ids AS uuid[]), CAST(:offsets AS integer[])) WITH ORDINALITY
            AS arrived (id, "offset", place)
    ), moved AS (
        UPDATE conversations SET last_offset = moving.last_offset, last_inbound_at = clock_timestamp(),
            touched_at = clock_timestamp()
        FROM (SELECT id, max("offset") AS last_offset FROM arrived GROUP BY id) AS moving
        WHERE conversations.id = moving.id
    ), stored AS (
        INSERT INTO events (kind, rooms, conversation_id, message_offset)
        SELECT 'message.stored', ARRAY['company', 'conversation:' || id], id, "offset" FROM arrived ORDER BY place
    )
    SELECT pg_notify('events_stored', '') WHERE CAST(:notify AS boolean)
    """
)

Address = tuple[str, str]
"""A channel, and what it knows somebody by."""


@dataclass(slots=True)
class Place:
    """The end of a locked conversation's log."""

    channel: str
    last_offset: int


async def lock_contacts(session: AsyncSession, names: Mapping[Address, str | None]) -> dict[Address, UUID]:
    """The contacts with these addresses, made where there are none; nobody else opens conversations with them."""
    columns = {
        "channels": [channel for channel, _ in names],
        "addresses": [address for _, address in names],
        "names": list(names.values()),
    }
    rows = await session.execute(LOCK_CONTACTS, columns)
    return {(channel, address): contact for contact, channel, address in rows}


async def newest_conversations(session: AsyncSession, contacts: Iterable[UUID]) -> dict[UUID, UUID]:
    """By contact, the conversation that they had last."""
    rows = await session.execute(NEWEST, {"contacts": list(contacts)})
    return {contact: conversation for contact, conversation in rows}  # noqa: C416 - rows are no pairs to mypy


async def add_conversations(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """New conversations; every row has its id."""
    await session.execute(insert(Conversation), rows)


async def lock_conversations(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, Place]:
    """Those that exist, which nobody else changes until the transaction ends."""
    rows = await session.execute(LOCK, {"ids": sorted(set(ids))})
    return {found: Place(channel, last_offset) for found, channel, last_offset in rows}


async def list_known(
    session: AsyncSession, provider_ids: Sequence[Address]
) -> dict[Address, tuple[UUID, int]]:
    """By channel and provider's id, the id and offset of what is stored already."""
    columns = {
        "channels": [channel for channel, _ in provider_ids],
        "provider_ids": [provider_id for _, provider_id in provider_ids],
    }
    rows = await session.execute(KNOWN, columns)
    return {(channel, provider_id): (found, offset) for channel, provider_id, found, offset in rows}


async def list_last_answers(
    session: AsyncSession, ids: Iterable[UUID], *, most: int
) -> dict[UUID, list[Message]]:
    """By conversation, what was said to the traveller last, newest first, among the ``most`` recent messages."""
    found: dict[UUID, list[Message]] = {}
    for row in await session.execute(LAST_ANSWERS, {"ids": sorted(set(ids)), "most": most}):
        found.setdefault(row.conversation_id, []).append(Message(**row._mapping))
    return found


async def add_inbound(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Adds travellers' messages, moves their locked conversations on, and tells who watches them."""
    await session.execute(ADD_INBOUND, {"rows": json.dumps(rows, default=str)})
    columns = {
        "ids": [row["conversation_id"] for row in rows],
        "offsets": [row["offset"] for row in rows],
    }
    await session.execute(MOVE_ON, {**columns, "notify": by_notify(session)})
