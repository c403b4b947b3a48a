"""Fetching updates, for a laptop that Telegram cannot reach; otherwise they come by webhook."""

from __future__ import annotations

import asyncio

import structlog
from telegram import Bot
from telegram.error import TelegramError

from channels.inbound import take_in
from channels.ports import ChannelPorts
from channels.telegram.parse import NAME, UPDATES, callback_id, read_update

log = structlog.get_logger()
LONG_POLL = 25
"""Seconds that Telegram holds a request open while there is nothing."""
LONGEST_WAIT = 30.0


async def poll(bot: Bot, ports: ChannelPorts) -> None:
    """Fetches and takes in until it is cancelled; whatever goes wrong is tried again, later each time.

    Where it stands is not written down: updates that were not confirmed come again, and are known by their ids.
    """
    offset: int | None = None
    failures = 0
    while True:
        try:
            if offset is None:
                await bot.delete_webhook()
            offset = await _fetch(bot, ports, offset or 0)
            failures = 0
        except Exception as error:
            # Telegram or the database is down; both come back, and nothing is confirmed before it is stored.
            failures += 1
            log.warning("telegram.polling_failed", error=type(error).__name__)
            await asyncio.sleep(min(LONGEST_WAIT, 0.5 * 2**failures))


async def _fetch(bot: Bot, ports: ChannelPorts, offset: int) -> int:
    updates = await bot.get_updates(
        offset=offset, timeout=LONG_POLL, allowed_updates=UPDATES, read_timeout=LONG_POLL + 10
    )
    for update in updates:
        body = update.to_dict()
        try:
            event = read_update(body)
        except (KeyError, TypeError, ValueError, AttributeError):
            log.warning("channel.unreadable", channel=NAME)
        else:
            await take_in(ports, NAME, [event])
            await _acknowledge(bot, callback_id(body))
        offset = update.update_id + 1
    return offset


async def _acknowledge(bot: Bot, pressed: str | None) -> None:
    if pressed is None:
        return
    try:
        await bot.answer_callback_query(pressed)
    except TelegramError as error:
        # Too late, or pressed before we were away; only a clock on the button depends on it.
        log.info("telegram.not_acknowledged", error=type(error).__name__)
