"""Files are what their first bytes say."""

from __future__ import annotations

import pytest

from channels.samples import PHOTO, VOICE
from conversations.media.names import saved_name, shown_name
from conversations.media.types import HEAD, settled_type, true_type

PNG = b"\x89PNG\r\n\x1a\n" + bytes(60)
PDF = b"%PDF-1.7\n" + b"1 0 obj\n" * 10
MP4 = b"\x00\x00\x00\x20ftypisom" + bytes(60)


@pytest.mark.parametrize(
    ("content", "mime"),
    [
        (PHOTO, "image/jpeg"),
        (VOICE, "audio/ogg"),
        (PNG, "image/png"),
        (b"GIF89a" + bytes(60), "image/gif"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "image/webp"),
        (PDF, "application/pdf"),
        (b"ID3\x04" + bytes(60), "audio/mpeg"),
        (b"\xff\xfb\x90\x64" + bytes(60), "audio/mpeg"),
        (b"\x00\x00\x00\x20ftypM4A " + bytes(60), "audio/mp4"),
        (MP4, "video/mp4"),
    ],
)
def test_what_we_keep_is_known_by_its_beginning(content: bytes, mime: str) -> None:
    assert true_type(content[:HEAD]) == mime


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"<html><script>",
        b"<svg xmlns=",
        b"MZ\x90\x00",
        b"PK\x03\x04",
        b"#!/bin/sh\n",
        b"BM6\x00",
        b"RIFF\x10\x00\x00\x00WAVEfmt ",
        b"\x00\x00\x00\x18ftypheic" + bytes(60),
        b"\xff\xf1\x50\x80" + bytes(60),
        b"OggS" + bytes(24) + b"\x80theora" + bytes(30),
        b" %PDF-1.7",
    ],
)
def test_nothing_else_is(content: bytes) -> None:
    assert true_type(content[:HEAD]) is None


@pytest.mark.parametrize(
    ("told", "true", "settled"),
    [
        (None, "image/png", "image/png"),
        ("application/octet-stream", "application/pdf", "application/pdf"),
        ("IMAGE/JPG", "image/jpeg", "image/jpeg"),
        ("audio/ogg; codecs=opus", "audio/ogg", "audio/ogg"),
        ("audio/mp4", "video/mp4", "audio/mp4"),
        ("video/mp4", "audio/mp4", "video/mp4"),
        ("image/png", "image/jpeg", None),
        ("application/pdf", "video/mp4", None),
        ("text/html", "image/gif", None),
    ],
)
def test_a_claim_is_believed_where_it_is_true(told: str | None, true: str, settled: str | None) -> None:
    assert settled_type(told, true) == settled


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("pasaporte.pdf", "pasaporte.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\fotos\\playa.jpg", "playa.jpg"),
        ("a\r\nSet-Cookie: b", "aSet-Cookie: b"),
        ("factura\u202efdp.exe", "facturafdp.exe"),
        ("\x00", None),
        ("..", None),
        (None, None),
        ("x" * 500, "x" * 120),
    ],
)
def test_a_name_is_one_short_line(name: str | None, shown: str | None) -> None:
    assert shown_name(name) == shown


def test_a_file_is_saved_as_what_it_is() -> None:
    assert saved_name("boleto.PDF", "application/pdf", "1") == "boleto.PDF"
    assert saved_name("boleto.exe", "application/pdf", "1") == "boleto.exe.pdf"
    assert saved_name(None, "image/jpeg", "1") == "1.jpg"
