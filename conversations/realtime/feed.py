"""The log as hubs read it: what is new, placed and read once, and what somebody missed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from conversations.realtime import placing
from conversations.realtime.entering import enterable
from conversations.realtime.events import Event
from conversations.realtime.hydrating import hydrate
from conversations.realtime.models import StoredEvent
from conversations.realtime.placing import LogState
from conversations.realtime.viewing import Viewer

Wanted = Callable[[Collection[str]], bool]

FARTHEST_BACK: Final = 20_000
"""Events of all rooms, among which nobody's missed ones are looked for any more."""
MOST_MISSED: Final = 1_000
"""Events of somebody's rooms; more than that are loaded faster than told one by one."""
REPLAYS: Final = 6
"""At once: when all come back together, there must be connections left for those who write."""


class Feed:
    """The log of one database."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self._sessions = sessions
        self._replays = asyncio.Semaphore(REPLAYS)

    async def state(self) -> LogState:
        """How the log stands."""
        async with self._sessions() as session:
            return await placing.read_state(session)

    async def read_on(self, after: int) -> Sequence[StoredEvent]:
        """Places what is new and reads what comes after a position, at most a page."""
        async with self._sessions.begin() as session:
            await placing.place(session)
        async with self._sessions() as session:
            return await placing.read_after(session, after, limit=placing.PAGE)

    async def hydrate(self, rows: Sequence[StoredEvent]) -> list[Event]:
        """The events, each with what it is about."""
        async with self._sessions() as session:
            return await hydrate(session, rows)

    async def enterable(self, viewer: Viewer, rooms: Collection[str]) -> set[str]:
        """The rooms among these that the viewer may watch."""
        async with self._replays, self._sessions() as session:
            return await enterable(session, viewer, rooms)

    async def missed(
        self, *, epoch: UUID | None, after: int, up_to: int, rooms: Collection[str]
    ) -> Sequence[Event] | None:
        """What was told in these rooms after one position, up to another; None where the log does not know it any more."""
        async with self._replays, self._sessions() as session:
            state = await placing.read_state(session)
            known = epoch == state.epoch and state.forgotten <= after <= state.newest
            if not known or up_to - after > FARTHEST_BACK:
                return None
            rows = await placing.read_between(session, after, up_to, rooms=rooms, limit=MOST_MISSED + 1)
            return None if len(rows) > MOST_MISSED else await hydrate(session, rows)
