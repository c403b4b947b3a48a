"""A file on its way into the store: no byte of it is kept before it is known to be what was told, and none over the limit."""

from __future__ import annotations

from collections.abc import AsyncIterator

from conversations.media.types import HEAD, settled_type, true_type
from conversations.ports import MediaRefused

TOO_LARGE = "too_large"
EMPTY = "empty"
TYPE_NOT_KEPT = "type_not_kept"
OTHER_TYPE = "other_type"
"""It claims one type and is another."""


class Checked:
    """The same bytes, checked; ``mime`` and ``size`` are true once they have all been read.

    Reading raises MediaRefused where the file is not one that we keep.
    """

    def __init__(self, chunks: AsyncIterator[bytes], *, told: str | None, most_bytes: int) -> None:
        self._chunks, self._told, self._most = chunks, told, most_bytes
        self.mime = ""
        self.size = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Read once."""
        head = b""
        async for chunk in self._chunks:
            self.size += len(chunk)
            if self.size > self._most:
                raise MediaRefused(TOO_LARGE)
            if self.mime:
                yield chunk
                continue
            head += chunk
            if len(head) >= HEAD:
                self.mime = self._judge(head)
                yield head
        if not self.mime:
            self.mime = self._judge(head)
            yield head

    def _judge(self, head: bytes) -> str:
        if not head:
            raise MediaRefused(EMPTY)
        true = true_type(head)
        if true is None:
            raise MediaRefused(TYPE_NOT_KEPT)
        settled = settled_type(self._told, true)
        if settled is None:
            raise MediaRefused(OTHER_TYPE)
        return settled
