"""What every channel is given."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from backend.intake import Intake
from conversations.media.store import MediaStore
from conversations.ports import JobQueue
from conversations.realtime import Hub


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelPorts:
    """Filled once, by the composition root."""

    sessions: async_sessionmaker[AsyncSession]
    queue: JobQueue
    hub: Hub
    visitor_secret: str
    media: MediaStore | None = None
    """Where files from the widget are kept; without it the widget takes none."""
    origins: tuple[str, ...] = ("*",)
    """Sites that may embed the widget, as browsers write them (`https://example.com`); `*` is any."""
    intake: Intake[Any] = field(default_factory=Intake)
    widgets: Intake[Any] = field(default_factory=Intake)
    heartbeat: float = 25.0
    """Seconds between two pings of a socket with nothing to tell; proxies cut silent connections after 30."""
