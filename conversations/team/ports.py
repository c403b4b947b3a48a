"""What the team's routes need, filled once by the composition root."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from conversations.team.guard import Guard, utc_now
from conversations.team.pace import Pace
from conversations.team.passwords import Passwords


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamPorts:
    """``address`` is where people reach us, for links; ``operator`` names us in their authenticator."""

    sessions: async_sessionmaker[AsyncSession]
    guard: Guard
    address: str
    operator: str
    passwords: Passwords = field(default_factory=Passwords)
    pace: Pace = field(default_factory=Pace)
    clock: Callable[[], datetime] = utc_now
