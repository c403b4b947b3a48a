"""What reaches us from a provider, in one form for all channels, and how it is taken in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import groupby

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

import texts
from channels.ports import ChannelPorts
from conversations import reporting, rules, service
from conversations.handoffs import service as handoffs
from conversations.models import Delivery, Kind
from conversations.ports import JobQueue
from conversations.receiving import Caller, Received, open_conversations, receive_messages
from conversations.reporting import PartKey
from conversations.schemas import Attachment

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """A message of a person; ``address`` is whom we answer.

    ``choice`` is the token of a button they pressed, ``command`` what the channel's own menu means to the bot: unlike
    a button's payload it cannot be made up by whoever writes.
    """

    address: str
    provider_message_id: str
    text: str = ""
    choice: str | None = None
    command: str | None = None
    kind: Kind = Kind.TEXT
    attachments: tuple[Attachment, ...] = ()
    name: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class StatusChanged:
    """What became of a message of ours; ``reason`` is the provider's own code."""

    provider_message_id: str
    delivery: Delivery
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class PartTaken:
    """The provider has taken a part of a message of ours, whether or not whoever sent it was told."""

    key: PartKey
    provider_message_id: str


@dataclass(frozen=True, slots=True)
class Watermark:
    """What became of everything that ``address`` had been sent ``until`` then (UTC)."""

    address: str
    delivery: Delivery
    until: datetime


@dataclass(frozen=True, slots=True)
class AgentSpoke:
    """A message that an agent sent to ``address`` from the provider's own inbox."""

    address: str
    provider_message_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Ignored:
    """Something that concerns nobody, and why, for the log."""

    reason: str


Arrival = tuple[str, Arrived]
"""A message with its channel."""
Event = Arrived | StatusChanged | PartTaken | Watermark | AgentSpoke | Ignored


async def take_in(ports: ChannelPorts, channel: str, events: Sequence[Event]) -> None:
    """Stores everything of one delivery; what a provider delivers again changes nothing.

    Messages that follow each other are stored together, and with those of other deliveries (`backend.intake`).
    """
    for arrived, run in groupby(events, lambda event: isinstance(event, Arrived)):
        if arrived:
            messages = [(channel, event) for event in run if isinstance(event, Arrived)]
            await ports.intake.put(messages, partial(store_arrivals, ports))
        else:
            for event in run:
                await _note(ports, channel, event)


async def store_arrivals(ports: ChannelPorts, arrivals: Sequence[Arrival]) -> None:
    """Stores messages of any channels in one transaction."""
    callers = [
        Caller(
            channel=channel,
            address=rules.clean(event.address),
            language=_language(event),
            name=rules.clean(event.name),
        )
        for channel, event in arrivals
    ]
    async with ports.sessions.begin() as session:
        opened = await open_conversations(session, callers)
        await receive_messages(
            session,
            ports.queue,
            [
                Received(
                    conversation_id=conversation_id,
                    provider_message_id=rules.clean(event.provider_message_id),
                    text=event.text,
                    choice=event.choice,
                    command=event.command,
                    kind=event.kind,
                    attachments=event.attachments,
                )
                for conversation_id, (_, event) in zip(opened.ids, arrivals, strict=True)
            ],
            places=opened.places,
        )


def _language(event: Arrived) -> str:
    return event.language if event.language in texts.LANGUAGES else texts.DEFAULT_LANGUAGE


async def _note(ports: ChannelPorts, channel: str, event: Event) -> None:
    if isinstance(event, Ignored):
        log.info("channel.ignored", channel=channel, reason=event.reason)
        return
    async with ports.sessions.begin() as session:
        if isinstance(event, AgentSpoke):
            await _agent_spoke(session, ports.queue, channel, event)
        elif isinstance(event, Watermark):
            await reporting.report_watermark(
                session,
                channel=channel,
                address=event.address,
                delivery=event.delivery,
                until=event.until,
            )
        elif isinstance(event, PartTaken):
            await reporting.report_taken(
                session, channel=channel, key=event.key, provider_message_id=event.provider_message_id
            )
        elif isinstance(event, StatusChanged):
            await reporting.report_delivery(
                session,
                channel=channel,
                provider_message_id=event.provider_message_id,
                delivery=event.delivery,
                reason=event.reason,
            )


async def _agent_spoke(session: AsyncSession, queue: JobQueue, channel: str, event: AgentSpoke) -> None:
    conversation = await service.open_conversation(
        session, channel=channel, address=event.address, language=texts.DEFAULT_LANGUAGE
    )
    await handoffs.hear_agent(
        session,
        queue,
        conversation_id=conversation.id,
        provider_message_id=event.provider_message_id,
        text=event.text,
        now=datetime.now(UTC),
    )
