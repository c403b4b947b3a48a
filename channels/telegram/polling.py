"""Fetching updates, for a laptop that Telegram cannot reach; otherwise they come by webhook."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from telegram import Bot
from telegram.error import TelegramError

from channels.telegram.parse import UPDATES
from channels.telegram.reception import Reception

log = structlog.get_logger()
LONG_POLL = 25
"""Seconds that Telegram holds a request open while there is nothing."""
LONGEST_WAIT = 30.0


async def poll(bot: Bot, reception: Reception) -> None:
    """Fetches and takes in until it is cancelled; whatever goes wrong is tried again, later each time.

    Where it stands is not written down: updates that were not confirmed come again, and are known by their ids.
    """
    offset: int | None = None
    failures = 0
    while True:
        try:
            if offset is None:
                await bot.delete_webhook()
            offset = await _fetch(bot, reception, offset or 0)
            failures = 0
        except Exception as error:
            # Telegram or the database is down; both come back, and nothing is confirmed before it is stored.
            failures += 1
            log.warning("telegram.polling_failed", error=type(error).__name__)
            await asyncio.sleep(min(LONGEST_WAIT, 0.5 * 2**failures))


async def _fetch(bot: Bot, reception: Reception, offset: int) -> int:
    updates = await bot.get_updates(
        offset=offset, timeout=LONG_POLL, allowed_updates=UPDATES, read_timeout=LONG_POLL + 10
    )
    for update in updates:
        if answer := await reception.take(update.to_dict()):
            await _ask(bot, **answer)
        offset = update.update_id + 1
    return offset


async def _ask(bot: Bot, *, method: str, **parameters: Any) -> None:
    """What a webhook would have answered."""
    methods: dict[str, Callable[..., Awaitable[object]]] = {
        "answerCallbackQuery": bot.answer_callback_query,
        "sendMessage": bot.send_message,
        "leaveChat": bot.leave_chat,
    }
    # Structures are written as Telegram has them, and not as the library's objects.
    structured = {name: value for name, value in parameters.items() if isinstance(value, dict)}
    plain = {name: value for name, value in parameters.items() if name not in structured}
    try:
        await methods[method](**plain, api_kwargs=structured)
    except TelegramError as error:
        # Too late, or pressed before we were away; only a clock on a button or a word to a group depends on it.
        log.info("telegram.not_answered", method=method, error=type(error).__name__)
