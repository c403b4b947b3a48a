"""How the bot's turn at a message ends: answered, put off while the bot is down, or given up.

Each is one transaction which first makes sure, under the conversation's lock, that the message still waits and the bot
still owns the turn.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

import texts
from conversations import repository, service
from conversations.courtesy import ASK_FOR_PERSON
from conversations.handoffs.requesting import request_handoff
from conversations.handoffs.satisfaction import hear_comment
from conversations.models import Conversation, Message, Owner, Turn
from conversations.ports import JobQueue
from conversations.realtime import publish_messages
from conversations.replying import note_language, offer_person, reopen, speak
from conversations.schemas import TurnRequest, TurnResult

log = structlog.get_logger()
Sessions = async_sessionmaker[AsyncSession]

MOST_FAILURES = 4
"""Tries of a message that the bot breaks on, before the traveller is offered a person and the next message's turn comes."""


@dataclass(frozen=True, slots=True)
class BotTurn:
    """The bot's turn at a message; ``version`` is what the conversation was at when it began."""

    request: TurnRequest
    version: int
    channel: str
    inbound_id: str | None
    bot_is_behind: bool

    @property
    def ids(self) -> dict[str, str]:
        """What the log names it by."""
        return {
            "conversation_id": str(self.request.conversation_id),
            "message_id": str(self.request.message_id),
        }


async def store(turn: BotTurn, result: TurnResult, sessions: Sessions, queue: JobQueue) -> None:
    """Says what the bot answers and does what it wishes for, and keeps what it understood."""
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


async def excuse_outage(turn: BotTurn, sessions: Sessions, queue: JobQueue) -> None:
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


async def give_up(turn: BotTurn, sessions: Sessions, queue: JobQueue) -> bool:
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


async def _claim(session: AsyncSession, turn: BotTurn) -> tuple[Conversation, Message] | None:
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
