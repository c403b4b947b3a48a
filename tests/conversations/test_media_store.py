"""Files are kept whole or not at all, where only we can read them."""

from __future__ import annotations

import stat
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest

from conversations.media.checking import EMPTY, OTHER_TYPE, TOO_LARGE, TYPE_NOT_KEPT, Checked
from conversations.media.store import DiskStore, MediaMissing
from conversations.ports import MediaRefused

ONE, OTHER = uuid4(), uuid4()
PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)


async def pieces(*chunks: bytes, error: Exception | None = None) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield chunk
    if error:
        raise error


def left(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def content(store: DiskStore) -> bytes:
    return b"".join([chunk async for chunk in store.read(ONE, OTHER)])


async def test_what_was_kept_is_read_again(tmp_path: Path) -> None:
    store = DiskStore(tmp_path / "media")
    await store.keep(ONE, OTHER, pieces(b"one ", b"two"))
    assert await content(store) == b"one two"
    await store.keep(ONE, OTHER, pieces(b"three"))
    assert await content(store) == b"three"


async def test_only_we_can_read_it(tmp_path: Path) -> None:
    await DiskStore(tmp_path / "media").keep(ONE, OTHER, pieces(b"one"))
    folder = tmp_path / "media" / str(ONE)
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (folder.parent, folder, folder / str(OTHER))]
    assert modes == [0o700, 0o700, 0o600]


async def test_what_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    store = DiskStore(tmp_path)
    with pytest.raises(ConnectionError):
        await store.keep(ONE, OTHER, pieces(b"half", error=ConnectionError()))
    assert left(tmp_path) == []
    with pytest.raises(MediaMissing):
        await content(store)


async def test_discarding_takes_leftovers_of_a_dead_worker_along_and_may_be_repeated(tmp_path: Path) -> None:
    store = DiskStore(tmp_path)
    await store.keep(ONE, OTHER, pieces(b"one"))
    (tmp_path / str(ONE) / f".{OTHER}.0123").write_bytes(b"half")
    for _ in range(2):
        await store.discard(ONE, OTHER)
    assert left(tmp_path) == []


async def test_a_file_in_small_pieces_is_judged_before_any_byte_goes_on() -> None:
    checked = Checked(pieces(*(bytes([byte]) for byte in PNG)), told="image/png", most_bytes=len(PNG))
    passed = [chunk async for chunk in checked]
    assert len(passed[0]) >= 64
    assert (b"".join(passed), checked.mime, checked.size) == (PNG, "image/png", len(PNG))


async def test_a_file_shorter_than_a_head_is_judged_too() -> None:
    checked = Checked(pieces(b"GIF89a;"), told=None, most_bytes=10)
    assert [chunk async for chunk in checked] == [b"GIF89a;"]
    assert checked.mime == "image/gif"


@pytest.mark.parametrize(
    ("chunks", "told", "reason"),
    [
        ([PNG], "image/jpeg", OTHER_TYPE),
        ([b"<html>"], "image/png", TYPE_NOT_KEPT),
        ([], "image/png", EMPTY),
        ([PNG, bytes(2000)], "image/png", TOO_LARGE),
    ],
)
async def test_what_is_not_kept_is_refused_with_its_reason(
    chunks: list[bytes], told: str, reason: str
) -> None:
    with pytest.raises(MediaRefused) as refusal:
        async for _ in Checked(pieces(*chunks), told=told, most_bytes=2000):
            pass
    assert refusal.value.reason == reason
