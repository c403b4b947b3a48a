"""What a file is by its first bytes, whatever it is called: the few types that we keep."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from conversations.models import Kind

HEAD: Final = 64
"""Bytes that tell every type apart."""

EXTENSIONS: Final = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/gif": "gif",
    "application/pdf": "pdf",
    "audio/ogg": "ogg",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "video/mp4": "mp4",
}
"""The types that are kept, and how names of such files end."""
_KINDS: Final = {"image": Kind.IMAGE, "audio": Kind.AUDIO, "video": Kind.VIDEO}
# What providers and browsers also call them.
_ALIASES: Final = {
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "application/x-pdf": "application/pdf",
    "application/ogg": "audio/ogg",
    "audio/opus": "audio/ogg",
    "audio/mp3": "audio/mpeg",
    "audio/m4a": "audio/mp4",
    "audio/x-m4a": "audio/mp4",
    "audio/aac": "audio/mp4",
    "video/x-m4v": "video/mp4",
}
_UNTOLD: Final = frozenset({"", "application/octet-stream", "binary/octet-stream"})
_MP4: Final = frozenset({"audio/mp4", "video/mp4"})
_FILM_BRANDS: Final = frozenset(
    {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"MSNV", b"dash"}
)
_SOUND_BRANDS: Final = frozenset({b"M4A ", b"M4B "})


def true_type(head: bytes) -> str | None:
    """The media type of a file that begins so, from at least `HEAD` bytes where there are as many; None for all others."""
    return next((mime for mime, begins in _BEGINNINGS.items() if begins(head)), None)


def settled_type(told: str | None, true: str) -> str | None:
    """What a file of this ``true`` type is taken for, or None where something else was ``told`` of it.

    Sound alone in an MP4 file begins as a film does: there it is as told.
    """
    named = (told or "").partition(";")[0].strip().lower()
    named = _ALIASES.get(named, named)
    if named in _UNTOLD or named == true:
        return true
    return named if {named, true} == _MP4 else None


def kind_of(mime: str) -> Kind:
    """The kind of a message that brings a file of this type."""
    return _KINDS.get(mime.partition("/")[0], Kind.DOCUMENT)


def _starts(*signatures: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(signatures)


def _is_webp(head: bytes) -> bool:
    return head[:4] == b"RIFF" and head[8:12] == b"WEBP"


def _is_ogg_sound(head: bytes) -> bool:
    """The first page's packet says what is inside."""
    return head[:4] == b"OggS" and head[28:].startswith((b"OpusHead", b"\x01vorbis"))


def _is_mp3(head: bytes) -> bool:
    """A tag, or a frame of layer III whose version, bit rate and sampling rate exist (ISO/IEC 11172-3)."""
    if head[:3] == b"ID3":
        return True
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return False
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    bit_rate, sampling = head[2] >> 4, head[2] >> 2 & 3
    return version != 1 and layer == 1 and bit_rate not in (0, 15) and sampling != 3


def _is_mp4(brands: frozenset[bytes]) -> Callable[[bytes], bool]:
    return lambda head: head[4:8] == b"ftyp" and head[8:12] in brands


_BEGINNINGS: Final[dict[str, Callable[[bytes], bool]]] = {
    "image/jpeg": _starts(b"\xff\xd8\xff"),
    "image/png": _starts(b"\x89PNG\r\n\x1a\n"),
    "image/gif": _starts(b"GIF87a", b"GIF89a"),
    "image/webp": _is_webp,
    "application/pdf": _starts(b"%PDF-"),
    "audio/ogg": _is_ogg_sound,
    "audio/mpeg": _is_mp3,
    "audio/mp4": _is_mp4(_SOUND_BRANDS),
    "video/mp4": _is_mp4(_FILM_BRANDS),
}
