"""Telling everybody who watches: an event in the caller's transaction, heard by the hubs once it commits."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from conversations.realtime.rooms import talk_rooms

CHANNEL: Final = "conversation_changed"
STORE = text(
    """
    WITH stored AS (
        INSERT INTO events (kind, rooms, conversation_id, message_offset, data)
        SELECT :kind, CAST(:rooms AS text[]), CAST(:conversation_id AS uuid), message_offset, CAST(:data AS jsonb)
        FROM unnest(CAST(:offsets AS integer[])) WITH ORDINALITY AS told (message_offset, place)
        ORDER BY place
        RETURNING 1
    )
    SELECT pg_notify(:notice, coalesce(CAST(:conversation_id AS text), '')) FROM stored
    """
)


async def publish(
    session: AsyncSession,
    kind: str,
    *,
    rooms: Sequence[str],
    conversation_id: UUID | None = None,
    message_offset: int | None = None,
    data: Mapping[str, Any] | None = None,
) -> None:
    """Stores an event, told in these rooms once the session's transaction commits.

    A message is named by its offset and never repeated in ``data``, so that what is erased is gone from the log too.
    """
    await _store(session, kind, rooms, conversation_id, [message_offset], data)


async def publish_messages(
    session: AsyncSession, kind: str, *, conversation_id: UUID, offsets: Iterable[int]
) -> None:
    """One event for each of these messages of a conversation, in its rooms and in one statement."""
    if told := list(offsets):
        await _store(session, kind, talk_rooms(conversation_id), conversation_id, told, None)


async def _store(
    session: AsyncSession,
    kind: str,
    rooms: Sequence[str],
    conversation_id: UUID | None,
    offsets: Sequence[int | None],
    data: Mapping[str, Any] | None,
) -> None:
    columns = {
        "kind": kind,
        "rooms": list(rooms),
        "conversation_id": conversation_id,
        "offsets": list(offsets),
        "data": json.dumps(data or {}, default=str),
        "notice": CHANNEL,
    }
    await session.execute(STORE, columns)
