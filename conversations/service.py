"""The verbs of conversations. The session comes first; nobody here commits but `answering` and `turn_ends`."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid4

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from conversations import repository, rules
from conversations.errors import NotYours
from conversations.media import repository as files_repository
from conversations.media.ids import media_id_of
from conversations.models import (
    Contact,
    Conversation,
    Delivery,
    Direction,
    Kind,
    Message,
    Owner,
    Sender,
)
from conversations.ports import DELIVER_CONVERSATION, JobQueue
from conversations.realtime import publish, publish_messages, talk_rooms
from conversations.receiving import Caller, Received, open_conversations, receive_messages, tend_media
from conversations.schemas import (
    Attachment,
    Button,
    Card,
    ConversationView,
    LogPage,
    MessageView,
    Receipt,
)
from conversations.team.names import names_of

log = structlog.get_logger()
OPTED_OUT = "opted_out"
PAGE = 200
"""Messages read from the log at a time."""


async def start_conversation(
    session: AsyncSession, *, channel: str, address: str | None, language: str
) -> ConversationView:
    """A new conversation with a new contact, owned by the bot; without an address the contact is anonymous."""
    contact = Contact(channel=channel, address=address or str(uuid4()))
    session.add(contact)
    await session.flush()
    conversation = Conversation(channel=channel, contact_id=contact.id, language=language)
    session.add(conversation)
    await session.flush()
    log.info("conversation.started", conversation_id=str(conversation.id), channel=channel)
    return ConversationView.model_validate(conversation)


async def get_conversation(session: AsyncSession, *, conversation_id: UUID) -> ConversationView:
    """The conversation as it stands; ConversationNotFound."""
    return ConversationView.model_validate(await repository.get_conversation(session, conversation_id))


async def lock_conversation(session: AsyncSession, *, conversation_id: UUID) -> ConversationView:
    """The conversation, which nobody else changes until the session's transaction ends; ConversationNotFound."""
    return ConversationView.model_validate(
        await repository.get_conversation(session, conversation_id, lock=True)
    )


async def receive_message(
    session: AsyncSession,
    queue: JobQueue,
    *,
    conversation_id: UUID,
    provider_message_id: str,
    text: str,
    payload: str | None = None,
    choice: str | None = None,
    command: str | None = None,
    kind: Kind = Kind.TEXT,
    attachments: Sequence[Attachment] = (),
) -> Receipt:
    """Stores what a traveller wrote and the job that answers it; a redelivery changes nothing.

    A button is pressed by its ``payload``, or by the token (`rules.token`) that a channel with short data sends
    back as its ``choice``; a ``command`` is a channel's own menu speaking. The order of a conversation is the order in which its messages are received here.
    Raises ConversationNotFound, and TextTooLong over `rules.MAX_TEXT` characters.
    """
    received = Received(
        conversation_id=conversation_id,
        provider_message_id=provider_message_id,
        text=text,
        payload=payload,
        choice=choice,
        command=command,
        kind=kind,
        attachments=attachments,
    )
    (receipt,) = await receive_messages(session, queue, [received])
    return receipt


async def open_conversation(
    session: AsyncSession, *, channel: str, address: str, language: str, name: str | None = None
) -> ConversationView:
    """The conversation with whoever has this address on a channel, begun if they write for the first time."""
    caller = Caller(channel=channel, address=address, language=language, name=name)
    opened = await open_conversations(session, [caller])
    return await get_conversation(session, conversation_id=opened.ids[0])


