"""Keeps Rasa's tracker in step with who owns the conversation: paused while it is not the bot's, resumed with what was agreed.

What is told is how things stand, not what happened: whoever comes late, twice or in the wrong order tells the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID, uuid5

import structlog
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

import texts
from conversations import repository, service
from conversations.bot_client import BotClient, BotFailed
from conversations.handoffs import repository as handoffs
from conversations.handoffs.ending import TO_BOT
from conversations.models import Conversation, Owner
from conversations.ports import JobQueue
from conversations.realtime.redaction import agent_to_traveller
from conversations.replying import say_replies
from conversations.schemas import StateChange, TurnRequest, TurnResult
from conversations.team.names import name_of

log = structlog.get_logger()
Sessions = async_sessionmaker[AsyncSession]
HANDED_BACK: Final = "/agent_handed_back"


@dataclass(frozen=True, slots=True)
class _News:
    change: StateChange
    version: int
    greeting: TurnRequest | None


async def tell_bot(conversation_id: UUID, *, sessions: Sessions, bot: BotClient, queue: JobQueue) -> None:
    """Tells the bot whose the conversation is, until it knows; given back by an agent, the bot speaks. BotUnavailable."""
    while news := await _news(conversation_id, sessions):
        result = None
        try:
            await bot.change_state(news.change)
            if news.greeting is not None:
                result = await bot.turn(news.greeting)
        except BotFailed as error:
            log.error("bot.not_told", conversation_id=str(conversation_id), error=str(error))
        async with sessions.begin() as session:
            conversation = await repository.get_conversation(session, conversation_id, lock=True)
            if conversation.version == news.version and conversation.told_version != news.version:
                conversation.told_version = news.version
                if news.greeting is not None:
                    await _greet(session, queue, conversation, result)


async def _news(conversation_id: UUID, sessions: Sessions) -> _News | None:
    async with sessions() as session:
        conversation = await repository.get_conversation(session, conversation_id)
        if conversation.told_version == conversation.version:
            return None
        change_id = uuid5(conversation_id, f"owner:{conversation.version}")
        if conversation.owner != Owner.BOT:
            paused = StateChange(conversation_id=conversation_id, paused=True, change_id=change_id)
            return _News(paused, conversation.version, None)
        last = await handoffs.last_closed_or_none(session, conversation_id)
        slots: dict[str, Any] = dict(last.agreed) if last else {}
        greeting = None
        if last is not None and last.outcome == TO_BOT and last.closed_by is not None:
            slots["agreed"] = {
                "by": agent_to_traveller(await name_of(session, last.closed_by)),
                "slots": sorted(last.agreed),
            }
            # What an agent did about the trip is newer than what the traveller said of it.
            said = [] if last.agreed else await handoffs.list_said_to_people(session, last)
            greeting = _greeting(conversation, change_id, said)
        change = StateChange(conversation_id=conversation_id, paused=False, slots=slots, change_id=change_id)
        return _News(change, conversation.version, greeting)


def _greeting(conversation: Conversation, change_id: UUID, said: list[str]) -> TurnRequest:
    return TurnRequest(
        conversation_id=conversation.id,
        message_id=change_id,
        text="",
        payload=HANDED_BACK,
        language=conversation.language,
        heard=conversation.heard,
        overheard=said,
    )


async def _greet(
    session: AsyncSession, queue: JobQueue, conversation: Conversation, result: TurnResult | None
) -> None:
    """What the bot says when it is given the conversation back; a word of ours where it has none."""
    if not await say_replies(session, queue, conversation, result.replies if result else []):
        here = texts.say(conversation.language, "absence.back_here")
        await service.say(session, queue, conversation_id=conversation.id, text=here)
