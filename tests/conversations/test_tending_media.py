"""The job that fetches files and deletes them, with a fake provider and a store in memory."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text, update
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.jobs import PostgresQueue
from channels.samples import PHOTO, VOICE
from conversations import service
from conversations.media.store import MemoryStore
from conversations.media.tending import MOST_BYTES, PATIENCE, tend_media
from conversations.models import Kind, Message
from conversations.ports import MediaDelayed, MediaRefused
from conversations.schemas import Attachment
from tests.conversations.conftest import Talk

Sessions = async_sessionmaker[AsyncSession]


@dataclass
class FakeFetcher:
    """A provider's files by handle; an exception among them is raised."""

    files: dict[str, bytes | Exception]
    asked: list[str] = field(default_factory=list)
    meanwhile: Callable[[], object] | None = None

    @asynccontextmanager
    async def fetch(self, handle: str) -> AsyncIterator[AsyncIterator[bytes]]:
        self.asked.append(handle)
        found = self.files[handle]
        if isinstance(found, Exception):
            raise found
        yield self._pieces(found)

    async def aclose(self) -> None: ...

    async def _pieces(self, content: bytes) -> AsyncIterator[bytes]:
        for start in range(0, len(content), 1000):
            yield content[start : start + 1000]


@dataclass
class Post:
    """A conversation into which files come."""

    talk: Talk
    fetcher: FakeFetcher
    store: MemoryStore = field(default_factory=MemoryStore)

    async def send(self, *attachments: Attachment) -> UUID:
        async with self.talk.sessions.begin() as session:
            receipt = await service.receive_message(
                session,
                PostgresQueue(),
                conversation_id=self.talk.id,
                provider_message_id=str(uuid4()),
                text="",
                kind=Kind.IMAGE,
                attachments=attachments,
            )
        return receipt.message_id

    async def tend(self) -> None:
        await tend_media(
            self.talk.id, sessions=self.talk.sessions, fetchers={"web": self.fetcher}, store=self.store
        )

    async def attachments(self) -> list[Attachment]:
        return [one for message in await self.talk.log() for one in message.attachments]

    async def erase(self) -> None:
        async with self.talk.sessions.begin() as session:
            await service.erase_messages(session, PostgresQueue(), conversation_id=self.talk.id, up_to=100)

    async def jobs(self) -> int:
        """Jobs of this conversation's files that wait."""
        async with self.talk.sessions() as session:
            query = text(
                "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'tend_media' AND lock = :lock"
            )
            return int(await session.scalar(query, {"lock": f"media:{self.talk.id}"}) or 0)

    async def grows_old(self) -> None:
        async with self.talk.sessions.begin() as session:
            long_ago = datetime.now(UTC) - PATIENCE - timedelta(minutes=1)
            await session.execute(
                update(Message).where(Message.conversation_id == self.talk.id).values(created_at=long_ago)
            )


@pytest.fixture
def post(talk: Talk) -> Post:
    return Post(talk, FakeFetcher({"photo": PHOTO, "voice": VOICE}))


async def test_a_file_is_kept_and_known_by_its_true_type_and_size(post: Post) -> None:
    await post.send(Attachment(handle="photo", mime="image/jpeg", name="playa.jpg", size=5))
    assert await post.jobs() == 1
    await post.tend()

    (kept,) = await post.attachments()
    assert kept.media_id is not None
    assert (kept.type, kept.size, kept.refused, kept.name) == ("image/jpeg", len(PHOTO), None, "playa.jpg")
    assert post.store.files == {(post.talk.id, kept.media_id): PHOTO}


async def test_a_message_without_files_asks_for_no_job(post: Post) -> None:
    await post.talk.write("hola")
    assert await post.jobs() == 0


async def test_nothing_is_fetched_twice(post: Post) -> None:
    await post.send(Attachment(handle="photo"))
    await post.tend()
    await post.tend()
    assert post.fetcher.asked == ["photo"]


async def test_a_file_that_claims_another_type_is_refused_and_the_next_one_kept(post: Post) -> None:
    await post.send(Attachment(handle="photo", mime="application/pdf"), Attachment(handle="voice"))
    await post.tend()
    claimed, voice = await post.attachments()
    assert (claimed.refused, claimed.media_id) == ("other_type", None)
    assert voice.type == "audio/ogg"
    assert list(post.store.files) == [(post.talk.id, voice.media_id)]


async def test_what_is_told_to_be_too_large_is_not_even_asked_for(post: Post) -> None:
    await post.send(Attachment(handle="photo", size=MOST_BYTES + 1))
    await post.tend()
    assert [one.refused for one in await post.attachments()] == ["too_large"]
    assert post.fetcher.asked == []


async def test_what_turns_out_to_be_too_large_is_refused(post: Post) -> None:
    post.fetcher.files["film"] = b"\x00\x00\x00\x20ftypisom" + bytes(MOST_BYTES)
    await post.send(Attachment(handle="film", size=100))
    await post.tend()
    assert [one.refused for one in await post.attachments()] == ["too_large"]
    assert post.store.files == {}


async def test_a_provider_in_trouble_is_asked_again_and_holds_nobody_else_up(post: Post) -> None:
    post.fetcher.files["slow"] = MediaDelayed("http_503", after=7)
    await post.send(Attachment(handle="slow"))
    await post.send(Attachment(handle="photo"))
    with pytest.raises(MediaDelayed) as delay:
        await post.tend()
    assert delay.value.after == 7
    slow, photo = await post.attachments()
    assert (slow.settled, photo.settled) == (False, True)

    post.fetcher.files["slow"] = VOICE
    await post.tend()
    assert all(one.media_id for one in await post.attachments())


async def test_a_provider_in_trouble_for_long_is_given_up_visibly(post: Post) -> None:
    post.fetcher.files["slow"] = MediaDelayed("http_503")
    await post.send(Attachment(handle="slow"))
    await post.grows_old()
    await post.tend()
    assert [one.refused for one in await post.attachments()] == ["unreachable"]


async def test_what_is_gone_is_refused(post: Post) -> None:
    post.fetcher.files["old"] = MediaRefused("gone")
    await post.send(Attachment(handle="old"))
    await post.tend()
    assert [one.refused for one in await post.attachments()] == ["gone"]


async def test_a_name_with_nul_characters_is_stored_without_them(post: Post) -> None:
    await post.send(Attachment(handle="photo", name="a\x00b.jpg"))
    assert [one.name for one in await post.attachments()] == ["ab.jpg"]


async def test_erasing_deletes_the_files_too(post: Post) -> None:
    await post.send(Attachment(handle="photo", name="pasaporte.jpg"))
    await post.tend()
    await post.erase()
    assert await post.attachments() == []
    assert await post.jobs() == 2
    await post.tend()
    assert post.store.files == {}


async def test_what_was_erased_before_it_came_is_not_fetched(post: Post) -> None:
    await post.send(Attachment(handle="photo"))
    await post.erase()
    await post.tend()
    assert post.fetcher.asked == []


async def test_what_is_erased_while_it_comes_is_deleted(post: Post) -> None:
    """The worker stored the file and had not said so when the erasure was done."""

    class Erasing(MemoryStore):
        async def keep(self, conversation_id: UUID, media_id: UUID, chunks: object) -> None:
            self.files[conversation_id, media_id] = b"kept"
            await post.erase()

    post.store = Erasing()
    await post.send(Attachment(handle="photo"))
    await post.tend()
    assert await post.attachments() == []
    assert post.store.files == {}
