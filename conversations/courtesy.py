"""What is answered without the bot: what it cannot use yet, who wants no more messages, how it was, who wants it back."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

import texts
from conversations import repository, rules, service
from conversations.handoffs.absence import BACK_TO_BOT
from conversations.handoffs.ending import come_back
from conversations.handoffs.satisfaction import hear_score
from conversations.models import Conversation, Kind, Message, Owner, Turn
from conversations.ports import JobQueue
from conversations.realtime import publish_messages
from conversations.schemas import Button

ASK_FOR_PERSON = "/request_human"


async def answer_without_bot(
    session: AsyncSession, queue: JobQueue, conversation: Conversation, message: Message
) -> bool:
    """Answers a message of a locked conversation where it needs no bot, and says whether it did."""
    if message.payload == BACK_TO_BOT and conversation.owner != Owner.AGENT:
        return await _back_to_bot(session, queue, conversation, message)
    key = await _opting(session, conversation, message)
    key = key or await hear_score(session, conversation, message)
    if key is None and conversation.owner == Owner.BOT:
        key = _media(message)
    if key is None:
        return False
    message.turn, message.answered_at = Turn.ANSWERED, datetime.now(UTC)
    person = Button(title=texts.say(conversation.language, "bot.person"), payload=ASK_FOR_PERSON)
    await service.say(
        session,
        queue,
        conversation_id=conversation.id,
        text=texts.say(conversation.language, key),
        buttons=[person] if key.startswith("media.") else (),
    )
    await _tell_turn(session, message)
    return True


async def _back_to_bot(
    session: AsyncSession, queue: JobQueue, conversation: Conversation, message: Message
) -> bool:
    """Nobody was there, and they would rather go on: the bot answers what they wrote meanwhile, or says that it is here."""
    message.turn, message.answered_at = Turn.ANSWERED, datetime.now(UTC)
    await session.flush()
    if not await come_back(session, queue, conversation, now=datetime.now(UTC)):
        here = texts.say(conversation.language, "absence.back_here")
        await service.say(session, queue, conversation_id=conversation.id, text=here)
    await _tell_turn(session, message)
    return True


async def _tell_turn(session: AsyncSession, message: Message) -> None:
    await publish_messages(
        session, "message.changed", conversation_id=message.conversation_id, offsets=[message.offset]
    )


async def _opting(session: AsyncSession, conversation: Conversation, message: Message) -> str | None:
    """A channel that is only fetched sends nothing that one could want to be spared."""
    if conversation.channel in rules.FETCHED or message.payload is not None:
        return None
    contact = await repository.get_contact(session, conversation.contact_id)
    if rules.opts_out(message.text):
        contact.opted_out_at = datetime.now(UTC)
        return "opting.out"
    if contact.opted_out_at is not None and rules.opts_in(message.text):
        contact.opted_out_at = None
        return "opting.back"
    return None


def _media(message: Message) -> str | None:
    kind = Kind(message.kind)
    wordless = kind is Kind.LOCATION or not message.text.strip()
    return f"media.{kind}" if kind in rules.UNUSABLE and wordless else None
