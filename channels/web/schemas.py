"""The widget protocol's bodies and frames."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, Field, TypeAdapter

from conversations.models import Direction
from conversations.realtime.redaction import agent_to_traveller
from conversations.rules import clean
from conversations.schemas import Attachment, Button, Card, Location, LogPage, MessageView
from conversations.team.names import Names

Offset = Annotated[int, Field(ge=0, le=2**31 - 1)]


class Start(BaseModel):
    """Wants a conversation; without a language the browser's counts."""

    language: str | None = None


class Started(BaseModel):
    """A conversation and the token that opens it."""

    conversation_id: UUID
    token: str
    language: str


class Send(BaseModel):
    """A message of the traveller; a button's ``payload`` comes with its title as ``text``."""

    client_id: UUID
    text: Annotated[str, BeforeValidator(clean)]
    payload: str | None = None


class Accepted(BaseModel):
    """Where the message stands."""

    offset: int


class WebFile(BaseModel):
    """A file that came with a message: of ours with the ``id`` it is fetched by; whoever sent one has it."""

    id: UUID | None
    name: str | None
    type: str | None
    size: int | None


class WebMessage(BaseModel):
    """A message as the widget shows it; ``at`` is UTC, ``client_id`` what the sender called it.

    ``agent`` is what the agent is called who wrote it; None of others, and where that is not told.
    """

    offset: int
    id: UUID
    direction: str
    sender: str
    agent: str | None
    text: str
    buttons: list[Button]
    cards: list[Card]
    attachments: list[WebFile]
    location: Location | None
    at: datetime
    client_id: UUID | None

    @classmethod
    def of(cls, message: MessageView, names: Names) -> WebMessage:
        """The public part of a stored message; ``names`` are agents' by their ids."""
        return cls(
            offset=message.offset,
            id=message.id,
            direction=message.direction,
            sender=message.sender,
            agent=agent_to_traveller(names.get(message.agent_id)) if message.agent_id else None,
            text=message.text,
            buttons=message.buttons,
            cards=message.cards,
            attachments=[_file(one, ours=message.direction == Direction.OUT) for one in message.attachments],
            location=message.location,
            at=message.created_at,
            client_id=client_id_of(message.provider_message_id),
        )


def _file(attachment: Attachment, *, ours: bool) -> WebFile:
    return WebFile(
        id=attachment.media_id if ours else None,
        name=attachment.name,
        type=attachment.type,
        size=attachment.size,
    )


class Page(BaseModel):
    """What was missed; see `LogPage`."""

    messages: list[WebMessage]
    offset: int
    erased_to: int
    typing: bool
    recovered: bool

    @classmethod
    def of(cls, page: LogPage) -> Page:
        """The public part of a page of the log."""
        messages = [WebMessage.of(message, page.names) for message in page.messages]
        return cls(
            messages=messages,
            offset=page.offset,
            erased_to=page.erased_to,
            typing=page.typing,
            recovered=page.recovered,
        )


class HelloFrame(BaseModel):
    """The first frame: who, and from where on."""

    type: Literal["hello"]
    token: str
    offset: Offset = 0


class MessageFrame(Send):
    """A message through the socket."""

    type: Literal["message"]


class TypingFrame(BaseModel):
    """The traveller writes, or stopped."""

    type: Literal["typing"]
    on: bool


class PongFrame(BaseModel):
    """Still there."""

    type: Literal["pong"]


Frame = HelloFrame | MessageFrame | TypingFrame | PongFrame
FRAMES: TypeAdapter[Frame] = TypeAdapter(Annotated[Frame, Field(discriminator="type")])


def provider_id(conversation_id: UUID, client_id: UUID) -> str:
    """The widget's ids are made by browsers, so they are only unique together with their conversation."""
    return f"{conversation_id}/{client_id}"


def client_id_of(provider_message_id: str | None) -> UUID | None:
    """What `provider_id` was made from."""
    return UUID(provider_message_id.rpartition("/")[2]) if provider_message_id else None


def frame(kind: str, **values: Any) -> dict[str, Any]:
    """A frame of ours."""
    return {"type": kind, **values}
