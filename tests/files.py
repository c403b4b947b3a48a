"""Files that go out, for tests of senders."""

from __future__ import annotations

from conversations.media.links import FileLinks
from conversations.media.store import MemoryStore


def no_files(address: str | None = None) -> FileLinks:
    """None are kept; links lead below ``address``."""
    return FileLinks(MemoryStore(), secret="of tests", address=address)
