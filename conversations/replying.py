"""What becomes of the bot's answer in a locked conversation: it is said, and what it wishes for is done."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

import texts
from conversations import service
from conversations.courtesy import ASK_FOR_PERSON
from conversations.handoffs.requesting import request_handoff
from conversations.models import Conversation, Sender
from conversations.ports import JobQueue
from conversations.realtime import publish, talk_rooms
from conversations.schemas import Button, Reply


async def speak(
    session: AsyncSession, queue: JobQueue, conversation: Conversation, replies: list[Reply]
) -> None:
    """Says the answer and passes the conversation on if it wishes so; an answer of nothing offers a person."""
    wishes = [reply.command.handoff for reply in replies if reply.command and reply.command.handoff]
    spoke = await say_replies(session, queue, conversation, replies)
    if wishes:
        await request_handoff(
            session,
            queue,
            conversation_id=conversation.id,
            reason=wishes[0].reason,
            now=datetime.now(UTC),
        )
    elif not spoke:
        await offer_person(session, queue, conversation)


async def say_replies(
    session: AsyncSession, queue: JobQueue, conversation: Conversation, replies: list[Reply]
) -> bool:
    """Says what there is to be said in the bot's name, and whether there was anything."""
    said = [reply for reply in replies if reply.speaks]
    for reply in said:
        await service.say(
            session,
            queue,
            conversation_id=conversation.id,
            text=reply.text or "",
            sender=Sender.BOT,
            buttons=reply.buttons,
            cards=reply.cards,
        )
    return bool(said)


async def note_language(session: AsyncSession, conversation: Conversation, language: str) -> None:
    """From here on the conversation speaks this language, which was heard."""
    changed = conversation.language != language
    conversation.language, conversation.heard = language, True
    if changed:
        await publish(
            session,
            "conversation.changed",
            rooms=talk_rooms(conversation.id),
            conversation_id=conversation.id,
            data={"language": language},
        )


async def reopen(session: AsyncSession, conversation: Conversation) -> None:
    """Whoever writes again after an agent closed is in a conversation again, with the bot."""
    if conversation.closed_at is not None:
        conversation.closed_at = None
        await publish(
            session,
            "conversation.changed",
            rooms=talk_rooms(conversation.id),
            conversation_id=conversation.id,
            data={"closed": False},
        )


async def offer_person(session: AsyncSession, queue: JobQueue, conversation: Conversation) -> None:
    """Says sorry for what could not be answered, with a button to a person."""
    button = Button(title=texts.say(conversation.language, "bot.person"), payload=ASK_FOR_PERSON)
    sorry = texts.say(conversation.language, "bot.failed")
    await service.say(session, queue, conversation_id=conversation.id, text=sorry, buttons=[button])
