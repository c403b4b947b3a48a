"""The job that carries what was said to the channels that are pushed to, message by message, part by part, in order.

Every part is recorded as soon as the provider took it, so that a worker that dies repeats at most the one it was at.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from conversations import repository
from conversations.models import Delivery
from conversations.ports import ChannelSender, Outgoing, SendRefused
from conversations.realtime import announce
from conversations.schemas import MessageView

log = structlog.get_logger()
Sessions = async_sessionmaker[AsyncSession]
Senders = Mapping[str, ChannelSender]

CHANNEL_CLOSED = "channel_closed"


@dataclass(frozen=True, slots=True)
class _Letter:
    outgoing: Outgoing
    channel: str

    @property
    def ids(self) -> dict[str, str]:
        return {"message_id": str(self.outgoing.message.id), "channel": self.channel}


async def deliver_conversation(conversation_id: UUID, *, sessions: Sessions, senders: Senders) -> None:
    """Delivers everything that waits. Raises SendDelayed when the rest has to be tried again later."""
    while letter := await _next(conversation_id, sessions):
        try:
            await _deliver(letter, sessions, senders)
        except SendRefused as refusal:
            await _settle(letter, sessions, Delivery.FAILED, refusal.reason)
            log.warning("message.refused", **letter.ids, reason=refusal.reason)


async def _deliver(letter: _Letter, sessions: Sessions, senders: Senders) -> None:
    sender = senders.get(letter.channel)
    if sender is None:
        raise SendRefused(CHANNEL_CLOSED)
    message = letter.outgoing.message
    parts = sender.parts(letter.outgoing)
    for part in parts[len(message.parts_sent) :]:
        await _record(message, sessions, await sender.send(part))
    await _settle(letter, sessions, Delivery.SENT)
    log.info("message.sent", **letter.ids, parts=len(parts))


async def _next(conversation_id: UUID, sessions: Sessions) -> _Letter | None:
    async with sessions.begin() as session:
        message = await repository.first_unsent(session, conversation_id)
        if message is None:
            return None
        conversation, contact = await repository.get_with_contact(session, conversation_id)
        message.delivery = Delivery.SENDING
        outgoing = Outgoing(
            MessageView.model_validate(message),
            contact.address,
            conversation.language,
            conversation.last_inbound_at,
        )
        return _Letter(outgoing, conversation.channel)


async def _record(message: MessageView, sessions: Sessions, provider_id: str) -> None:
    async with sessions.begin() as session:
        stored = await repository.get_message(session, message.id, lock=True)
        stored.parts_sent = [*stored.parts_sent, provider_id]


async def _settle(letter: _Letter, sessions: Sessions, delivery: Delivery, reason: str | None = None) -> None:
    """A provider may have reported more already: delivered and read are not taken back."""
    async with sessions.begin() as session:
        stored = await repository.get_message(session, letter.outgoing.message.id, lock=True)
        if stored.delivery == Delivery.SENDING:
            stored.delivery, stored.failure = delivery, reason
            await announce(session, stored.conversation_id)
