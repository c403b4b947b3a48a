"""Passwords: argon2id, computed beside the event loop, a few at a time."""

from __future__ import annotations

import asyncio
import secrets
import unicodedata
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from conversations.team.errors import Locked

AT_ONCE = 2
"""Each takes 64 MB and a tenth of a second of one core."""
MOST_WAITING = 40
BUSY_SECONDS = 5.0


class Passwords:
    """Hashes and verifies; ``hasher`` has the cost (argon2-cffi's own default is RFC 9106's second profile)."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0
        self._nobodys = self._hasher.hash(secrets.token_urlsafe())

    async def hash(self, password: str) -> str:
        """What is kept of a password; Locked when too many wait."""
        async with self._in_turn():
            return await asyncio.to_thread(self._hasher.hash, _same(password))

    async def verify(self, kept: str | None, password: str) -> bool:
        """Whether this is the password; where none is kept it takes as long to say no. Locked when too many wait."""
        async with self._in_turn():
            right = await asyncio.to_thread(self._matches, kept or self._nobodys, _same(password))
        return right and kept is not None

    def outdated(self, kept: str) -> bool:
        """Whether it was hashed at another cost than is asked for today."""
        return self._hasher.check_needs_rehash(kept)

    def _matches(self, kept: str, password: str) -> bool:
        try:
            return self._hasher.verify(kept, password)
        except (VerificationError, InvalidHashError):
            return False

    @asynccontextmanager
    async def _in_turn(self) -> AsyncIterator[None]:
        if self._waiting >= MOST_WAITING:
            raise Locked(BUSY_SECONDS)
        self._waiting += 1
        try:
            async with self._turn:
                yield
        finally:
            self._waiting -= 1


def _same(password: str) -> str:
    """One and the same for every way a keyboard may compose its letters."""
    return unicodedata.normalize("NFKC", password)
