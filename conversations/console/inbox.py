"""The inbox's queries: one statement for a page and one for the counts, whatever there is of either."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row as ResultRow
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from conversations.console.rows import Counts
from conversations.console.words import MATCHING
from conversations.team.errors import Invalid

PAGE: Final = 50
MOST_COUNTED: Final = 1_000
MOST_UNREAD: Final = 99
# A conversation where nobody ever wrote is an opened widget and no more.
OPEN: Final = "closed_at IS NULL AND last_inbound_at IS NOT NULL"


class View(StrEnum):
    """`unassigned`: in the queue; `waiting`: the traveller waits for a person's answer."""

    UNASSIGNED = "unassigned"
    MINE = "mine"
    ALL = "all"
    WAITING = "waiting"
    CLOSED = "closed"


CONDITIONS: Final = {
    View.UNASSIGNED: f"owner = 'queue' AND {OPEN}",
    View.MINE: f"agent_id = :agent AND {OPEN}",
    View.ALL: OPEN,
    View.WAITING: f"waiting_since IS NOT NULL AND {OPEN}",
    View.CLOSED: "closed_at IS NOT NULL AND last_inbound_at IS NOT NULL",
}
# What was said is looked up for the page's conversations only, and never deeper than what the page shows.
ROWS: Final = """
    SELECT c.id, c.channel, c.language, contacts.name, c.owner, c.agent_id, agents.name AS agent_name, c.version,
        c.closed_at, c.waiting_since, c.touched_at, c.last_offset, c.last_inbound_at, c.erased_to,
        contacts.address, contacts.opted_out_at, unread.unread, last.last_text, last.last_sender, last.last_kind,
        last.last_at, h.id AS handoff_id, h.reason, h.skill, h.priority, h.offered_to, h.offered_until
    FROM ({page}) AS c
    JOIN contacts ON contacts.id = c.contact_id
    LEFT JOIN agents ON agents.id = c.agent_id
    LEFT JOIN conversation_reads AS mark ON mark.agent_id = :agent AND mark.conversation_id = c.id
    LEFT JOIN handoffs AS h ON h.conversation_id = c.id AND h.closed_at IS NULL
    LEFT JOIN LATERAL (
        SELECT text AS last_text, sender AS last_sender, kind AS last_kind, created_at AS last_at
        FROM messages WHERE conversation_id = c.id AND "offset" = c.last_offset
    ) AS last ON true
    CROSS JOIN LATERAL (
        SELECT count(*) AS unread FROM (
            SELECT FROM messages
            WHERE conversation_id = c.id AND "offset" > coalesce(mark."offset", 0) AND direction = 'in'
            ORDER BY "offset" DESC LIMIT :most_unread
        ) AS written
    ) AS unread
    ORDER BY c.touched_at DESC, c.id DESC
"""
PAGE_OF: Final = """
    SELECT * FROM conversations WHERE {conditions} ORDER BY touched_at DESC, id DESC LIMIT :limit
"""
COUNTS: Final = text(
    "SELECT "
    + ", ".join(
        f'(SELECT count(*) FROM (SELECT FROM conversations WHERE {condition} LIMIT :most) AS counted) AS "{view.value}"'
        for view, condition in CONDITIONS.items()
    )
)
ONE: Final = text(ROWS.format(page="SELECT * FROM conversations WHERE id = :id"))


async def list_rows(
    session: AsyncSession,
    *,
    agent_id: UUID,
    view: View,
    channel: str | None = None,
    language: str | None = None,
    words: str | None = None,
    before: str | None = None,
) -> tuple[Sequence[ResultRow[Any]], str | None]:
    """The newest conversations of a view, and the cursor of the next page. Raises Invalid.

    ``words`` (`conversations.console.words.query_of`) are looked for in names and in what was said.
    """
    conditions, values = [CONDITIONS[view]], {"agent": agent_id, "limit": PAGE + 1}
    for name, wanted in (("channel", channel), ("language", language)):
        if wanted is not None:
            conditions.append(f"{name} = :{name}")
            values[name] = wanted
    if words is not None:
        conditions.append(f"id IN ({MATCHING})")
        values["words"] = words
    if before is not None:
        conditions.append("(touched_at, id) < (:touched_at, :before)")
        values["touched_at"], values["before"] = _cursor(before)
    page = PAGE_OF.format(conditions=" AND ".join(conditions))
    found = await session.execute(text(ROWS.format(page=page)), {**values, "most_unread": MOST_UNREAD})
    rows = found.all()
    return rows[:PAGE], cursor_of(rows[PAGE - 1]) if len(rows) > PAGE else None


async def get_row_or_none(
    session: AsyncSession, *, agent_id: UUID, conversation_id: UUID
) -> ResultRow[Any] | None:
    """One conversation as the inbox has it."""
    values = {"agent": agent_id, "id": conversation_id, "most_unread": MOST_UNREAD}
    return (await session.execute(ONE, values)).one_or_none()


async def count_views(session: AsyncSession, *, agent_id: UUID) -> Counts:
    """How many conversations each view has, up to `MOST_COUNTED`."""
    row = (await session.execute(COUNTS, {"agent": agent_id, "most": MOST_COUNTED})).one()
    return Counts(**row._mapping)


def cursor_of(row: ResultRow[Any]) -> str:
    """What the page after this row is asked for with."""
    return base64.urlsafe_b64encode(f"{row.touched_at.isoformat()} {row.id}".encode()).decode()


def _cursor(cursor: str) -> tuple[datetime, UUID]:
    try:
        at, _, last = base64.urlsafe_b64decode(cursor.encode()).decode().partition(" ")
        touched_at = datetime.fromisoformat(at)
        if touched_at.tzinfo is None:
            raise ValueError("no time zone")
        return touched_at, UUID(last)
    except (ValueError, binascii.Error) as error:
        raise Invalid from error
