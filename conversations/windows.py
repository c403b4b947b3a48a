"""How long a channel lets us write after the traveller wrote last. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from conversations.schemas import Frozen

DAY: Final = timedelta(hours=24)
WEEK: Final = timedelta(days=7)
WINDOWS: Final = {"whatsapp": DAY, "messenger": WEEK}
"""What an agent has: Messenger gives people a week (its tag ``HUMAN_AGENT``) and programs a day. Other channels have no window."""
TEMPLATES: Final = frozenset({"whatsapp"})
"""Channels that take an approved template once the window has closed."""


class WindowKind(StrEnum):
    """`none`: the channel knows no window; `template`: only an approved text goes out; `closed`: nothing does."""

    OPEN = "open"
    TEMPLATE = "template"
    CLOSED = "closed"
    NONE = "none"


class Window(Frozen):
    """What an agent may still send, and until when (UTC) where that will end."""

    kind: WindowKind
    until: datetime | None = None


def window_of(channel: str, *, last_inbound_at: datetime | None, now: datetime) -> Window:
    """The window of a conversation for an agent."""
    lasts = WINDOWS.get(channel)
    if lasts is None:
        return Window(kind=WindowKind.NONE)
    if last_inbound_at is not None and now < (until := last_inbound_at + lasts):
        return Window(kind=WindowKind.OPEN, until=until)
    return Window(kind=WindowKind.TEMPLATE if channel in TEMPLATES else WindowKind.CLOSED)
