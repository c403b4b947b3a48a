"""The rooms that events are told in, by name."""

from __future__ import annotations

from typing import Final
from uuid import UUID

COMPANY: Final = "company"
"""The house: inbox and board."""


def conversation_room(conversation_id: UUID) -> str:
    """Of everybody who reads along with a conversation."""
    return f"conversation:{conversation_id}"


def quote_room(quote_id: UUID) -> str:
    """Of everybody who has a part in a quote."""
    return f"quote:{quote_id}"


def supplier_room(code: str) -> str:
    """Of a supplier's people."""
    return f"supplier:{code}"


def reseller_room(code: str) -> str:
    """Of a reseller's people."""
    return f"reseller:{code}"


def agent_room(agent_id: UUID) -> str:
    """Of one agent: offers, mentions, reminders."""
    return f"agent:{agent_id}"


def talk_rooms(conversation_id: UUID) -> tuple[str, str]:
    """Where everything is told that happens in a conversation."""
    return COMPANY, conversation_room(conversation_id)


def conversation_of(room: str) -> UUID | None:
    """The conversation that a room is of; None for other rooms."""
    kind, _, name = room.partition(":")
    return UUID(name) if kind == "conversation" else None
