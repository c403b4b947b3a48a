"""The job that carries what was said to the channels that are pushed to, message by message, part by part, in order.

Every part is recorded as soon as the provider took it, so that a worker that dies repeats at most the one it was at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from conversations import reports, repository
from conversations.models import Delivery, Message
from conversations.ports import ChannelSender, Outgoing, Part, SendDelayed, SendPaced, SendRefused
from conversations.realtime import publish_messages
from conversations.reporting import heed_early_reports
from conversations.schemas import MessageView

log = structlog.get_logger()
Sessions = async_sessionmaker[AsyncSession]
Senders = Mapping[str, ChannelSender]

CHANNEL_CLOSED = "channel_closed"
PATIENCE: Final = timedelta(hours=6)
"""How old a message must be before it is given up."""
LEAST_TRIES: Final = 10
"""How often it was tried by then: one that we were late with ourselves gets its chances too."""


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
        except SendPaced:
            raise
        except SendDelayed as delay:
            if not await _give_up(letter, sessions, delay.reason):
                raise


async def _deliver(letter: _Letter, sessions: Sessions, senders: Senders) -> None:
    sender = senders.get(letter.channel)
    if sender is None:
        raise SendRefused(CHANNEL_CLOSED)
    message = letter.outgoing.message
    parts = sender.parts(letter.outgoing)
    sent = message.parts_sent
    for place, part in enumerate(parts[len(sent) :], start=len(sent) + 1):
        sent = await _record(message, sessions, place, await _send(sender, part, letter))
    await _settle(letter, sessions, Delivery.SENT, sent=sent)
    log.info("message.sent", **letter.ids, parts=len(parts))


async def _send(sender: ChannelSender, part: Part, letter: _Letter) -> str:
    try:
        return await sender.send(part)
    except (SendDelayed, SendRefused):
        raise
    except Exception as error:
        # A mistake of ours or of an SDK: worth a correction in the hours that are left, and never an endless job.
        log.exception("message.broke", **letter.ids)
        raise SendDelayed(type(error).__name__) from error


async def _give_up(letter: _Letter, sessions: Sessions, reason: str) -> bool:
    """Counts a failed try; one too many, and the message has failed for ever, which is then true."""
    async with sessions.begin() as session:
        stored = await repository.get_message(session, letter.outgoing.message.id, lock=True)
        stored.tries += 1
        if stored.tries < LEAST_TRIES or datetime.now(UTC) - stored.created_at < PATIENCE:
            log.info("message.delayed", **letter.ids, reason=reason, tries=stored.tries)
            return False
        stored.delivery, stored.failure = Delivery.FAILED, reason
        await _tell(session, stored)
        log.error("message.given_up", **letter.ids, reason=reason, tries=stored.tries)
        return True


async def _tell(session: AsyncSession, stored: Message) -> None:
    await publish_messages(
        session, "message.changed", conversation_id=stored.conversation_id, offsets=[stored.offset]
    )


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
            conversation_id,
        )
        return _Letter(outgoing, conversation.channel)


async def _record(message: MessageView, sessions: Sessions, place: int, provider_id: str) -> list[str]:
    """All parts that are with the provider, who may have told of this one itself before (`conversations.reporting`)."""
    async with sessions.begin() as session:
        stored = await repository.get_message(session, message.id, lock=True)
        if len(stored.parts_sent) < place:
            stored.parts_sent = [*stored.parts_sent, provider_id]
        return stored.parts_sent


async def _settle(
    letter: _Letter,
    sessions: Sessions,
    delivery: Delivery,
    reason: str | None = None,
    *,
    sent: Sequence[str] = (),
) -> None:
    """The end of the sending; what was reported of the parts ``sent`` meanwhile counts from now on."""
    async with sessions.begin() as session:
        await reports.lock_parts(session, letter.channel, sent)
        stored = await repository.get_message(session, letter.outgoing.message.id, lock=True)
        if stored.delivery == Delivery.SENDING:
            stored.delivery, stored.failure = delivery, reason
            if sent:
                await heed_early_reports(session, stored)
            await _tell(session, stored)
