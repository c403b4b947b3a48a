"""What a PDF of ours says, read by its fonts' own tables, as copying out of a viewer does."""

from __future__ import annotations

import re
import zlib

STREAM = re.compile(rb"(\d+) 0 obj\s*<<(.*?)>>\s*stream\r?\n", re.DOTALL)

TOKEN = re.compile(r"/(f\d+) [\d.]+ Tf|\bBT\b|\(")
PIECE = re.compile(r"\\([0-7]{1,3}|.)|.", re.DOTALL)
ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


def pdf_text(pdf: bytes) -> str:
    """All its text in the order of drawing; each change of font or place is a line."""
    streams = _streams(pdf)
    fonts = _fonts(pdf, streams)
    pages = [body for head, body in streams.values() if b"BT" in body and b"Tf" in body]
    return "\n".join(_drawn(page.decode("latin-1"), fonts) for page in pages)


def pdf_pages(pdf: bytes) -> int:
    """How many pages it has."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def _streams(pdf: bytes) -> dict[int, tuple[bytes, bytes]]:
    found = {}
    for match in STREAM.finditer(pdf):
        length = int(re.search(rb"/Length (\d+)", match[2])[1])  # type: ignore[index]
        body = pdf[match.end() : match.end() + length]
        found[int(match[1])] = (match[2], zlib.decompress(body) if b"FlateDecode" in match[2] else body)
    return found


def _fonts(pdf: bytes, streams: dict[int, tuple[bytes, bytes]]) -> dict[str, dict[int, str]]:
    maps = {
        int(font): _characters(streams[int(table)][1].decode("latin-1"))
        for font, table in re.findall(rb"(\d+) 0 obj\s*<<[^>]*?/Type0[^>]*?/ToUnicode (\d+) 0 R", pdf)
    }
    named = re.findall(rb"/(f\d+) (\d+) 0 R", pdf)
    return {name.decode(): maps[int(font)] for name, font in named if int(font) in maps}


def _characters(cmap: str) -> dict[int, str]:
    found = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for glyph, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[int(glyph, 16)] = bytes.fromhex(text).decode("utf-16-be")
    return found


def _drawn(page: str, fonts: dict[str, dict[int, str]]) -> str:
    lines: list[str] = []
    font: dict[int, str] = {}
    at = 0
    while part := TOKEN.search(page, at):
        at = part.end()
        if part[0] == "BT":
            lines.append("")
        elif part[0] == "(":
            raw, at = _string(page, at)
            glyphs = (int.from_bytes(raw[place : place + 2]) for place in range(0, len(raw), 2))
            lines[-1] += "".join(font.get(glyph, "") for glyph in glyphs)
        else:
            font = fonts.get(part[1], {})
    return "\n".join(lines)


def _string(page: str, at: int) -> tuple[bytes, int]:
    """A literal string from behind its bracket, whose inner brackets come in pairs, and where it ends."""
    depth, found = 1, bytearray()
    while depth:
        part = PIECE.match(page, at)
        assert part is not None
        at = part.end()
        depth += {"(": 1, ")": -1}.get(part[0], 0)
        if depth and part[1]:
            found.append(int(part[1], 8) if part[1][0].isdigit() else ord(ESCAPES.get(part[1], part[1])))
        elif depth:
            found.append(ord(part[0]))
    return bytes(found), at
