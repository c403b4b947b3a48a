"""Files that people send to the bot: asked for by their id, then fetched from Telegram's file server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from telegram import File
from telegram.error import BadRequest, InvalidToken, RetryAfter, TelegramError

from channels.downloads import GONE, Downloads
from channels.telegram.errors import WRONG_CREDENTIALS, seconds_of
from channels.telegram.send import bot_of
from channels.telegram.settings import TelegramSettings
from conversations.ports import MediaDelayed, MediaRefused


class TelegramFetcher:
    """A `MediaFetcher`. Handles are Telegram's `file_id`s.

    The library would read a file into memory as long as it is; here it comes in pieces.
    """

    def __init__(self, access: TelegramSettings) -> None:
        self._bot = bot_of(access)
        self._downloads = Downloads([f"{access.api}/file/bot{access.token}/"])

    @asynccontextmanager
    async def fetch(self, handle: str) -> AsyncIterator[AsyncIterator[bytes]]:
        """See `MediaFetcher`."""
        file = await self._ask(handle)
        if file.file_path is None:
            raise MediaRefused(GONE)
        async with self._downloads.fetch(file.file_path) as chunks:
            yield chunks

    async def aclose(self) -> None:
        """Closes connections."""
        await self._bot.shutdown()
        await self._downloads.aclose()

    async def _ask(self, handle: str) -> File:
        """Telegram refuses what is over 20 MB, or is gone, with the same error."""
        try:
            return await self._bot.get_file(handle)
        except RetryAfter as error:
            raise MediaDelayed("rate_limited", after=seconds_of(error)) from error
        except InvalidToken as error:
            raise MediaDelayed(WRONG_CREDENTIALS) from error
        except BadRequest as error:
            raise MediaRefused(GONE) from error
        except TelegramError as error:
            raise MediaDelayed(type(error).__name__) from error
