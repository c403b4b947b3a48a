"""Telling everybody who watches: an event in the caller's transaction, heard by the hubs once it commits."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import event as sa_event
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import Session

from conversations.realtime.rooms import talk_rooms

EVENTS: Final = "events_stored"
"""The channel on which hubs are woken; it carries nothing."""
SIGNALS: Final = "signals"
WAKER: Final = "realtime.waker"
TO_WAKE: Final = "realtime.to_wake"
STORE = text(
    """
    WITH stored AS (
        INSERT INTO events (kind, rooms, conversation_id, message_offset, data)
        SELECT :kind, CAST(:rooms AS text[]), CAST(:conversation_id AS uuid), message_offset, CAST(:data AS jsonb)
        FROM unnest(CAST(:offsets AS integer[])) WITH ORDINALITY AS told (message_offset, place)
        ORDER BY place
    )
    SELECT pg_notify('events_stored', '') WHERE CAST(:notify AS boolean)
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


def by_notify(session: AsyncSession) -> bool:
    """Whether a statement is to notify the hubs itself; otherwise they are woken once the session has committed."""
    session.info[TO_WAKE] = True
    return WAKER not in session.info


def wake_after_commit(sessions: async_sessionmaker[AsyncSession], wake: Callable[[], None]) -> None:
    """Has these sessions wake the hubs by other means than PostgreSQL's notifications."""

    class Waking(Session):
        """A session that calls once its events are to be seen."""

    def committed(session: Session) -> None:
        if not session.in_nested_transaction() and session.info.pop(TO_WAKE, False):
            wake()

    sa_event.listen(Waking, "after_commit", committed)
    sessions.configure(sync_session_class=Waking, info={WAKER: True})


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
        "notify": by_notify(session),
    }
    await session.execute(STORE, columns)
