"""Who watches a conversation is woken when it changes, in whichever process the change was made.

A notification carries the conversation's id and nothing else: what changed is read from the log, after the offset
that the watcher already has. So nothing is lost when a notification is.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from uuid import UUID

import psycopg
import structlog

from conversations.realtime.publishing import CHANNEL

log = structlog.get_logger()
CHECK_EVERY = 30.0
"""Seconds without a notification after which the listening connection is checked."""
RECONNECT_AFTER = 1.0


class Watch:
    """One watcher's wake-up call. Read the log first, then wait: a change in between is not missed."""

    __slots__ = ("_changed",)

    def __init__(self) -> None:
        self._changed = asyncio.Event()

    def ring(self) -> None:
        """Wakes the watcher now, or at its next wait."""
        self._changed.set()

    async def wait(self, seconds: float) -> bool:
        """Until something changed (true) or the time is over (false)."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._changed.wait(), seconds)
        changed = self._changed.is_set()
        self._changed.clear()
        return changed


class Hub:
    """The one listening connection of this process, shared by all who watch."""

    def __init__(self, conninfo: str) -> None:
        self._conninfo = conninfo
        self._watches: defaultdict[UUID, set[Watch]] = defaultdict(set)
        self._ready = asyncio.Event()
        self.closing = False

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[Hub]:
        """Listens for as long as the block lasts, through every loss of the connection."""
        task = asyncio.create_task(self._listen_forever(), name="realtime hub")
        try:
            yield self
        finally:
            self.close()
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    def close(self) -> None:
        """Sends everybody home who watches."""
        self.closing = True
        self._ring_all()

    async def connected(self) -> None:
        """Returns as soon as changes are heard."""
        await self._ready.wait()

    @contextmanager
    def watch(self, conversation_id: UUID) -> Iterator[Watch]:
        """Changes of one conversation for as long as the block lasts."""
        watch = Watch()
        self._watches[conversation_id].add(watch)
        try:
            yield watch
        finally:
            watches = self._watches[conversation_id]
            watches.discard(watch)
            if not watches:
                del self._watches[conversation_id]

    async def _listen_forever(self) -> None:
        while True:
            try:
                await self._listen()
            except (psycopg.Error, OSError) as error:
                self._ready.clear()
                log.warning("realtime.disconnected", error=type(error).__name__)
                await asyncio.sleep(RECONNECT_AFTER)

    async def _listen(self) -> None:
        async with await psycopg.AsyncConnection.connect(self._conninfo, autocommit=True) as connection:
            await connection.execute(f"LISTEN {CHANNEL}")
            self._ready.set()
            self._ring_all()
            while True:
                async for notification in connection.notifies(timeout=CHECK_EVERY):
                    self._ring(notification.payload)
                await connection.execute("SELECT 1")

    def _ring(self, conversation_id: str) -> None:
        if conversation_id:
            for watch in self._watches.get(UUID(conversation_id), ()):
                watch.ring()

    def _ring_all(self) -> None:
        for watches in self._watches.values():
            for watch in watches:
                watch.ring()
