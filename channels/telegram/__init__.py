"""Telegram's channel, by webhook or by polling: `docs/channels.md`."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import Awaitable, Callable
from typing import Final

from fastapi import FastAPI

from channels.pacing import Limits, Pace
from channels.ports import ChannelPorts
from channels.telegram.check import findings
from channels.telegram.emulator import TelegramEmulator
from channels.telegram.groups import Groups
from channels.telegram.media import TelegramFetcher
from channels.telegram.menu import patiently, set_menu
from channels.telegram.parse import NAME
from channels.telegram.polling import poll
from channels.telegram.reception import Reception
from channels.telegram.send import TelegramSender, bot_of
from channels.telegram.settings import TelegramSettings
from channels.telegram.turning import PageTurner
from channels.telegram.webhook import open_webhook
from conversations.ports import OutgoingFiles

SIMULATED_TOKEN: Final = "1:simulator"
LIMITS: Final = Limits(Pace(30, 30), chat=Pace(1, 3))
"""The Bot API's FAQ: 30 a second in all, one a second in a chat, where short bursts pass."""

__all__ = ["LIMITS", "NAME", "access", "fetcher", "findings", "install", "sender"]


def access(*, simulated: str | None, secret: str) -> TelegramSettings | None:
    """See `channels.registry.PushedChannel`."""
    given = TelegramSettings()
    if given.token:
        made = hmac.new(secret.encode(), given.token.encode(), hashlib.sha256).hexdigest()
        return given.model_copy(update={"webhook_secret": given.webhook_secret or made})
    if simulated is None:
        return None
    return given.model_copy(
        update={"token": SIMULATED_TOKEN, "webhook_secret": secret, "api": f"{simulated}/{NAME}"}
    )


def install(app: FastAPI, ports: ChannelPorts, access: TelegramSettings) -> Callable[[], Awaitable[None]]:
    """The webhook; beside it Telegram's other side where it is simulated."""
    groups = Groups(bot_id=int(access.token.partition(":")[0]))
    reception = Reception(ports, PageTurner(bot_of(access), ports, access.public_url), groups)
    open_webhook(app, reception, access.webhook_secret)
    if access.token == SIMULATED_TOKEN:
        gateway = access.api.removesuffix(f"/simulator/{NAME}")
        emulator = TelegramEmulator(SIMULATED_TOKEN, secret=access.webhook_secret, gateway=gateway)
        app.state.emulators = {**getattr(app.state, "emulators", {}), NAME: emulator}
        app.include_router(emulator.router(), prefix=f"/simulator/{NAME}", include_in_schema=False)

    async def beside() -> None:
        # Not as a context: entering one asks Telegram who the bot is, and fails where it cannot be reached just then.
        bot = bot_of(access)
        try:
            if me := await patiently(bot.get_me, "name"):
                groups.username = me.username
            await set_menu(bot)
            await (poll(bot, reception) if access.polling else asyncio.Event().wait())
        except asyncio.CancelledError:
            await reception.aclose()
            raise
        finally:
            await bot.shutdown()

    return beside


def sender(access: TelegramSettings, files: OutgoingFiles) -> TelegramSender:
    """See `conversations.ports.ChannelSender`."""
    return TelegramSender(access, files)


def fetcher(access: TelegramSettings) -> TelegramFetcher:
    """See `conversations.ports.MediaFetcher`."""
    return TelegramFetcher(access)
