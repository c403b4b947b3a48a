"""Taking in what travellers wrote, many messages in one transaction as well as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from conversations import bulk, repository, rules
from conversations.card_numbers import without_card_numbers
from conversations.errors import ConversationNotFound, TextTooLong
from conversations.models import Kind, Message, Turn
from conversations.ports import ANSWER_CONVERSATION, TEND_MEDIA, JobQueue
from conversations.schemas import Attachment, Button, Receipt

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Whoever has this address on a channel; ``language`` is a guess for their first conversation."""

    channel: str
    address: str
    language: str
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A message of a traveller, as `conversations.service.receive_message` describes it."""

    conversation_id: UUID
    provider_message_id: str
    text: str
    payload: str | None = None
    choice: str | None = None
    command: str | None = None
    kind: Kind = Kind.TEXT
    attachments: Sequence[Attachment] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """For each caller their conversation, and where each of these ends; locked until the transaction ends."""

    ids: Sequence[UUID]
    places: Mapping[UUID, bulk.Place]


async def open_conversations(session: AsyncSession, callers: Sequence[Caller]) -> Opened:
    """For each caller their newest conversation, begun if they write for the first time."""
    by_address = {(caller.channel, caller.address): caller for caller in callers}
    contacts = await bulk.lock_contacts(session, {key: caller.name for key, caller in by_address.items()})
    found = await bulk.lock_newest(session, contacts.values())
    new = {contact: key for key, contact in contacts.items() if contact not in found}
    if new:
        rows: list[dict[str, Any]] = [
            {
                "id": uuid4(),
                "channel": key[0],
                "contact_id": contact,
                "language": by_address[key].language,
            }
            for contact, key in new.items()
        ]
        await bulk.add_conversations(session, rows)
        for row in rows:
            log.info("conversation.started", conversation_id=str(row["id"]), channel=row["channel"])
            found[row["contact_id"]] = row["id"], bulk.Place(row["channel"], 0)
    ids = [found[contacts[caller.channel, caller.address]][0] for caller in callers]
    return Opened(ids, dict(found.values()))


async def receive_messages(
    session: AsyncSession,
    queue: JobQueue,
    received: Sequence[Received],
    *,
    places: Mapping[UUID, bulk.Place] | None = None,
) -> list[Receipt]:
    """Stores messages in their order and the jobs that answer them; see `conversations.service.receive_message`.

    ``places`` are those of the conversations where they are locked already.
    """
    if any(len(rules.clean(one.text)) > rules.MAX_TEXT for one in received):
        raise TextTooLong(rules.MAX_TEXT)
    if places is None:
        places = await bulk.lock_conversations(session, (one.conversation_id for one in received))
    for one in received:
        if one.conversation_id not in places:
            raise ConversationNotFound(one.conversation_id)
    keys = [(places[one.conversation_id].channel, one.provider_message_id) for one in received]
    known, answers = await bulk.list_stored(session, keys, places, most=rules.RECENT)
    receipts: list[Receipt] = []
    rows: list[dict[str, Any]] = []
    for key, one in zip(keys, received, strict=True):
        if key in known:
            message_id, offset = known[key]
            receipts.append(Receipt(message_id=message_id, offset=offset, new=False))
            continue
        place = places[one.conversation_id]
        place.last_offset += 1
        row = await _row(session, one, place, answers.get(one.conversation_id, []))
        rows.append(row)
        known[key] = row["id"], place.last_offset
        receipts.append(Receipt(message_id=row["id"], offset=place.last_offset, new=True))
    if rows:
        await bulk.add_inbound(session, rows)
        await _defer(session, queue, rows)
    return receipts


async def tend_media(session: AsyncSession, queue: JobQueue, *conversation_ids: UUID) -> None:
    """Has files fetched and discarded."""
    jobs = [(f"media:{each}", {"conversation_id": str(each)}) for each in conversation_ids]
    await queue.defer_all(session, TEND_MEDIA, jobs)


async def _defer(session: AsyncSession, queue: JobQueue, rows: Sequence[dict[str, Any]]) -> None:
    ids = dict.fromkeys(row["conversation_id"] for row in rows)
    jobs = [(str(each), {"conversation_id": str(each)}) for each in ids]
    await queue.defer_all(session, ANSWER_CONVERSATION, jobs)
    if fetching := dict.fromkeys(row["conversation_id"] for row in rows if row["fetching"]):
        await tend_media(session, queue, *fetching)
    for row in rows:
        ids_of_row = {"conversation_id": str(row["conversation_id"]), "message_id": str(row["id"])}
        log.info("message.received", **ids_of_row)


async def _row(
    session: AsyncSession, one: Received, place: bulk.Place, answer: Sequence[Message]
) -> dict[str, Any]:
    text, payload = without_card_numbers(rules.clean(one.text)), one.payload
    if one.choice is not None and (pressed := await _pressed(session, one.conversation_id, one.choice)):
        text, payload = pressed.title, pressed.payload
    recent = answer
    if payload:
        recent = await repository.list_recent(session, one.conversation_id, limit=rules.RECENT)
    return {
        "id": uuid4(),
        "conversation_id": one.conversation_id,
        "channel": place.channel,
        "offset": place.last_offset,
        "provider_message_id": one.provider_message_id,
        "text": text,
        "payload": one.command or rules.honoured_payload(text, payload, recent),
        "kind": one.kind,
        "attachments": rules.clean([attachment.model_dump(mode="json") for attachment in one.attachments]),
        "fetching": not all(attachment.settled for attachment in one.attachments),
        "turn": Turn.SILENT if one.kind in rules.UNANSWERED else Turn.PENDING,
    }


async def _pressed(session: AsyncSession, conversation_id: UUID, choice: str) -> Button | None:
    offset = rules.offset_of(choice)
    message = await repository.get_at_or_none(session, conversation_id, offset) if offset else None
    return rules.button_at(message, choice) if message else None
