"""What conversations need from outside this room."""

from __future__ import annotations

from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

ANSWER_CONVERSATION = "answer_conversation"


class JobQueue(Protocol):
    """Work that is done after, and only if, the caller's transaction commits."""

    async def defer(self, session: AsyncSession, task: str, *, lock: str, **arguments: str) -> None:
        """Adds a job inside the session's transaction; jobs of one ``lock`` run one at a time, in order."""
        ...
