"""Nobody is there: the traveller is told so and until when, may leave word, or goes on with the bot."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

import texts
from conversations import repository, service
from conversations.handoffs import repository as handoffs
from conversations.handoffs.hours import is_open, next_opening, say_when
from conversations.handoffs.rules import is_anybody_there
from conversations.models import Conversation, Handoff
from conversations.ports import JobQueue
from conversations.schemas import Button
from conversations.team.settings import Hours, read_hours

log = structlog.get_logger()
BACK_TO_BOT: Final = "/back_to_bot"
LEFT_WORD: Final = 50
"""Priority of who left word while nobody was there: they are answered first thing."""
AGAIN_AFTER: Final = timedelta(hours=1)
"""Whoever writes on so long after they were told is offered the bot once more."""


async def tell_if_nobody_is_there(
    session: AsyncSession, queue: JobQueue, conversation: Conversation, handoff: Handoff, *, now: datetime
) -> None:
    """Tells the traveller of a queued conversation, which is locked, that nobody is there, if that is so."""
    hours = await read_hours(session)
    if not await _is_anybody_there(session, hours, conversation, handoff, now):
        await tell_absence(session, queue, conversation, handoff, hours=hours, now=now)


async def tell_absence(
    session: AsyncSession,
    queue: JobQueue,
    conversation: Conversation,
    handoff: Handoff,
    *,
    hours: Hours,
    now: datetime,
) -> None:
    """Tells the traveller that nobody is there; what they leave is answered first."""
    if not handoff.left_word:
        handoff.left_word, handoff.priority = True, handoff.priority + LEFT_WORD
    key = "urgent" if handoff.reason == "urgent" else "away"
    await _say(session, queue, conversation, key, hours=hours, now=now)
    log.info("handoff.nobody_there", conversation_id=str(conversation.id))


async def offer_bot_again(
    session: AsyncSession, queue: JobQueue, conversation: Conversation, *, now: datetime
) -> None:
    """Somebody in the queue wrote on: after an hour of nobody, the bot offers itself."""
    handoff = await handoffs.open_handoff_or_none(session, conversation.id)
    if handoff is None or not handoff.left_word:
        return
    told = await repository.last_said_at(session, conversation.id)
    if told is not None and now - told < AGAIN_AFTER:
        return
    hours = await read_hours(session)
    if not await _is_anybody_there(session, hours, conversation, handoff, now):
        await _say(session, queue, conversation, "still_away", hours=hours, now=now)


async def _is_anybody_there(
    session: AsyncSession, hours: Hours, conversation: Conversation, handoff: Handoff, now: datetime
) -> bool:
    if not is_open(hours, now):
        return False
    team = await handoffs.list_team(session)
    return is_anybody_there(team, language=conversation.language, skill=handoff.skill)


async def _say(
    session: AsyncSession,
    queue: JobQueue,
    conversation: Conversation,
    key: str,
    *,
    hours: Hours,
    now: datetime,
) -> None:
    language = conversation.language
    opening = None if is_open(hours, now) else next_opening(hours, now)
    when = say_when(language, opening, now) if opening else None
    said = texts.say(language, f"absence.{key}_until" if when else f"absence.{key}", when=when)
    back = Button(title=texts.say(language, "absence.back"), payload=BACK_TO_BOT)
    await service.say(session, queue, conversation_id=conversation.id, text=said, buttons=[back])
