"""A conversation as the stand-in of the gateway keeps it, and what the widget sends."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from pydantic import BaseModel

from tests.channels.widget.script import Json


@dataclass
class Talk:
    """One conversation: its log, and who waits for it to grow."""

    messages: list[Json] = field(default_factory=list)
    erased_to: int = 0
    typing: bool = False
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def add(self, **facts: Any) -> Json:
        """Appends a message and wakes everybody who waits."""
        message = {
            "offset": len(self.messages) + 1,
            "id": str(uuid4()),
            "buttons": [],
            "cards": [],
            "client_id": None,
            "at": datetime.now(UTC).isoformat(),
            **facts,
        }
        self.messages.append(message)
        await self.wake()
        return message

    async def set_typing(self, on: bool) -> None:
        """The bot starts or stops to write."""
        self.typing = on
        await self.wake()

    async def wake(self) -> None:
        """Something changed."""
        async with self.changed:
            self.changed.notify_all()


class NewConversation(BaseModel):
    """What opens a conversation."""

    language: str | None = None


class NewMessage(BaseModel):
    """What the widget sends."""

    client_id: str
    text: str
    payload: str | None = None
