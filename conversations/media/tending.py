"""The job that fetches what came with messages, and deletes what was erased.

A file has the same id whenever it is fetched again, so that a worker that dies leaves nothing behind that nobody knows.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from conversations import repository
from conversations.media import repository as files_repository
from conversations.media.checking import TOO_LARGE, Checked
from conversations.media.ids import media_id_of
from conversations.media.store import MediaStore
from conversations.ports import MediaDelayed, MediaFetcher, MediaRefused
from conversations.realtime import publish_messages
from conversations.schemas import Attachment, MessageView

log = structlog.get_logger()
Sessions = async_sessionmaker[AsyncSession]
Fetchers = Mapping[str, MediaFetcher]

MOST_BYTES: Final = 16 * 1024 * 1024
PATIENCE: Final = timedelta(hours=1)
"""How long after its message a file is still tried to be fetched."""
LONGEST_PAUSE: Final = 60.0
"""Seconds between two tries; while they pass, what comes after it in the conversation waits too."""
TIMEOUT: Final = 60.0
"""Seconds for one file."""
UNREACHABLE = "unreachable"
CHANNEL_CLOSED = "channel_closed"


@dataclass(frozen=True, slots=True)
class _Post:
    """A message whose files are wanted, and since when in seconds."""

    message: MessageView
    channel: str
    age: float


async def tend_media(
    conversation_id: UUID, *, sessions: Sessions, fetchers: Fetchers, store: MediaStore
) -> None:
    """Does everything that is to be done. Raises MediaDelayed when some of it has to be tried again later."""
    delays: list[float] = []
    for post in await _posts(conversation_id, sessions):
        for place, attachment in enumerate(post.message.attachments):
            if attachment.settled:
                continue
            try:
                fetched = await _fetch(conversation_id, post, place, attachment, fetchers, store)
            except MediaDelayed as delay:
                delays.append(_pause(post, delay))
                log.warning("media.delayed", **_ids(conversation_id, post), reason=str(delay))
                continue
            await _record(conversation_id, post.message.id, place, fetched, sessions)
    await _discard(conversation_id, sessions, store)
    if delays:
        raise MediaDelayed(UNREACHABLE, after=min(delays))


async def _posts(conversation_id: UUID, sessions: Sessions) -> list[_Post]:
    async with sessions() as session:
        messages = await files_repository.list_fetching(session, conversation_id)
        now = datetime.now(UTC)
        return [
            _Post(
                MessageView.model_validate(message),
                message.channel,
                (now - message.created_at).total_seconds(),
            )
            for message in messages
        ]


async def _fetch(
    conversation_id: UUID,
    post: _Post,
    place: int,
    attachment: Attachment,
    fetchers: Fetchers,
    store: MediaStore,
) -> Attachment:
    """The attachment as it stands afterwards: kept or refused. MediaDelayed while there is hope."""
    media_id = media_id_of(post.message.id, place)
    try:
        if (attachment.size or 0) > MOST_BYTES:
            raise MediaRefused(TOO_LARGE)
        if (fetcher := fetchers.get(post.channel)) is None:
            raise MediaRefused(CHANNEL_CLOSED)
        async with asyncio.timeout(TIMEOUT), fetcher.fetch(attachment.handle) as chunks:
            checked = Checked(chunks, told=attachment.mime, most_bytes=MOST_BYTES)
            await store.keep(conversation_id, media_id, checked)
    except MediaRefused as refusal:
        log.warning("media.refused", **_ids(conversation_id, post), reason=refusal.reason)
        return attachment.model_copy(update={"refused": refusal.reason})
    except (MediaDelayed, TimeoutError) as delay:
        if post.age > PATIENCE.total_seconds():
            log.error("media.given_up", **_ids(conversation_id, post), reason=str(delay))
            return attachment.model_copy(update={"refused": UNREACHABLE})
        raise delay if isinstance(delay, MediaDelayed) else MediaDelayed("timeout") from delay
    log.info("media.kept", **_ids(conversation_id, post), bytes=checked.size)
    kept = {"media_id": media_id, "type": checked.mime, "size": checked.size}
    return attachment.model_copy(update=kept)


def _pause(post: _Post, delay: MediaDelayed) -> float:
    """As the provider says; else as long again as it has been tried."""
    return min(LONGEST_PAUSE, max(1.0, post.age) if delay.after is None else delay.after)


async def _record(
    conversation_id: UUID, message_id: UUID, place: int, fetched: Attachment, sessions: Sessions
) -> None:
    async with sessions.begin() as session:
        message = await repository.get_message(session, message_id, lock=True)
        if not message.fetching:
            # It was erased meanwhile, and with it the file's id was given up to be deleted.
            return
        known = [*message.attachments]
        known[place] = fetched.model_dump(mode="json")
        message.attachments = known
        message.fetching = not all(Attachment.model_validate(one).settled for one in known)
        await publish_messages(
            session, "message.changed", conversation_id=conversation_id, offsets=[message.offset]
        )


async def _discard(conversation_id: UUID, sessions: Sessions, store: MediaStore) -> None:
    """The file first: what is still listed is deleted again."""
    async with sessions() as session:
        given_up = await files_repository.list_discarded(session, conversation_id)
    for media_id in given_up:
        await store.discard(conversation_id, media_id)
    if given_up:
        async with sessions.begin() as session:
            await files_repository.forget_discarded(session, given_up)
        log.info("media.erased", conversation_id=str(conversation_id), files=len(given_up))


def _ids(conversation_id: UUID, post: _Post) -> dict[str, str]:
    return {"conversation_id": str(conversation_id), "message_id": str(post.message.id)}
