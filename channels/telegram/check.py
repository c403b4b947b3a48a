"""Whether Telegram knows our bot and delivers to us."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from telegram import Bot, WebhookInfo
from telegram.error import Forbidden, InvalidToken, TelegramError

from channels.checking import Finding, reach
from channels.telegram.parse import UPDATES
from channels.telegram.send import bot_of
from channels.telegram.settings import TelegramSettings

RECENT = timedelta(hours=1)


async def findings(access: TelegramSettings, webhook: str, *, set_webhook: bool) -> list[Finding]:
    """See `channels.registry.PushedChannel`."""
    bot = bot_of(access)
    try:
        me = await bot.get_me()
        named = Finding(True, f"the token is right: @{me.username}")
        if access.polling:
            return [named, Finding(True, "messages are fetched (TELEGRAM_POLLING): no webhook is needed")]
        if set_webhook:
            await bot.set_webhook(webhook, secret_token=access.webhook_secret, allowed_updates=UPDATES)
        return [named, *await _delivery(bot, webhook), await reach(webhook)]
    except (InvalidToken, Forbidden):
        return [Finding(False, "the token is wrong: ask @BotFather for it (TELEGRAM_TOKEN)")]
    except TelegramError as error:
        return [Finding(False, f"Telegram does not answer ({error})")]
    finally:
        await bot.shutdown()


async def _delivery(bot: Bot, webhook: str) -> list[Finding]:
    info = await bot.get_webhook_info()
    if info.url != webhook:
        set_to = f"is set to {info.url}" if info.url else "is not set"
        return [
            Finding(
                False, f"the webhook {set_to}; to set it: make channel-check ARGS=--set-webhooks ({webhook})"
            )
        ]
    return [Finding(True, f"the webhook is set to {info.url}"), *_trouble(info)]


def _trouble(info: WebhookInfo) -> list[Finding]:
    """Telegram tells of the last failure for ever; it counts while it is fresh or messages wait."""
    failed_at = info.last_error_date
    if failed_at is None or (datetime.now(UTC) - failed_at > RECENT and not info.pending_update_count):
        return []
    told = f"Telegram could not deliver at {failed_at:%Y-%m-%d %H:%M} UTC: {info.last_error_message}"
    return [Finding(False, f"{told}; {info.pending_update_count} messages wait")]
