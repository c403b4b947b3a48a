"""Long texts in pieces that a channel takes."""

from __future__ import annotations

import re

# Where a text is cut, best first: between paragraphs, lines, sentences, words.
_JOINTS = (re.compile(r"\n\n+"), re.compile(r"\n"), re.compile(r"(?<=[.!?…])\s+"), re.compile(r"\s+"))


def split_text(text: str, limit: int) -> list[str]:
    """The text in pieces of at most ``limit`` characters, cut where a reader would pause; never an empty piece."""
    pieces: list[str] = []
    rest = text.strip()
    while len(rest) > limit:
        cut, begin = _cut(rest, limit)
        pieces.append(rest[:cut].rstrip())
        rest = rest[begin:].lstrip()
    return [*pieces, rest] if rest else pieces


def shorten(text: str, limit: int) -> str:
    """The text, or its beginning with an ellipsis, in at most ``limit`` characters; cut after a word unless one is long."""
    if len(text) <= limit:
        return text
    beginning = text[: limit - 1]
    words = beginning if text[limit - 1].isspace() else beginning.rpartition(" ")[0]
    return f"{(words if len(words) > limit // 2 else beginning).rstrip(' ,;:·-')}…"


def _cut(text: str, limit: int) -> tuple[int, int]:
    """Where the piece ends and where the rest begins; a joint in the first third would leave a crumb."""
    for joint in _JOINTS:
        found = [match for match in joint.finditer(text, 0, limit + 1) if limit // 3 < match.start() <= limit]
        if found:
            return found[-1].start(), found[-1].end()
    return limit, limit
