"""How it was: asked once when an agent closes, answered by a button from 1 to 5 and, if they like, in words."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

import texts
from conversations import repository, rules, service
from conversations.models import Conversation, Handoff, Message, Satisfaction
from conversations.ports import JobQueue
from conversations.realtime import publish, talk_rooms
from conversations.schemas import Button, TurnResult

SCORE: Final = "/satisfaction"
CONTENT_FROM: Final = 4
COMMENT_WITHIN: Final = timedelta(hours=1)
COMMENTS: Final = frozenset(
    {
        *("praise", "thank", "complaint", "insult", "goodbye", "greet", "affirm", "deny", "not_sure"),
        *("inform", "no_preference", "out_of_scope", "nlu_fallback"),
    }
)
"""What the bot may take words for that say how it was, and wish for nothing."""


async def ask_how_it_was(
    session: AsyncSession, queue: JobQueue, conversation: Conversation, handoff: Handoff, *, now: datetime
) -> None:
    """Asks, where an agent answered and the traveller may be written to without a template."""
    if handoff.first_answer_at is None or not rules.may_write(
        conversation.channel, conversation.last_inbound_at, now
    ):
        return
    contact = await repository.get_contact(session, conversation.contact_id)
    if contact.opted_out_at is not None:
        return
    session.add(
        Satisfaction(
            handoff_id=handoff.id, conversation_id=conversation.id, agent_id=handoff.agent_id, asked_at=now
        )
    )
    language = conversation.language
    scores = [
        Button(
            title=texts.say(language, f"satisfaction.score_{score}"), payload=f'{SCORE}{{"score": {score}}}'
        )
        for score in range(1, 6)
    ]
    question = texts.say(language, "satisfaction.ask")
    await service.say(session, queue, conversation_id=conversation.id, text=question, buttons=scores)


async def hear_score(session: AsyncSession, conversation: Conversation, message: Message) -> str | None:
    """The key of what is answered to a score, which is kept; None where the message is none."""
    if not (message.payload or "").startswith(SCORE):
        return None
    asked = await _asked_last(session, conversation)
    if asked is None:
        return None
    asked.score = int(json.loads(message.payload.removeprefix(SCORE))["score"])  # type: ignore[union-attr]
    asked.answered_at = datetime.now(UTC)
    await _tell(session, asked)
    return "satisfaction.content" if asked.score >= CONTENT_FROM else "satisfaction.discontent"


async def hear_comment(
    session: AsyncSession, conversation: Conversation, message: Message, result: TurnResult
) -> bool:
    """Keeps the words that follow a score of a closed conversation, unless the bot took them for a wish."""
    wishes = any(reply.command for reply in result.replies)
    if conversation.closed_at is None or message.payload or wishes or result.intent.name not in COMMENTS:
        return False
    asked = await _asked_last(session, conversation)
    if asked is None or asked.answered_at is None or asked.comment is not None:
        return False
    if message.created_at - asked.answered_at > COMMENT_WITHIN:
        return False
    asked.comment = message.text
    await _tell(session, asked)
    return True


async def _asked_last(session: AsyncSession, conversation: Conversation) -> Satisfaction | None:
    return await session.scalar(
        select(Satisfaction)
        .where(Satisfaction.conversation_id == conversation.id)
        .order_by(Satisfaction.asked_at.desc())
        .limit(1)
    )


async def _tell(session: AsyncSession, given: Satisfaction) -> None:
    await session.flush()
    await publish(
        session,
        "satisfaction.given",
        rooms=talk_rooms(given.conversation_id),
        conversation_id=given.conversation_id,
        data={"score": given.score, "commented": given.comment is not None},
    )
