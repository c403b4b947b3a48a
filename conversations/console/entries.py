"""What stands in a conversation's timeline: messages, notes, and changes of who has it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from conversations.console.models import Note
from conversations.console.rows import Person
from conversations.console.schemas import ConsoleAttachment
from conversations.schemas import Button, Card, Frozen, Location, MessageView
from conversations.team.names import Names


class LoggedMessage(Frozen):
    """A message as agents see it: all but what providers call it. ``agent`` wrote it, where an agent did.

    ``failure`` says why it was not delivered; ``turn`` and ``understanding`` are the bot's, of inbound ones only.
    """

    id: UUID
    offset: int
    direction: str
    sender: str
    agent: Person | None
    kind: str
    text: str
    payload: str | None
    buttons: list[Button]
    cards: list[Card]
    attachments: list[ConsoleAttachment]
    location: Location | None
    delivery: str | None
    failure: str | None
    turn: str | None
    understanding: dict[str, Any] | None
    at: datetime

    @classmethod
    def of(cls, message: MessageView, names: Names) -> LoggedMessage:
        """A stored message, with the names of agents."""
        fields = message.model_dump(
            include=cls.model_fields.keys() - {"agent", "attachments", "at"}, exclude={"attachments"}
        )
        return cls(
            **fields,
            agent=person(message.agent_id, names),
            attachments=[ConsoleAttachment.of(one) for one in message.attachments],
            at=message.created_at,
        )


class LoggedNote(Frozen):
    """A word among agents; ``mentions`` are agents' ids."""

    id: UUID
    agent: Person | None
    text: str
    mentions: list[UUID]
    at: datetime

    @classmethod
    def of(cls, note: Note, names: Names) -> LoggedNote:
        """A stored note."""
        return cls(
            id=note.id,
            agent=person(note.agent_id, names),
            text=note.text,
            mentions=note.mentions,
            at=note.created_at,
        )


class Change(Frozen):
    """Somebody asked for a person (``requested``, with its reason), or the conversation changed hands: the verb's name."""

    kind: str
    agent: Person | None
    reason: str | None
    outcome: str | None
    at: datetime


class MessageEntry(Frozen):
    """A message's place."""

    type: Literal["message"] = "message"
    message: LoggedMessage


class NoteEntry(Frozen):
    """A note's place."""

    type: Literal["note"] = "note"
    note: LoggedNote


class ChangeEntry(Frozen):
    """A change's place."""

    type: Literal["change"] = "change"
    change: Change


Entry = MessageEntry | NoteEntry | ChangeEntry


class Timeline(Frozen):
    """A part of a conversation, oldest first; ``next`` is what the part before it is asked for with, None at the beginning."""

    entries: list[Entry]
    next: int | None


def person(agent_id: UUID | None, names: Names) -> Person | None:
    """An agent by name; None where nobody is meant."""
    return None if agent_id is None else Person(id=agent_id, name=names.get(agent_id, ""))
