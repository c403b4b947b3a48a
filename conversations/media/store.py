"""Where files are kept: a folder that only we can read, and its fake in memory.

Paths are made of our own ids and of nothing that came from outside.
"""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import AsyncIterable, AsyncIterator
from pathlib import Path
from typing import BinaryIO, Protocol
from uuid import UUID

CHUNK = 256 * 1024


class MediaMissing(Exception):
    """No file is kept under this id."""


class MediaStore(Protocol):
    """Files by the conversation that they belong to and an id of ours."""

    async def keep(self, conversation_id: UUID, media_id: UUID, chunks: AsyncIterable[bytes]) -> None:
        """Keeps all of it or nothing, instead of what was kept under the id; what reading ``chunks`` raises is passed on."""
        ...

    def read(self, conversation_id: UUID, media_id: UUID) -> AsyncIterator[bytes]:
        """What is kept; MediaMissing."""
        ...

    async def discard(self, conversation_id: UUID, media_id: UUID) -> None:
        """Keeps it no longer, nor what an interrupted `keep` left of it; nothing happens where there is none."""
        ...


class DiskStore:
    """A `MediaStore`: `<root>/<conversation>/<id>`, folders 0700, files 0600; a file appears whole or not at all."""

    def __init__(self, root: Path) -> None:
        self._root = root

    async def keep(self, conversation_id: UUID, media_id: UUID, chunks: AsyncIterable[bytes]) -> None:
        """See `MediaStore`."""
        path = self._path(conversation_id, media_id)
        part = path.with_name(f".{media_id}.{secrets.token_hex(8)}")
        file = await asyncio.to_thread(self._create, part)
        try:
            try:
                async for chunk in chunks:
                    await asyncio.to_thread(file.write, chunk)
                await asyncio.to_thread(_flush, file)
            finally:
                file.close()
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise

    async def read(self, conversation_id: UUID, media_id: UUID) -> AsyncIterator[bytes]:
        """See `MediaStore`."""
        path = self._path(conversation_id, media_id)
        try:
            file = await asyncio.to_thread(path.open, "rb")
        except FileNotFoundError as error:
            raise MediaMissing from error
        with file:
            while chunk := await asyncio.to_thread(file.read, CHUNK):
                yield chunk

    async def discard(self, conversation_id: UUID, media_id: UUID) -> None:
        """See `MediaStore`."""
        await asyncio.to_thread(self._discard, self._path(conversation_id, media_id))

    def _path(self, conversation_id: UUID, media_id: UUID) -> Path:
        return self._root / str(conversation_id) / str(media_id)

    def _create(self, part: Path) -> BinaryIO:
        for folder in (self._root, part.parent):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb")

    def _discard(self, path: Path) -> None:
        if not path.parent.is_dir():
            return
        for found in (path, *path.parent.glob(f".{path.name}.*")):
            found.unlink(missing_ok=True)
        if not any(path.parent.iterdir()):
            path.parent.rmdir()


class MemoryStore:
    """A `MediaStore` for tests: ``files`` by conversation and id."""

    def __init__(self) -> None:
        self.files: dict[tuple[UUID, UUID], bytes] = {}

    async def keep(self, conversation_id: UUID, media_id: UUID, chunks: AsyncIterable[bytes]) -> None:
        """See `MediaStore`."""
        self.files[conversation_id, media_id] = b"".join([chunk async for chunk in chunks])

    async def read(self, conversation_id: UUID, media_id: UUID) -> AsyncIterator[bytes]:
        """See `MediaStore`."""
        if (conversation_id, media_id) not in self.files:
            raise MediaMissing
        yield self.files[conversation_id, media_id]

    async def discard(self, conversation_id: UUID, media_id: UUID) -> None:
        """See `MediaStore`."""
        self.files.pop((conversation_id, media_id), None)


def _flush(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())
