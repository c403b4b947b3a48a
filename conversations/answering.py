"""The job that answers a conversation: the bot's turns, one after the other, in the order the messages came.

No lock is held while the bot thinks; what becomes of its answer: `turn_ends`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import structlog
from sqlalchemy.exc import DataError
from sqlalchemy.ext.asyncio import AsyncSession

from conversations import repository
from conversations.bot_client import BotClient, BotFailed, BotUnavailable
from conversations.courtesy import answer_without_bot
from conversations.handoffs.absence import offer_bot_again
from conversations.handoffs.telling import tell_bot
from conversations.models import Conversation, Message, Owner, Turn
from conversations.ports import JobQueue, Signal
from conversations.realtime import publish_messages
from conversations.schemas import TurnRequest
from conversations.signalling import Signals
from conversations.turn_ends import BotTurn, Sessions, excuse_outage, give_up, store

log = structlog.get_logger()


async def answer_conversation(
    conversation_id: UUID,
    *,
    sessions: Sessions,
    bot: BotClient,
    queue: JobQueue,
    signals: Signals | None = None,
) -> None:
    """Answers every waiting message. Raises BotUnavailable or BotFailed when the rest has to be tried again later."""
    while turn := await _next_turn(conversation_id, sessions, queue):
        if turn.bot_is_behind:
            await tell_bot(conversation_id, sessions=sessions, bot=bot, queue=queue)
            continue
        if signals is not None and signals.reach(turn.channel):
            await _show_attention(turn, sessions, signals)
        try:
            result = await bot.turn(turn.request)
            await store(turn, result, sessions, queue)
        except BotUnavailable:
            await excuse_outage(turn, sessions, queue)
            raise
        except (BotFailed, DataError) as error:
            log.error("turn.failed", **turn.ids, error=type(error).__name__)
            if not await give_up(turn, sessions, queue):
                raise BotFailed(type(error).__name__) from None


async def _next_turn(conversation_id: UUID, sessions: Sessions, queue: JobQueue) -> BotTurn | None:
    while True:
        async with sessions.begin() as session:
            message = await repository.first_waiting(session, conversation_id)
            if message is None:
                return None
            conversation = await repository.get_conversation(session, conversation_id, lock=True)
            if await answer_without_bot(session, queue, conversation, message):
                continue
            if conversation.owner != Owner.BOT:
                await _fall_silent(session, queue, conversation, message)
                return None
            return BotTurn(
                _request(conversation, message),
                conversation.version,
                conversation.channel,
                message.provider_message_id,
                conversation.told_version != conversation.version,
            )


async def _show_attention(turn: BotTurn, sessions: Sessions, signals: Signals) -> None:
    async with sessions() as session:
        _, contact = await repository.get_with_contact(session, turn.request.conversation_id)
    signals.show(
        Signal.READ,
        Signal.TYPING,
        channel=turn.channel,
        address=contact.address,
        inbound_id=turn.inbound_id,
    )


def _request(conversation: Conversation, message: Message) -> TurnRequest:
    return TurnRequest(
        conversation_id=conversation.id,
        message_id=message.id,
        text=message.text,
        payload=message.payload,
        language=conversation.language,
        heard=conversation.heard,
    )


async def _fall_silent(
    session: AsyncSession, queue: JobQueue, conversation: Conversation, message: Message
) -> None:
    """From the oldest message on, the traveller waits for a person."""
    conversation.waiting_since = conversation.waiting_since or message.created_at
    settled = await repository.settle_waiting(session, conversation.id, Turn.SILENT)
    await publish_messages(session, "message.changed", conversation_id=conversation.id, offsets=settled)
    if conversation.owner == Owner.QUEUE:
        await offer_bot_again(session, queue, conversation, now=datetime.now(UTC))
