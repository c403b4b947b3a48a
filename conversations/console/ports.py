"""What the console's API needs from outside, filled once by the composition root."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from backend.terms import DEFAULT_TERMS, Terms
from conversations.console.rows import Person
from conversations.media.store import MediaStore
from conversations.ports import JobQueue
from conversations.team.guard import Guard


def utc_now() -> datetime:
    """The real clock."""
    return datetime.now(UTC)


def nobody(conversation_id: UUID) -> Sequence[Person]:
    """Nobody looks."""
    return ()


def nowhere(quote_id: UUID) -> str:
    """There is no page."""
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPorts:
    """Whoever works at the console is let in by ``guard``; ``viewers`` knows who looks at a conversation now,
    ``quote_page`` where travellers see a quote.
    """

    sessions: async_sessionmaker[AsyncSession]
    queue: JobQueue
    guard: Guard
    media: MediaStore
    viewers: Callable[[UUID], Sequence[Person]] = nobody
    terms: Terms = DEFAULT_TERMS
    quote_page: Callable[[UUID], str] = nowhere
    clock: Callable[[], datetime] = utc_now
