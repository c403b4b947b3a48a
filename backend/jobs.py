"""Work that is left for later, as whoever leaves it sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession


class JobQueue(Protocol):
    """Work that is done after, and only if, the caller's transaction commits."""

    async def defer(self, session: AsyncSession, task: str, *, lock: str, **arguments: str) -> None:
        """Adds a job inside the session's transaction; jobs of one ``lock`` run one at a time, in order."""
        ...

    async def defer_all(
        self, session: AsyncSession, task: str, jobs: Sequence[tuple[str, Mapping[str, str]]]
    ) -> None:
        """Adds many at once, each with its lock and arguments."""
        ...
