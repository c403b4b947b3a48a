"""What a page of the console may say over its socket; see `docs/architecture.md`."""

from __future__ import annotations

import json
from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import BaseModel, Field, TypeAdapter

from conversations.realtime.entering import LONGEST_NAME, MOST_ROOMS

MOST_BYTES: Final = 64 * 1024
Rooms = Annotated[list[Annotated[str, Field(max_length=LONGEST_NAME)]], Field(max_length=MOST_ROOMS)]


class FrameTooLarge(Exception):
    """Nothing that we read is that long."""


class FrameInvalid(Exception):
    """It is none of ours."""


class HelloFrame(BaseModel):
    """The first frame: which rooms, and from where on."""

    type: Literal["hello"]
    epoch: UUID | None = None
    offset: Annotated[int, Field(ge=0, lt=2**63)] = 0
    rooms: Rooms = []


class RoomsFrame(BaseModel):
    """More rooms, or fewer."""

    type: Literal["subscribe", "unsubscribe"]
    rooms: Rooms


class TypingFrame(BaseModel):
    """The agent writes, or stopped."""

    type: Literal["typing"]
    conversation_id: UUID
    on: bool


class ViewingFrame(BaseModel):
    """Which conversation the page shows."""

    type: Literal["viewing"]
    conversation_id: UUID | None


class PongFrame(BaseModel):
    """Still there."""

    type: Literal["pong"]


Frame = HelloFrame | RoomsFrame | TypingFrame | ViewingFrame | PongFrame
FRAMES: TypeAdapter[Frame] = TypeAdapter(Annotated[Frame, Field(discriminator="type")])


def read_frame(text: str | None) -> Frame:
    """The frame; FrameTooLarge, FrameInvalid."""
    if text is not None and len(text) > MOST_BYTES:
        raise FrameTooLarge
    try:
        return FRAMES.validate_python(json.loads(text or ""))
    except (ValueError, RecursionError) as error:
        raise FrameInvalid from error
