"""The conversations of a period as a table for a spreadsheet, written out while it is read."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

import texts
from conversations.csv_table import BOM, Cell, csv_lines
from conversations.figures.period import Period
from conversations.figures.queries import SPOKE
from conversations.team.schemas import Signed

AT_ONCE = 500
COLUMNS = (
    *("conversation", "channel", "language", "traveller", "first_at", "last_at", "messages", "owner"),
    *("handoffs", "reasons", "agent", "first_answer", "resolution", "satisfaction"),
)
"""Nothing of what anybody said; ``traveller`` for leaders only, and for nobody once it was erased."""
TRAVELLER = COLUMNS.index("traveller")
ROWS = text(
    f"""
    SELECT conversations.id, conversations.channel, conversations.language,
        CASE WHEN erased_to = 0 THEN contacts.name END, first_at, last_at, said, owner,
        handoffs, reasons, agent, first_answer, resolution, score
    FROM (
        SELECT conversation_id, min(created_at) AS first_at, max(created_at) AS last_at, count(*) AS said
        FROM messages WHERE {SPOKE} GROUP BY conversation_id
    ) AS spoke
    JOIN conversations ON conversations.id = spoke.conversation_id
    JOIN contacts ON contacts.id = conversations.contact_id
    CROSS JOIN LATERAL (
        SELECT count(*) AS handoffs, string_agg(DISTINCT reason, ' ') AS reasons,
            string_agg(DISTINCT agents.name, ', ') AS agent,
            round(avg(extract(epoch FROM first_answer_at - requested_at))) AS first_answer,
            round(avg(extract(epoch FROM handoffs.closed_at - requested_at))) AS resolution,
            round(avg(score), 2) AS score
        FROM handoffs
        LEFT JOIN agents ON agents.id = handoffs.agent_id
        LEFT JOIN satisfactions ON satisfactions.handoff_id = handoffs.id
        WHERE handoffs.conversation_id = spoke.conversation_id
            AND requested_at < :end AND coalesce(handoffs.closed_at, 'infinity') >= :start
    ) AS helped
    ORDER BY first_at, conversations.id
    """
)


async def write_table(
    sessions: async_sessionmaker[AsyncSession], *, period: Period, reader: Signed
) -> AsyncIterator[str]:
    """CSV, some hundred lines at a time; times of day are the team's, spans are seconds."""
    titles = texts.subtree(reader.language, "export")
    yield BOM + csv_lines([[titles[column] for column in COLUMNS]], zone=period.zone)
    zone = ZoneInfo(period.zone)
    async with sessions() as session:
        found = await session.stream(ROWS.execution_options(yield_per=AT_ONCE), period.values())
        async for rows in found.partitions():
            cells = [_cells(row, zone, names=reader.leading) for row in rows]
            yield csv_lines(cells, zone=period.zone)


def _cells(row: Row[Any], zone: ZoneInfo, *, names: bool) -> list[Cell]:
    return [
        "" if value is None or (place == TRAVELLER and not names) else _cell(value, zone)
        for place, value in enumerate(row)
    ]


def _cell(value: object, zone: ZoneInfo) -> Cell:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, datetime):
        return value.astimezone(zone).strftime("%Y-%m-%d %H:%M")
    return str(value)
