"""The bot's own table in PostgreSQL: every event of every conversation, appended once, and changed only to forget."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar

import psycopg2
from psycopg2.errors import UniqueViolation
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import cursor as Cursor
from psycopg2.extras import execute_values
from rasa.shared.exceptions import RasaException

Result = TypeVar("Result")
Events = list[dict[str, Any]]

# `json`, not `jsonb`: it keeps any text a traveller can send, a NUL included, as it was.
_SCHEMA = """
CREATE SCHEMA IF NOT EXISTS bot;
CREATE TABLE IF NOT EXISTS bot.events (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    conversation_id text NOT NULL,
    type text NOT NULL,
    message_id text,
    data json NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS events_conversation ON bot.events (conversation_id, id);
CREATE UNIQUE INDEX IF NOT EXISTS events_message ON bot.events (conversation_id, message_id)
    WHERE message_id IS NOT NULL;
"""
_INSERT = "INSERT INTO bot.events (conversation_id, type, message_id, data) VALUES %s"
_FORGET = "DELETE FROM bot.events WHERE conversation_id = %(conversation)s"
_ALL = "SELECT data FROM bot.events WHERE conversation_id = %(conversation)s ORDER BY id"
_SESSION = """
SELECT data FROM bot.events
WHERE conversation_id = %(conversation)s AND id >= coalesce((
    SELECT max(id) FROM bot.events WHERE conversation_id = %(conversation)s AND type = 'session_started'
), 0)
ORDER BY id
"""
_TURN = """
WITH message AS (
    SELECT id FROM bot.events WHERE conversation_id = %(conversation)s AND message_id = %(message)s
)
SELECT data FROM bot.events
WHERE conversation_id = %(conversation)s AND id >= (SELECT id FROM message) AND id < coalesce((
    SELECT min(id) FROM bot.events
    WHERE conversation_id = %(conversation)s AND type = 'user' AND id > (SELECT id FROM message)
), 9223372036854775807)
ORDER BY id
"""
# Any number nobody else locks: two processes that start at once must not both create the schema.
_SCHEMA_LOCK = 7_301_204


class EventTableUnavailable(RasaException):
    """The database could not be reached, after one more attempt on a new connection."""


class EventTable:
    """Reads and appends events over one connection, opened at first use. For one thread at a time."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: Connection | None = None

    def append(self, conversation_id: str, events: Events) -> None:
        """Adds the events in their order, all or none. Raises UniqueViolation where the message is already recorded."""
        rows = _rows(conversation_id, events)
        self._run(lambda cursor: execute_values(cursor, _INSERT, rows), repeated=_already_recorded)

    def replace(self, conversation_id: str, events: Events) -> None:
        """These events instead of all that the conversation had, in one transaction."""
        rows = _rows(conversation_id, events)

        def exchange(cursor: Cursor) -> None:
            cursor.execute(_FORGET, {"conversation": conversation_id})
            execute_values(cursor, _INSERT, rows)

        self._run(exchange)

    def read_all(self, conversation_id: str) -> Events:
        """Every event of the conversation."""
        return self._select(_ALL, conversation=conversation_id)

    def read_session(self, conversation_id: str) -> Events:
        """The events from the start of the conversation's latest session on."""
        return self._select(_SESSION, conversation=conversation_id)

    def read_turn(self, conversation_id: str, message_id: str) -> Events:
        """The events from that message up to the next one; empty where it is not recorded."""
        return self._select(_TURN, conversation=conversation_id, message=message_id)

    def conversations(self) -> list[str]:
        """The ids of all conversations."""
        return self._select("SELECT DISTINCT conversation_id FROM bot.events")

    def _select(self, query: str, **values: str) -> list[Any]:
        def read(cursor: Cursor) -> list[Any]:
            cursor.execute(query, values)
            return [row[0] for row in cursor.fetchall()]

        return self._run(read)

    def _run(
        self,
        work: Callable[[Cursor], Result],
        repeated: Callable[[Callable[[], Result]], Result] | None = None,
    ) -> Result:
        """Runs the work in a transaction of its own, once more on a new connection where the old one was lost."""
        try:
            return self._attempt(work)
        except (psycopg2.OperationalError, psycopg2.InterfaceError):
            self._disconnect()
        try:
            return repeated(lambda: self._attempt(work)) if repeated else self._attempt(work)
        except (psycopg2.OperationalError, psycopg2.InterfaceError) as error:
            self._disconnect()
            raise EventTableUnavailable(
                f"The bot's database cannot be reached: {str(error).strip()}"
            ) from error

    def _attempt(self, work: Callable[[Cursor], Result]) -> Result:
        if self._connection is None:
            self._connection = self._connect()
        with self._connection, self._connection.cursor() as cursor:
            return work(cursor)

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _connect(self) -> Connection:
        connection = psycopg2.connect(self._url, connect_timeout=5, application_name="bot")
        with connection, connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass('bot.events') IS NOT NULL")
            if cursor.fetchone() != (True,):
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SCHEMA_LOCK])
                cursor.execute(_SCHEMA)
        return connection


def _rows(conversation_id: str, events: Events) -> list[tuple[str, str, str | None, str]]:
    return [(conversation_id, event["event"], event.get("message_id"), json.dumps(event)) for event in events]


def _already_recorded(attempt: Callable[[], None]) -> None:
    """A connection lost while committing leaves it open whether the events were written; now they are, either way."""
    try:
        attempt()
    except UniqueViolation:
        return
