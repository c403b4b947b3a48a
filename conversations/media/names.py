"""Names of files: what somebody else called them is shown, but never decides what they are opened as."""

from __future__ import annotations

import unicodedata
from typing import Final

from conversations.media.types import EXTENSIONS

LONGEST: Final = 120


def shown_name(name: str | None) -> str | None:
    """The last part of a path, in one line and no longer than `LONGEST`; what turns the direction of writing is left out."""
    last = (name or "").replace("\\", "/").rpartition("/")[2]
    plain = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] != "C")
    return plain.strip(" .")[:LONGEST] or None


def saved_name(name: str | None, mime: str, otherwise: str) -> str:
    """What an agent's browser saves it as: it ends as files of its true type do."""
    ending = EXTENSIONS.get(mime, "bin")
    stem = shown_name(name) or otherwise
    return stem if stem.lower().endswith(f".{ending}") else f"{stem}.{ending}"
