"""What conversations need from outside this room."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from backend.jobs import JobQueue as JobQueue
from conversations.schemas import MessageView

ANSWER_CONVERSATION = "answer_conversation"
DELIVER_CONVERSATION = "deliver_conversation"
TEND_MEDIA = "tend_media"
TELL_BOT = "tell_bot"
SEND_DOCUMENT = "send_document"


class Signal(StrEnum):
    """What is shown to a traveller without being said: that we read what they wrote, that an answer is being written."""

    READ = "read"
    TYPING = "typing"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message on its way: to whom, in which language, and when they last wrote (UTC)."""

    message: MessageView
    address: str
    language: str
    last_inbound_at: datetime | None
    conversation_id: UUID | None = None


class OutgoingFiles(Protocol):
    """The files that go along with messages of ours: to be read, or to be fetched by a provider."""

    def read(self, conversation_id: UUID, media_id: UUID) -> AsyncIterator[bytes]:
        """The file; `conversations.media.store.MediaMissing`."""
        ...

    def link(self, conversation_id: UUID, media_id: UUID, *, name: str, mime: str) -> str | None:
        """An address where whoever has it gets the file for a day, under this name; None where nobody outside reaches us."""
        ...


@dataclass(frozen=True, slots=True)
class Part:
    """One request to a provider; ``key`` is the same whenever the same part is sent again."""

    key: str
    method: str
    fields: Mapping[str, Any]


class SendDelayed(Exception):
    """The provider could not take it now; ``after`` seconds it may be tried again, where it said so."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.after = after


class SendPaced(SendDelayed):
    """It was not even tried: ``after`` seconds it will be its turn."""

    def __init__(self, after: float) -> None:
        super().__init__("paced", after)


class SendRefused(Exception):
    """The provider will never take it; ``reason`` is a word of ours or its own code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ChannelSender(Protocol):
    """Whoever carries messages to a provider. A channel without one is read by its readers themselves."""

    def parts(self, outgoing: Outgoing) -> Sequence[Part]:
        """The message as the channel can show it, always the same for the same message; SendRefused."""
        ...

    async def send(self, part: Part) -> str:
        """The provider's id of what it took; SendDelayed, SendRefused."""
        ...

    async def signal(self, signal: Signal, *, address: str, inbound_id: str | None) -> None:
        """Shows a signal where the channel has it, else nothing; ``inbound_id`` is the provider's id of what they wrote last.

        SendDelayed, SendRefused: nobody tries again, for a signal is over as soon as the answer is there.
        """
        ...

    async def aclose(self) -> None:
        """Closes connections."""
        ...


class MediaDelayed(Exception):
    """The file could not be fetched now; ``after`` seconds it may be tried again, where the provider said so."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.after = after


class MediaRefused(Exception):
    """The file is none that we keep, or is not to be had any more; ``reason`` is a word of ours."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class MediaFetcher(Protocol):
    """Whoever gets files from a provider, with its authentication and from its own hosts only."""

    def fetch(self, handle: str) -> AbstractAsyncContextManager[AsyncIterator[bytes]]:
        """The file that an attachment's ``handle`` stands for, piece by piece; MediaDelayed, MediaRefused."""
        ...

    async def aclose(self) -> None:
        """Closes connections."""
        ...