async def say(
    session: AsyncSession,
    queue: JobQueue,
    *,
    conversation_id: UUID,
    text: str,
    sender: Sender = Sender.SYSTEM,
    buttons: Sequence[Button] = (),
    cards: Sequence[Card] = (),
    attachments: Sequence[Attachment] = (),
    agent_id: UUID | None = None,
    provider_message_id: str | None = None,
    unasked: bool = False,
    locked: Conversation | None = None,
) -> MessageView:
    """Puts a message to the traveller at the end of the log; whoever listens gets it on commit.

    What comes ``unasked`` is kept but not delivered to who opted out. The bot speaks only while the conversation is
    its own, an agent (``agent_id``) only while it is theirs: NotYours. Who has ``locked`` it already gives it, and it is
    not asked for again.
    """
    conversation = locked or await repository.get_conversation(session, conversation_id, lock=True)
    if not rules.may_speak(conversation, sender, agent_id):
        raise NotYours
    contact = await repository.get_contact(session, conversation.contact_id) if unasked else None
    spared = contact is not None and contact.opted_out_at is not None
    message = await repository.append_message(
        session,
        conversation,
        direction=Direction.OUT,
        sender=sender,
        agent_id=agent_id,
        provider_message_id=provider_message_id,
        text=text,
        attachments=[one.model_dump(mode="json") for one in attachments],
        buttons=[button.model_dump() for button in buttons],
        cards=[card.model_dump() for card in cards],
        delivery=_delivery(conversation.channel, spared=spared),
        failure=OPTED_OUT if spared else None,
    )
    if message.delivery == Delivery.QUEUED:
        lock = f"deliver:{conversation.id}"
        await queue.defer(session, DELIVER_CONVERSATION, lock=lock, conversation_id=str(conversation.id))
    await publish_messages(
        session, "message.stored", conversation_id=conversation.id, offsets=[message.offset]
    )
    return _view(message)


async def erase_messages(
    session: AsyncSession, queue: JobQueue, *, conversation_id: UUID, up_to: int
) -> None:
    """Erases what was said up to an offset, and what was sent with it; offsets stay, so that whoever reads along goes on
    reading. Cannot be undone.
    """
    conversation = await repository.get_conversation(session, conversation_id, lock=True)
    with_files = await files_repository.list_with_files(session, conversation_id, up_to=up_to)
    if files := [media_id for message in with_files for media_id in _files(message)]:
        await files_repository.give_up_files(session, conversation_id, files)
        await tend_media(session, queue, conversation_id)
    await repository.blank_messages(session, conversation_id, up_to=up_to)
    await repository.delete_notes(session, conversation_id, up_to=up_to)
    await repository.blank_handoffs(session, conversation_id)
    conversation.erased_to = max(conversation.erased_to, up_to)
    await session.flush()
    await publish(
        session,
        "conversation.changed",
        rooms=talk_rooms(conversation_id),
        conversation_id=conversation_id,
        data={"erased_to": conversation.erased_to},
    )
    log.info("conversation.erased", conversation_id=str(conversation_id), up_to=up_to)


async def read_log(session: AsyncSession, *, conversation_id: UUID, after: int) -> LogPage:
    """What was said after an offset, at most `PAGE` messages, and whether the bot is busy with an answer."""
    conversation = await repository.get_conversation(session, conversation_id)
    recovered = after <= conversation.last_offset
    start = after if recovered else 0
    messages = await repository.list_after(session, conversation_id, offset=start, limit=PAGE)
    return LogPage(
        messages=[_view(message) for message in messages],
        names=await names_of(session, [message.agent_id for message in messages]),
        offset=messages[-1].offset if messages else start,
        erased_to=conversation.erased_to,
        typing=conversation.owner == Owner.BOT and await repository.has_pending(session, conversation_id),
        recovered=recovered,
    )


async def find_received(session: AsyncSession, *, channel: str, provider_message_id: str) -> Receipt | None:
    """Where a message stands that has been received before."""
    known = await repository.get_message_or_none(
        session, channel=channel, provider_message_id=provider_message_id
    )
    return Receipt(message_id=known.id, offset=known.offset, new=False) if known else None


async def find_attachment(
    session: AsyncSession, *, conversation_id: UUID, media_id: UUID
) -> Attachment | None:
    """What is kept of a conversation under this id; None where nothing is, or it was erased."""
    found = await files_repository.find_attachment(session, conversation_id, media_id)
    return Attachment.model_validate(found) if found else None


def _files(message: Message) -> list[UUID]:
    """What is kept of a message, and what is being fetched of it at this moment."""
    attachments = [Attachment.model_validate(one) for one in message.attachments]
    return [one.media_id or media_id_of(message.id, place) for place, one in enumerate(attachments)]


def _delivery(channel: str, *, spared: bool) -> Delivery | None:
    if channel in rules.FETCHED:
        return None
    return Delivery.FAILED if spared else Delivery.QUEUED


def _view(message: Message) -> MessageView:
    return MessageView.model_validate(message)
