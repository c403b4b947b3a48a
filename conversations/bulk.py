"""The queries that take in many messages at once: few statements, whatever their number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncSession

from conversations.models import Conversation, Direction, Message
from conversations.realtime.publishing import by_notify

# In one order, so that two of these never wait for each other.
LOCK_CONTACTS = text(
    """
    INSERT INTO contacts (id, channel, address, name, created_at)
    SELECT gen_random_uuid(), channel, address, name, now()
    FROM jsonb_to_recordset(CAST(:callers AS jsonb)) AS caller (channel text, address text, name text)
    ORDER BY channel, address
    ON CONFLICT (channel, address) DO UPDATE SET name = coalesce(excluded.name, contacts.name)
    RETURNING id, channel, address
    """
)
# With the contact locked before, nobody can begin a newer one.
LOCK_NEWEST = text(
    """
    SELECT newest.* FROM unnest(CAST(:contacts AS uuid[])) AS asked (id), LATERAL (
        SELECT contact_id, id, channel, last_offset FROM conversations
        WHERE contact_id = asked.id ORDER BY created_at DESC LIMIT 1 FOR UPDATE
    ) AS newest
    """
)
LOCK = text("SELECT id, channel, last_offset FROM conversations WHERE id = ANY(:ids) ORDER BY id FOR UPDATE")
# What is known of these ids, each looked up in the index, however little the planner knows of a table that grows; and
# what was said to the traveller last. Two questions in one statement: under load their number is what costs.
STORED = text(
    """
    WITH recent AS (
        SELECT log.* FROM unnest(CAST(:ids AS uuid[])) AS wanted (id), LATERAL (
            SELECT conversation_id, "offset", direction, channel, buttons, cards FROM messages
            WHERE conversation_id = wanted.id ORDER BY "offset" DESC LIMIT :most
        ) AS log
    ), newest AS (
        SELECT conversation_id, max("offset") AS "offset" FROM recent WHERE direction = 'out' GROUP BY 1
    )
    SELECT stored.id, stored.channel, stored.provider_message_id, NULL AS conversation_id, stored."offset",
        NULL AS buttons, NULL AS cards
    FROM jsonb_to_recordset(CAST(:asked AS jsonb)) AS asked (channel text, id text), LATERAL (
        SELECT channel, provider_message_id, id, "offset" FROM messages
        WHERE channel = asked.channel AND provider_message_id = asked.id LIMIT 1
    ) AS stored
    UNION ALL
    SELECT NULL, recent.channel, NULL, recent.conversation_id, recent."offset", recent.buttons, recent.cards
    FROM recent JOIN newest USING (conversation_id)
    WHERE recent.direction = 'out' AND recent."offset" > coalesce((
        SELECT max(before."offset") FROM recent AS before
        WHERE before.conversation_id = newest.conversation_id
            AND before.direction = 'in' AND before."offset" < newest."offset"
    ), 0)
    ORDER BY "offset" DESC
    """
)
# One statement with one parameter: rows of an executemany cost their number in round trips and parsing.
ADD_INBOUND = text(
    """
    WITH arrived AS MATERIALIZED (
        SELECT * FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS row (
            id uuid, conversation_id uuid, "offset" integer, channel text, provider_message_id text, text text,
            payload text, kind text, attachments jsonb, fetching boolean, turn text
        )
    ), stored AS (
        INSERT INTO messages (
            id, conversation_id, "offset", channel, provider_message_id, text, payload, kind, attachments, fetching,
            turn, direction, sender, buttons, cards, parts_sent, tries, failures, created_at
        )
        SELECT id, conversation_id, "offset", channel, provider_message_id, text, payload, kind, attachments, fetching,
            turn, 'in', 'traveller', '[]', '[]', '[]', 0, 0, clock_timestamp()
        FROM arrived
    ), moved AS (
        UPDATE conversations SET last_offset = moving.last_offset, last_inbound_at = clock_timestamp(),
            touched_at = clock_timestamp()
        FROM (SELECT conversation_id, max("offset") AS last_offset FROM arrived GROUP BY 1) AS moving
        WHERE conversations.id = moving.conversation_id
    ), told AS (
        INSERT INTO events (kind, rooms, conversation_id, message_offset)
        SELECT 'message.stored', ARRAY['company', 'conversation:' || conversation_id], conversation_id, "offset"
        FROM arrived ORDER BY "offset"
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
    callers = [
        {"channel": channel, "address": address, "name": name} for (channel, address), name in names.items()
    ]
    rows = await session.execute(LOCK_CONTACTS, {"callers": _json(callers)})
    return {(channel, address): contact for contact, channel, address in rows}


async def lock_newest(session: AsyncSession, contacts: Iterable[UUID]) -> dict[UUID, tuple[UUID, Place]]:
    """By contact, the conversation that they had last, which nobody else changes until the transaction ends."""
    rows = await session.execute(LOCK_NEWEST, {"contacts": list(contacts)})
    return {contact: (found, Place(channel, offset)) for contact, found, channel, offset in rows}


async def add_conversations(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """New conversations; every row has its id."""
    await session.execute(insert(Conversation), rows)


async def lock_conversations(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, Place]:
    """Those that exist, which nobody else changes until the transaction ends."""
    rows = await session.execute(LOCK, {"ids": sorted(set(ids))})
    return {found: Place(channel, last_offset) for found, channel, last_offset in rows}


async def list_stored(
    session: AsyncSession, provider_ids: Sequence[Address], conversations: Iterable[UUID], *, most: int
) -> tuple[dict[Address, tuple[UUID, int]], dict[UUID, list[Message]]]:
    """What is stored already: by channel and provider's id a message's id and offset; and by conversation what was said
    to the traveller last, newest first, among the ``most`` recent messages.
    """
    wanted = {
        "asked": _json([{"channel": channel, "id": provider_id} for channel, provider_id in provider_ids]),
        "ids": sorted(set(conversations)),
        "most": most,
    }
    known: dict[Address, tuple[UUID, int]] = {}
    answers: dict[UUID, list[Message]] = {}
    for row in await session.execute(STORED, wanted):
        if row.conversation_id is None:
            known[row.channel, row.provider_message_id] = row.id, row.offset
        else:
            said = Message(
                offset=row.offset,
                channel=row.channel,
                direction=Direction.OUT,
                buttons=row.buttons,
                cards=row.cards,
            )
            answers.setdefault(row.conversation_id, []).append(said)
    return known, answers


async def add_inbound(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Adds travellers' messages, moves their locked conversations on, and tells who watches them."""
    values = {"rows": _json(rows), "notify": by_notify(session)}
    await session.execute(ADD_INBOUND, values)


def _json(value: Any) -> str:
    """Many rows as one parameter: cheaper to write down than arrays."""
    return orjson.dumps(value).decode()
