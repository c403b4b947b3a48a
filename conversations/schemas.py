"""What crosses the seams of this room: a turn of the bot, and a message as others may read it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field


def leads_out(payload: str) -> bool:
    """Whether a button's payload is a web address, which is opened and never told to the bot."""
    return payload.startswith(("https://", "http://"))


class Frozen(BaseModel):
    """A value: never changed, readable from a row."""

    model_config = ConfigDict(frozen=True, from_attributes=True)


class Button(Frozen):
    """A short choice; ``payload`` is what the bot gets when it is taken, or a web address that is opened instead."""

    title: str
    payload: str

    @property
    def opens(self) -> str | None:
        """The address that it leads to; None of a choice for the bot."""
        return self.payload if leads_out(self.payload) else None


class Card(Frozen):
    """A numbered offer with its picture; ``price`` is written out, ``rating`` is out of five."""

    number: int
    title: str
    subtitle: str | None = None
    image: str | None = None
    price: str | None = None
    rating: float | None = None
    buttons: list[Button] = []


class Attachment(Frozen):
    """Something that came with a message: ``handle`` is what the channel fetches it by, ``mime`` what it is told to be.

    ``size`` is in bytes, first as told. Once fetched it has a ``media_id`` and its true ``type``, or is ``refused``
    for a reason (`conversations.media`).
    """

    handle: str = ""
    mime: str | None = None
    name: str | None = None
    size: int | None = None
    media_id: UUID | None = None
    type: str | None = None
    refused: str | None = None

    @property
    def settled(self) -> bool:
        """Whether nothing is left to be fetched."""
        return self.media_id is not None or self.refused is not None


class Location(Frozen):
    """A place on the map, degrees of WGS 84."""

    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)
    name: str | None = None
    address: str | None = None


class Wish(Frozen):
    """Why the bot hands a conversation over."""

    reason: str = "requested"


class Erasing(Frozen):
    """The wish to forget what was said."""


class Command(Frozen):
    """What the bot asks conversations to do."""

    handoff: Wish | None = None
    erase: Erasing | None = None


class Reply(Frozen):
    """One thing the bot says."""

    text: str | None = None
    buttons: list[Button] = []
    cards: list[Card] = []
    command: Command | None = None

    @property
    def speaks(self) -> bool:
        """Whether there is anything for the traveller to read."""
        return bool((self.text or "").strip() or self.buttons or self.cards)


class Intent(Frozen):
    """What the bot took a message to mean, with its confidence from 0 to 1."""

    name: str | None = None
    confidence: float = 0.0


class TurnRequest(Frozen):
    """One message for the bot; ``language`` is what the conversation speaks, or, while nothing was ``heard``, a guess.

    ``overheard`` is what the traveller told a person while the bot was silent, oldest first.
    """

    conversation_id: UUID
    message_id: UUID
    text: str
    payload: str | None = None
    language: str
    heard: bool = True
    overheard: list[str] = []


class StateChange(Frozen):
    """Whether the bot is to keep silent in a conversation, and what it is to know when it need not any more.

    The same ``change_id`` again changes nothing.
    """

    conversation_id: UUID
    paused: bool
    slots: dict[str, Any] = {}
    change_id: UUID


class TurnResult(Frozen):
    """The bot's answer to one message."""

    replies: list[Reply]
    language: str
    intent: Intent = Field(default_factory=Intent)
    entities: list[dict[str, Any]] = []
    actions: list[str] = []
    slots: dict[str, Any] = {}

    @property
    def erases(self) -> bool:
        """Whether what was said up to this message is to be forgotten."""
        return any(reply.command and reply.command.erase for reply in self.replies)

    @property
    def understanding(self) -> dict[str, Any]:
        """What is kept beside the message, for the console; of one that erases, nothing that was said in it."""
        return {
            "intent": self.intent.name,
            "confidence": self.intent.confidence,
            "entities": [] if self.erases else self.entities,
            "actions": self.actions,
            "slots": self.slots,
        }


class ConversationView(Frozen):
    """A conversation as channels see it."""

    id: UUID
    channel: str
    owner: str
    language: str
    last_offset: int
    erased_to: int
    version: int = 0
    agent_id: UUID | None = None
    closed_at: datetime | None = None


class MessageView(Frozen):
    """A message as it stands in the log; ``created_at`` and ``answered_at`` are UTC."""

    id: UUID
    offset: int
    direction: str
    sender: str
    provider_message_id: str | None
    text: str
    payload: str | None
    buttons: list[Button]
    cards: list[Card]
    kind: str
    attachments: list[Attachment]
    location: Location | None = None
    agent_id: UUID | None = None
    delivery: str | None
    failure: str | None
    parts_sent: list[str]
    understanding: dict[str, Any] | None
    turn: str | None
    created_at: datetime
    answered_at: datetime | None


class Receipt(Frozen):
    """Where a received message stands; ``new`` is false for a redelivery."""

    message_id: UUID
    offset: int
    new: bool


class LogPage(Frozen):
    """Messages after an offset. Not ``recovered``: the offset was never ours, so the page starts at the beginning.

    Of messages up to the offset ``erased_to`` only their places are left; 0 where nothing was erased. ``names`` are
    those of the agents who wrote, by id.
    """

    messages: list[MessageView]
    names: dict[UUID, str] = {}
    offset: int
    erased_to: int
    typing: bool
    recovered: bool
