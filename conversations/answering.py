"""The job that answers a conversation: the bot's turns, one after the other, in the order the messages came.

No lock is held while the bot thinks. What it said is stored in one transaction which first makes sure, under the
conversation's lock, that the message still waits and the bot still owns the turn.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import structlog
from sqlalchemy.exc import DataError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

import texts
from conversations import repository, service
from conversations.bot_client import BotClient, BotFailed, BotUnavailable
from conversations.courtesy import ASK_FOR_PERSON, answer_without_bot
from conversations.handoffs.absence import offer_bot_again
from conversations.handoffs.requesting import request_handoff
from conversations.handoffs.satisfaction import hear_comment
from conversations.handoffs.telling import tell_bot
from conversations.models import Conversation, Message, Owner, Turn
from conversations.ports import JobQueue, Signal
from conversations.realtime import publish_messages
from conversations.replying import note_language, offer_person, reopen, speak
from conversations.schemas import TurnRequest, TurnResult
from conversations.signalling import Signals

log = structlog.get_logger()
Sessions = async_sessionmaker[AsyncSession]

MOST_FAILURES = 4
"""Tries of a message that the bot breaks on, before the traveller is offered a person and the next message's turn comes."""


@dataclass(frozen=True, slots=True)
class _Turn:
    request: TurnRequest
    version: int
    channel: str
    inbound_id: str | None
    bot_is_behind: bool

    @property
    def ids(self) -> dict[str, str]:
        return {
            "conversation_id": str(self.request.conversation_id),
            "message_id": str(self.request.message_id),
        }


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
            await _store(turn, result, sessions, queue)
        except BotUnavailable:
            await _excuse_outage(turn, sessions, queue)
            raise
        except (BotFailed, DataError) as error:
            log.error("turn.failed", **turn.ids, error=type(error).__name__)
            if not await _give_up(turn, sessions, queue):
                raise BotFailed(type(error).__name__) from None


async def _next_turn(conversation_id: UUID, sessions: Sessions, queue: JobQueue) -> _Turn | None:
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
            return _Turn(
                _request(conversation, message),
                conversation.version,
                conversation.channel,
                message.provider_message_id,
                conversation.told_version != conversation.version,
            )


async def _show_attention(turn: _Turn, sessions: Sessions, signals: Signals) -> None:
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


async def _claim(session: AsyncSession, turn: _Turn) -> tuple[Conversation, Message] | None:
    """The locked conversation and the message of the turn, if the turn is still the bot's."""
    conversation = await repository.get_conversation(session, turn.request.conversation_id, lock=True)
    message = await repository.get_waiting(session, turn.request.message_id)
    if message is None:
        return None
    if conversation.owner != Owner.BOT or conversation.version != turn.version:
        message.turn = Turn.SILENT
        if conversation.owner != Owner.BOT:
            conversation.waiting_since = conversation.waiting_since or message.created_at
        await _tell_turn(session, message)
        log.info("turn.silent", **turn.ids)
        return None
    return conversation, message


async def _tell_turn(session: AsyncSession, message: Message) -> None:
    await publish_messages(
        session, "message.changed", conversation_id=message.conversation_id, offsets=[message.offset]
    )


async def _store(turn: _Turn, result: TurnResult, sessions: Sessions, queue: JobQueue) -> None:
    async with sessions.begin() as session:
        claimed = await _claim(session, turn)
        if claimed is None:
            return
        conversation, message = claimed
        message.turn, message.answered_at = Turn.ANSWERED, datetime.now(UTC)
        if result.erases:
            await service.erase_messages(
                session, queue, conversation_id=conversation.id, up_to=message.offset
            )
        message.understanding = result.understanding
        conversation.apologised_at = None
        if result.language in texts.LANGUAGES:
            await note_language(session, conversation, result.language)
        if await hear_comment(session, conversation, message, result):
            thanks = texts.say(conversation.language, "satisfaction.heard")
            await service.say(session, queue, conversation_id=conversation.id, text=thanks)
            await _tell_turn(session, message)
            return
        await reopen(session, conversation)
        await speak(session, queue, conversation, result.replies)
        await _tell_turn(session, message)
        log.info("turn.answered", **turn.ids, intent=result.intent.name, replies=len(result.replies))


async def _excuse_outage(turn: _Turn, sessions: Sessions, queue: JobQueue) -> None:
    """Keeps what waits for later and says sorry, once for each outage."""
    async with sessions.begin() as session:
        claimed = await _claim(session, turn)
        if claimed is None:
            return
        conversation, _ = claimed
        settled = await repository.settle_waiting(session, conversation.id, Turn.DEFERRED)
        await publish_messages(session, "message.changed", conversation_id=conversation.id, offsets=settled)
        if conversation.apologised_at is None:
            conversation.apologised_at = datetime.now(UTC)
            apology = texts.say(conversation.language, "bot.unavailable")
            await service.say(session, queue, conversation_id=conversation.id, text=apology)
        log.warning("turn.deferred", **turn.ids)


async def _give_up(turn: _Turn, sessions: Sessions, queue: JobQueue) -> bool:
    """Counts a failure; after the last one the message is done with an offer of a person, and true is returned."""
    async with sessions.begin() as session:
        claimed = await _claim(session, turn)
        if claimed is None:
            return True
        conversation, message = claimed
        message.failures += 1
        if message.failures < MOST_FAILURES:
            return False
        message.turn, message.answered_at = Turn.ANSWERED, datetime.now(UTC)
        if message.payload == ASK_FOR_PERSON:
            notice = texts.say(conversation.language, "bot.handed_over")
            await service.say(session, queue, conversation_id=conversation.id, text=notice)
            await request_handoff(
                session,
                queue,
                conversation_id=conversation.id,
                reason="bot_failed",
                now=datetime.now(UTC),
            )
        else:
            await offer_person(session, queue, conversation)
        await _tell_turn(session, message)
        log.error("turn.given_up", **turn.ids)
        return True
