"""An event as it is told: what the log names, together with what that says at this moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.quotes.priced import PricedQuote
from conversations.schemas import MessageView
from conversations.team.names import Names


@dataclass(frozen=True, slots=True)
class Talk:
    """How a conversation stands: who owns it, up to where it is erased, and whether the bot is busy with an answer."""

    owner: str
    erased_to: int
    typing: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened, at its ``offset`` in the whole log; what was erased since is blank or None here too.

    ``names`` are those of the agents who wrote, ``shown`` is the message or note as the house reads it. ``frames`` keeps what each sight of it looks like.
    """

    offset: int
    kind: str
    rooms: tuple[str, ...]
    conversation_id: UUID | None
    data: Mapping[str, Any]
    at: datetime
    message: MessageView | None = None
    names: Names = field(default_factory=dict)
    shown: Mapping[str, Any] = field(default_factory=dict)
    quote: PricedQuote | None = None
    talk: Talk | None = None
    frames: dict[object, str | None] = field(default_factory=dict, repr=False, compare=False)
